using System.Security.Cryptography;
using FluentValidation;
using FluentValidation.Results;
using Marketing.Data.Ledger;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Microsoft.AspNetCore.DataProtection;

namespace Marketing.Data.Webhooks;

/// <summary>Webhooks with their secrets encrypted by the keys of the data folder.</summary>
internal sealed class KeepWebhooks(DataWebhooksStore store, ReceiveDelivery receive, IDataProtectionProvider protection, IAuditLog audit, TimeProvider system) : IWebhooks
{
    private static readonly WebhookDraftValidator Validator = new();
    private readonly IDataProtector _protector = protection.CreateProtector("Marketing.Data.WebhookSecret");

    public async Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellation) =>
        [.. (await store.ListAsync(cancellation).ConfigureAwait(false)).Select(row => new Webhook(
            row.Id, row.Name, row.Kind, row.Enabled == 1, row.Secret is not null, row.CreatedAt, row.LastAt, row.Taken, row.Waiting, row.Refused, row.RefusedAt, WrittenReason.Parse(row.RefusedReason)?.Text)
        {
            RefusedWhy = WrittenReason.Parse(row.RefusedReason)?.Why,
        })];

    public async Task<WebhookKey> CreateAsync(WebhookDraft draft, string actor, CancellationToken cancellation)
    {
        await Validator.ValidateAndThrowAsync(draft, cancellation).ConfigureAwait(false);
        var name = draft.Name.Trim();
        if (await store.HasNameAsync(name, cancellation).ConfigureAwait(false))
        {
            throw new ValidationException([new ValidationFailure(nameof(draft.Name), $"There is a webhook called '{name}' already. Choose another name.", name)]);
        }

        var secret = draft.Secret ?? (draft.Kind == WebhookKind.Shopify ? null : NewSecret());
        var id = await store.AddAsync(new DataWebhooksStore.NewRow(name, draft.Kind, secret is null ? null : _protector.Protect(secret), system.GetUtcNow()), cancellation).ConfigureAwait(false);
        await audit.WriteAsync(actor, "webhook.create", $"webhook {id}", new { name, kind = draft.Kind.ToString() }, cancellation).ConfigureAwait(false);
        return new WebhookKey(id, secret);
    }

    public async Task<WebhookKey> SetSecretAsync(long id, string? secret, string actor, CancellationToken cancellation)
    {
        var hook = await store.FindAsync(id, cancellation).ConfigureAwait(false) ?? throw new ArgumentException($"There is no webhook {id}.", nameof(id));
        await Validator.ValidateAndThrowAsync(new WebhookDraft(hook.Name, hook.Kind, secret), cancellation).ConfigureAwait(false);
        var chosen = secret ?? NewSecret();
        await store.SetSecretAsync(id, _protector.Protect(chosen), cancellation).ConfigureAwait(false);
        await audit.WriteAsync(actor, "webhook.secret", $"webhook {id}", new { hook.Name }, cancellation).ConfigureAwait(false);
        return new WebhookKey(id, chosen);
    }

    public async Task EnableAsync(long id, bool enabled, string actor, CancellationToken cancellation)
    {
        await store.EnableAsync(id, enabled, cancellation).ConfigureAwait(false);
        await audit.WriteAsync(actor, enabled ? "webhook.enable" : "webhook.disable", $"webhook {id}", null, cancellation).ConfigureAwait(false);
    }

    public async Task<Page<WebhookDelivery>> DeliveriesAsync(long id, TableQuery query, CancellationToken cancellation)
    {
        var (rows, total) = await store.DeliveriesAsync(id, query.Skip, query.Take, cancellation).ConfigureAwait(false);
        return new Page<WebhookDelivery>(rows, total);
    }

    public async Task<WebhookAnswer> ReceiveAsync(long id, WebhookRequest request, CancellationToken cancellation)
    {
        if (await store.FindAsync(id, cancellation).ConfigureAwait(false) is not { Enabled: 1 } hook)
        {
            return new WebhookAnswer.Unknown();
        }

        // WooCommerce tries the address with an unsigned body when a webhook is saved, and gives it up on any other answer.
        if (hook.Kind == WebhookKind.WooCommerce && IsPing(request.Body.Span))
        {
            return new WebhookAnswer.Kept(DeliveryState.Nothing, 0, "The shop system tried the address.");
        }

        var refusal = hook.Secret is null
            ? DeliveryRule.NoSecret.Written()
            : Signatures.Refusal(hook.Kind, request, Open(hook.Secret), system.GetUtcNow());
        if (refusal is null)
        {
            return await receive.TakeAsync(hook, request, cancellation).ConfigureAwait(false);
        }

        await store.CountRefusalAsync(id, system.GetUtcNow(), refusal, cancellation).ConfigureAwait(false);
        return new WebhookAnswer.Refused(refusal.Text);
    }

    internal static bool IsPing(ReadOnlySpan<byte> body) =>
        body.Length is > 11 and <= 32 && body.StartsWith("webhook_id="u8) && !body[11..].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private string Open(string secret)
    {
        try
        {
            return _protector.Unprotect(secret);
        }
        catch (CryptographicException e)
        {
            throw new OperatorException("The secret of the webhook cannot be read: the keys that encrypted it are not in the data folder.", "Set the secret again in the settings of the webhooks.", inner: e);
        }
    }
}
