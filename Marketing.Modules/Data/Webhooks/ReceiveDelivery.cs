using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketing.Data.Intake;
using Marketing.Data.Ledger;
using Marketing.Data.Privacy;
using Marketing.Data.Sql;

namespace Marketing.Data.Webhooks;

/// <summary>
/// Takes one delivery whose signature is right. The facts are written first and the delivery is noted after: a crash between makes
/// the shop system send it again, and the intake knows what it has.
/// </summary>
internal sealed class ReceiveDelivery(DataWebhooksStore store, IIntake intake, ICustomerRecords customers, IPrivacy privacy, DataPrivacyStore erased, IShop shop, TimeProvider system) : IDisposable
{
    /// <summary>How long deliveries are remembered: shop systems try again for two days at most.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    private const int LongestText = 200;
    private const int LongestBare = 100;
    private static readonly JsonDocumentOptions Form = new() { MaxDepth = 32 };

    // States of one thing are taken one after the other, else an older one might be written last.
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    public async Task<WebhookAnswer> TakeAsync(DataWebhooksStore.Row hook, WebhookRequest request, CancellationToken cancellation)
    {
        // Topic and id of a delivery are not signed. Where the time is, time and body are the delivery; else the body alone counts too.
        var isTimed = hook.Kind == WebhookKind.Generic;
        var hash = isTimed ? Signatures.Identity(request) : SHA256.HashData(request.Body.Span);
        var topic = (isTimed ? null : Short(request.Topic)) ?? "";
        var key = (isTimed ? null : Short(request.Delivery)) ?? Convert.ToHexStringLower(hash)[..32];
        if (await store.HasDeliveryAsync(hook.Id, key, IsBare(topic, request.Body) ? null : hash, cancellation).ConfigureAwait(false))
        {
            return new WebhookAnswer.Repeated(hook.Kind);
        }

        var delivery = new DataWebhooksStore.DeliveryRow(
            hook.Id, key, hash, topic, system.GetUtcNow(), request.Body.Length, 0, DeliveryState.Taken, null, system.GetUtcNow() - Memory);
        try
        {
            using var document = JsonDocument.Parse(request.Body, Form);
            return await TakeAsync(hook, delivery, Map(hook.Kind, topic, document.RootElement), request, cancellation).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            return await SetApartAsync(hook, delivery, request, new PayloadException("body", PayloadRule.NotJson, $"{e.LineNumber + 1}", $"{e.BytePositionInLine + 1}"), cancellation).ConfigureAwait(false);
        }
        catch (PayloadException e) when (e.IsOfErased)
        {
            // Nothing is kept of somebody who was erased, and the text of the delivery is all about them.
            return await KeepAsync(delivery with { State = DeliveryState.Nothing, Reason = e.Written }, null, null, cancellation).ConfigureAwait(false);
        }
        catch (PayloadException e)
        {
            return await SetApartAsync(hook, delivery, request, e, cancellation).ConfigureAwait(false);
        }
    }

    // What is deleted again after it came back is told in the same words: such a delivery is known by its id alone.
    private static bool IsBare(string topic, ReadOnlyMemory<byte> body)
    {
        if (body.Length > LongestBare || !(topic.EndsWith("deleted", StringComparison.Ordinal) || topic.EndsWith("delete", StringComparison.Ordinal)))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(body, Form);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.EnumerateObject().Select(field => field.Name).SequenceEqual(["id"]);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public void Dispose() => Array.ForEach(_gates, gate => gate.Dispose());

    private Payload Map(WebhookKind kind, string topic, JsonElement root) => kind switch
    {
        WebhookKind.Shopify => ShopifyPayload.Read(topic, root, shop.Profile.Currency),
        WebhookKind.WooCommerce => WooPayload.Read(topic, root, shop.Profile.Currency),
        _ => GenericPayload.Read(root),
    };

    private async Task<WebhookAnswer> TakeAsync(DataWebhooksStore.Row hook, DataWebhooksStore.DeliveryRow delivery, Payload payload, WebhookRequest request, CancellationToken cancellation)
    {
        if (payload.Person is { } person)
        {
            return await AskAsync(hook, delivery with { State = DeliveryState.Person }, person, request, cancellation).ConfigureAwait(false);
        }

        var gate = _gates[(uint)HashCode.Combine(hook.Id, payload.Version?.Kind, payload.Version?.Id) % (uint)_gates.Length];
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (payload.Version is { } version
                && await store.VersionAsync(hook.Id, version.Kind, version.Id, cancellation).ConfigureAwait(false) is { } known && known > version.ChangedAt.ToUnixTimeMilliseconds())
            {
                return await KeepAsync(delivery with { State = DeliveryState.Nothing, Reason = DeliveryRule.NewerKnown.Written(version.Kind) }, null, null, cancellation).ConfigureAwait(false);
            }

            await RetireAsync(hook.Id, payload, cancellation).ConfigureAwait(false);
            var outcomes = await new WritePayload(intake, new IntakeSender(IntakeDoor.Webhook, hook.Name)).WriteAsync(payload, cancellation).ConfigureAwait(false);
            if (outcomes.OfType<ItemOutcome.Rejected>().Select(rejected => new PayloadException(rejected)).OrderBy(rejected => !rejected.IsOfErased).FirstOrDefault() is { } wrong)
            {
                throw wrong;
            }

            var reason = outcomes.OfType<ItemOutcome.Quarantined>().Select(apart => new WrittenReason($"{apart.Field}: {apart.Reason}", apart.Why, apart.Field)).FirstOrDefault() ?? payload.Note;
            var state = outcomes.Any(outcome => outcome is ItemOutcome.Quarantined) ? DeliveryState.Quarantined : outcomes.Count == 0 ? DeliveryState.Nothing : DeliveryState.Taken;
            var row = payload.Version is { } taken ? new DataWebhooksStore.VersionRow(hook.Id, taken.Kind, taken.Id, taken.ChangedAt) : null;
            var codes = payload.Codes is { } sold ? new DataWebhooksStore.CodesRow(hook.Id, sold.Product, sold.Codes) : null;
            return await KeepAsync(delivery with { State = state, Items = payload.Count, Reason = reason }, row, codes, cancellation).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Takes down the request of somebody who is known; one about nobody known, or about the whole shop, waits with its text.</summary>
    private async Task<WebhookAnswer> AskAsync(DataWebhooksStore.Row hook, DataWebhooksStore.DeliveryRow delivery, PersonRequest person, WebhookRequest request, CancellationToken cancellation)
    {
        if (person.Customer is { } number && await customers.FindByKeyAsync(number, cancellation).ConfigureAwait(false) is { } customer)
        {
            var kind = person.Kind == "erase-customer" ? PrivacyRequestKind.Erasure : PrivacyRequestKind.Access;
            if (await privacy.ReceiveAsync(customer.Id, kind, $"webhook {hook.Name}", cancellation).ConfigureAwait(false) is { } asked)
            {
                return await KeepAsync(delivery with { Reason = DeliveryRule.RequestWaits.Written($"{asked}", person.Kind) }, null, null, cancellation).ConfigureAwait(false);
            }
        }

        if (person.Customer is { } gone && EraseList.Of(await erased.ErasedAsync(cancellation).ConfigureAwait(false)).NumberAt(Encoding.UTF8.GetBytes(gone)) is not null)
        {
            throw new PayloadException("customer", ItemRule.ErasedNumber);
        }

        var unknown = new PayloadException("customer", PayloadRule.UnknownPerson, person.Kind, person.Customer ?? "-");
        return await SetApartAsync(hook, delivery, request, unknown, cancellation).ConfigureAwait(false);
    }

    /// <summary>Codes under which a product was sold and is no longer: they stay with their history, but are not sold.</summary>
    private async Task RetireAsync(long webhook, Payload payload, CancellationToken cancellation)
    {
        if (payload.Codes is { } sold)
        {
            var gone = (await store.CodesAsync(webhook, sold.Product, cancellation).ConfigureAwait(false)).Except(sold.Codes);
            payload.Products.AddRange(gone.Select(code => new ProductItem(code, null, null, null, null, null, null, null, null, Active: false, Attributes: null)));
        }
    }

    private async Task<WebhookAnswer> SetApartAsync(DataWebhooksStore.Row hook, DataWebhooksStore.DeliveryRow delivery, WebhookRequest request, PayloadException why, CancellationToken cancellation)
    {
        var state = delivery.State == DeliveryState.Person ? DeliveryState.Person : DeliveryState.Quarantined;
        var text = Encoding.UTF8.GetString(request.Body.Span);
        var row = new DataWebhooksStore.ApartRow(hook.Name, state == DeliveryState.Person ? "person-request" : "webhook", delivery.Key, Short(why.Field)!, why.Reason, ReasonText.Encode(why.Why), text, delivery.At);
        await store.SetApartAsync(row, cancellation).ConfigureAwait(false);
        return await KeepAsync(delivery with { State = state, Reason = why.Written }, null, null, cancellation).ConfigureAwait(false);
    }

    private async Task<WebhookAnswer> KeepAsync(DataWebhooksStore.DeliveryRow delivery, DataWebhooksStore.VersionRow? version, DataWebhooksStore.CodesRow? codes, CancellationToken cancellation)
    {
        await store.SaveAsync(delivery, version, codes, cancellation).ConfigureAwait(false);
        return new WebhookAnswer.Kept(delivery.State, (int)delivery.Items, delivery.Reason?.Text);
    }

    private static string? Short(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Length <= LongestText ? text : text[..LongestText];
}
