using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>Which shop system reports, and so how it signs and what its payloads look like.</summary>
public enum WebhookKind : long
{
    /// <summary>Shopify: base64 HMAC-SHA256 of the body in <c>X-Shopify-Hmac-Sha256</c>.</summary>
    Shopify = 1,

    /// <summary>WooCommerce: base64 HMAC-SHA256 of the body in <c>X-WC-Webhook-Signature</c>.</summary>
    WooCommerce = 2,

    /// <summary>Any system: <c>X-Marketing-Signature: t=seconds,v1=hex</c>, HMAC-SHA256 of <c>seconds.body</c>.</summary>
    Generic = 3,
}

/// <summary>One address under which a shop system reports.</summary>
/// <param name="Id">Id, part of the address.</param>
/// <param name="Name">Stable name, also that of the sender of the facts.</param>
/// <param name="Kind">Which shop system.</param>
/// <param name="Enabled">Whether deliveries are taken.</param>
/// <param name="HasSecret">Whether the secret is known; without it every delivery is refused.</param>
/// <param name="CreatedAt">System time.</param>
/// <param name="LastAt">When the last rightly signed delivery came, or null.</param>
/// <param name="Taken">Deliveries taken or found to need nothing, of those still listed.</param>
/// <param name="Waiting">Deliveries quarantined or waiting for a person, of those still listed.</param>
/// <param name="Refused">Deliveries refused for their signature, since it was created.</param>
/// <param name="RefusedAt">When one was refused last, or null.</param>
/// <param name="RefusedReason">Why one was refused last, or null.</param>
public sealed record Webhook(long Id, string Name, WebhookKind Kind, bool Enabled, bool HasSecret, DateTimeOffset CreatedAt, DateTimeOffset? LastAt, long Taken, long Waiting, long Refused, DateTimeOffset? RefusedAt, string? RefusedReason)
{
    /// <summary>The same in code (resource <c>Item.CODE</c>), or null where there is none.</summary>
    public Reason? RefusedWhy { get; init; }
}

/// <summary>A webhook to be made.</summary>
/// <param name="Name">1 to 100 characters, used once.</param>
/// <param name="Kind">Which shop system.</param>
/// <param name="Secret">The secret that the shop system shows, or null: made up here, except for Shopify, whose secret is entered later.</param>
public sealed record WebhookDraft(string Name, WebhookKind Kind, string? Secret);

/// <summary>A webhook with its secret, which is told this once.</summary>
/// <param name="Id">Id of the webhook.</param>
/// <param name="Secret">The secret, or null while the shop system's own is not entered.</param>
public sealed record WebhookKey(long Id, string? Secret);

/// <summary>What became of a delivery.</summary>
public enum DeliveryState : long
{
    /// <summary>Its facts are on disk.</summary>
    Taken = 1,

    /// <summary>Understood, and nothing was to be changed.</summary>
    Nothing = 2,

    /// <summary>Kept apart with the reason.</summary>
    Quarantined = 3,

    /// <summary>A request about a person's data, waiting for somebody.</summary>
    Person = 4,
}

/// <summary>One rightly signed delivery.</summary>
/// <param name="Id">Order of arrival.</param>
/// <param name="At">System time of arrival.</param>
/// <param name="Topic">What the shop system calls it.</param>
/// <param name="Key">The shop system's id of it, or the start of its body's hash.</param>
/// <param name="State">What became of it.</param>
/// <param name="Items">Facts in it.</param>
/// <param name="Bytes">Size of its body.</param>
/// <param name="Reason">Why, or what was left out; null when there is nothing to say.</param>
public sealed record WebhookDelivery(long Id, DateTimeOffset At, string Topic, string Key, DeliveryState State, long Items, long Bytes, string? Reason)
{
    /// <summary>The same in code (resources <c>Item.CODE</c> and <c>Item.CODE.Fix</c>), or null where there is none.</summary>
    public Reason? Why { get; init; }

    /// <summary>Where in the body the coded reason lies, or null.</summary>
    public string? Field { get; init; }
}

/// <summary>A delivery as it came.</summary>
/// <param name="Body">The body, byte by byte: it is what was signed.</param>
/// <param name="Signature">Header of the signature, or null.</param>
/// <param name="Topic">Header of the topic, or null.</param>
/// <param name="Delivery">Header of the delivery's id, or null.</param>
public sealed record WebhookRequest(ReadOnlyMemory<byte> Body, string? Signature, string? Topic, string? Delivery);

/// <summary>What a shop system is to be told.</summary>
public abstract record WebhookAnswer
{
    private WebhookAnswer()
    {
    }

    /// <summary>The delivery is kept, whatever became of it; it need not come again.</summary>
    /// <param name="State">What became of it.</param>
    /// <param name="Items">Facts in it.</param>
    /// <param name="Reason">Why, or null.</param>
    public sealed record Kept(DeliveryState State, int Items, string? Reason) : WebhookAnswer;

    /// <summary>It came before; nothing changed.</summary>
    /// <param name="Kind">Which shop system: they expect different answers.</param>
    public sealed record Repeated(WebhookKind Kind) : WebhookAnswer;

    /// <summary>The signature is wrong; nothing was kept but the count.</summary>
    /// <param name="Reason">What is wrong.</param>
    public sealed record Refused(string Reason) : WebhookAnswer;

    /// <summary>There is no such webhook, or it is switched off.</summary>
    public sealed record Unknown : WebhookAnswer;
}

/// <summary>Reports of shop systems: addresses, secrets, deliveries.</summary>
public interface IWebhooks
{
    /// <summary>All webhooks by name.</summary>
    Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellation);

    /// <summary>Makes a webhook.</summary>
    /// <exception cref="FluentValidation.ValidationException">A field does not do; the message names it and the fix.</exception>
    Task<WebhookKey> CreateAsync(WebhookDraft draft, string actor, CancellationToken cancellation);

    /// <summary>Replaces the secret at once; deliveries signed with the old one are refused from then on.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="secret">The shop system's secret, or null for a new one made up here.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FluentValidation.ValidationException">The secret does not do.</exception>
    Task<WebhookKey> SetSecretAsync(long id, string? secret, string actor, CancellationToken cancellation);

    /// <summary>Takes deliveries, or refuses all.</summary>
    Task EnableAsync(long id, bool enabled, string actor, CancellationToken cancellation);

    /// <summary>Deliveries of the last 30 days, newest first. Sort and search are not offered.</summary>
    Task<Page<WebhookDelivery>> DeliveriesAsync(long id, TableQuery query, CancellationToken cancellation);

    /// <summary>
    /// Takes one delivery: signature, repetition, then its facts. Answers once everything is on disk; a second call with the same
    /// delivery, also at the same time or after a crash between, changes nothing.
    /// </summary>
    Task<WebhookAnswer> ReceiveAsync(long id, WebhookRequest request, CancellationToken cancellation);
}
