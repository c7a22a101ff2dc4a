using Dapper;
using Marketing.Data.Ledger;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Rows of webhooks, their deliveries, and what is remembered of the things that they describe.</summary>
internal sealed class DataWebhooksStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataWebhooks.sql");

    internal sealed record ListedRow(long Id, string Name, WebhookKind Kind, long Enabled, string? Secret, DateTimeOffset CreatedAt, DateTimeOffset? LastAt, long Taken, long Waiting, long Refused, DateTimeOffset? RefusedAt, string? RefusedReason);

    internal sealed record Row(long Id, string Name, WebhookKind Kind, long Enabled, string? Secret);

    internal sealed record NewRow(string Name, WebhookKind Kind, string? Secret, DateTimeOffset CreatedAt);

    internal sealed record DeliveryRow(long Webhook, string Key, byte[] Hash, string Topic, DateTimeOffset At, long Bytes, long Items, DeliveryState State, WrittenReason? Reason, DateTimeOffset Oldest);

    private sealed record KeptRow(long Id, DateTimeOffset At, string Topic, string Key, DeliveryState State, long Items, long Bytes, string? Reason);

    internal sealed record VersionRow(long Webhook, string Kind, string Resource, DateTimeOffset ChangedAt);

    internal sealed record ApartRow(string Sender, string ItemKind, string ItemId, string Field, string Reason, string Why, string Item, DateTimeOffset At, IntakeDoor Door = IntakeDoor.Webhook);

    internal sealed record CodesRow(long Webhook, string Product, IReadOnlyList<string> Codes);

    public Task<List<ListedRow>> ListAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<ListedRow>(Sql["list-webhooks"]).AsList(), cancellation);

    public Task<Row?> FindAsync(long id, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QuerySingleOrDefault<Row>(Sql["find-webhook"], new { id }), cancellation);

    public Task<bool> HasNameAsync(string name, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.ExecuteScalar<long>(Sql["count-webhooks-named"], new { name }) > 0, cancellation);

    public Task<long> AddAsync(NewRow row, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.ExecuteScalar<long>(Sql["add-webhook"], row, transaction), cancellation);

    public Task SetSecretAsync(long id, string secret, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["set-webhook-secret"], new { id, secret }, transaction), cancellation);

    public Task EnableAsync(long id, bool enabled, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["enable-webhook"], new { id, enabled = enabled ? 1L : 0L }, transaction), cancellation);

    public Task CountRefusalAsync(long id, DateTimeOffset at, WrittenReason reason, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["count-refusal"], new { id, at, reason = reason.ToString() }, transaction), cancellation);

    public Task<bool> HasDeliveryAsync(long id, string key, byte[]? hash, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.ExecuteScalar<long>(Sql["has-delivery"], new { id, key, hash }) == 1, cancellation);

    /// <summary>Notes what was dealt with, in one transaction.</summary>
    public Task SaveAsync(DeliveryRow delivery, VersionRow? version, CodesRow? codes, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            connection.Execute(
                Sql["add-delivery"],
                new { delivery.Webhook, delivery.Key, delivery.Hash, delivery.Topic, delivery.At, delivery.Bytes, delivery.Items, delivery.State, Reason = delivery.Reason?.ToString() },
                transaction);
            connection.Execute(Sql["drop-old-deliveries"], new { delivery.Webhook, delivery.Oldest }, transaction);
            if (version is not null)
            {
                connection.Execute(Sql["save-version"], version, transaction);
            }

            if (codes is not null)
            {
                connection.Execute(Sql["drop-codes"], new { webhook = codes.Webhook, product = codes.Product }, transaction);
                connection.Execute(Sql["add-code"], codes.Codes.Select(code => new { webhook = codes.Webhook, product = codes.Product, code }), transaction);
            }
        },
        cancellation);

    public Task<(List<WebhookDelivery> Rows, long Total)> DeliveriesAsync(long id, int skip, int take, CancellationToken cancellation) => database.ReadAsync(
        connection => (
            connection.Query<KeptRow>(Sql["list-deliveries"], new { id, skip, take }).Select(Delivery).ToList(),
            connection.ExecuteScalar<long>(Sql["count-deliveries"], new { id })),
        cancellation);

    public Task<long?> VersionAsync(long webhook, string kind, string resource, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.ExecuteScalar<long?>(Sql["read-version"], new { Webhook = webhook, Kind = kind, Resource = resource }), cancellation);

    public Task<List<string>> CodesAsync(long webhook, string product, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<string>(Sql["read-codes"], new { webhook, product }).AsList(), cancellation);

    /// <summary>Keeps a delivery as it came among what waits for somebody.</summary>
    public Task SetApartAsync(ApartRow row, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            connection.Execute(Sql["open-sender"], row, transaction);
            connection.Execute(Sql["set-apart"], row, transaction);
        },
        cancellation);

    private static WebhookDelivery Delivery(KeptRow row)
    {
        var reason = WrittenReason.Parse(row.Reason);
        return new WebhookDelivery(row.Id, row.At, row.Topic, row.Key, row.State, row.Items, row.Bytes, reason?.Text) { Why = reason?.Why, Field = reason?.Field };
    }
}
