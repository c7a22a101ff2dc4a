using System.Globalization;
using System.Text.Json;
using Dapper;
using Marketing.Data.Intake;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Data.Sql;

/// <summary>Reads customers and their histories.</summary>
internal sealed class DataCustomersStore(Database database)
{
    private const string ConsentField = "consent";
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataCustomers.sql");

    private sealed record Row(
        CustomerId Asked, CustomerId Id, string Key, string? Email, string? Name, string Country, string? Language, string Simulated,
        long? Granted, string? Source, string? Wording, long? ConsentSimulated)
    {
        public CustomerRecord ToRecord() => new(Id, Key, Email, Name, Country, Granted == 1, Granted is null ? null : $"{Source} {Wording}", Language, Fields());

        private string Fields() => ConsentSimulated == 1 && !Simulated.Split(' ').Contains(ConsentField) ? $"{Simulated} {ConsentField}".TrimStart() : Simulated;
    }

    private sealed record LineRow(DateTimeOffset At, ProductId Product, string Text, long Units, long UnitPrice);

    /// <summary>Customers by the id that is asked for, at most as many as a statement takes parameters; unknown ids are left out.</summary>
    public Task<IReadOnlyList<KeyValuePair<CustomerId, CustomerRecord>>> ReadAsync(IReadOnlyList<long> ids, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<KeyValuePair<CustomerId, CustomerRecord>>>(
        connection => [.. connection.Query<Row>(Sql["read-customers"], new { Ids = ids, Purpose = ConsentPurposes.Marketing, Channel = ConsentChannels.Mail, ImportState.Applied }).Select(row => KeyValuePair.Create(row.Asked, row.ToRecord()))],
        cancellation);

    public Task<CustomerId?> FindByKeyAsync(string key, CancellationToken cancellation) => FindAsync(Sql["find-customer-by-key"], key, cancellation);

    public Task<CustomerId?> FindKnownByKeyAsync(string key, CancellationToken cancellation) => FindAsync(Sql["find-known-customer-by-key"], key, cancellation);

    /// <summary>Groups of customers whose records name one address.</summary>
    public Task<IReadOnlyList<IReadOnlyList<CustomerId>>> SharingAnAddressAsync(CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<IReadOnlyList<CustomerId>>>(
        connection => [.. connection.Query<(string Email, long Customer)>(Sql["sharing-an-address"]).GroupBy(row => row.Email, row => new CustomerId(row.Customer)).Select(group => group.ToList())],
        cancellation);

    public Task<IReadOnlyList<CustomerId>> SearchAsync(string prefix, string inside, bool numbersOnly, int take, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<CustomerId>>(
        connection => [.. connection.Query<CustomerId>(Sql["search-customers"], new { Prefix = prefix, Inside = inside, NumbersOnly = numbersOnly ? 1 : 0, Take = take }).Distinct()],
        cancellation);

    public Task<Page<TimelineEntry>> TimelineAsync(CustomerId customer, int skip, int take, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            var total = connection.ExecuteScalar<long>(Sql["timeline-length"], new { Customer = customer, ImportState.Applied });
            return new Page<TimelineEntry>(Timeline(connection, customer, skip, take, cancellation), total);
        },
        cancellation);

    public Task<IReadOnlyList<TimelineEntry>> OrderLinesAsync(string number, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<TimelineEntry>>(
        connection => [.. connection.Query<LineRow>(Sql["order-lines"], new { Number = number, ImportState.Applied })
            .Select(row => new TimelineEntry(row.At, "order", number, row.Product, row.Text, row.Units, row.Units * row.UnitPrice, Simulated: false))],
        cancellation);

    private Task<CustomerId?> FindAsync(string statement, string key, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.ExecuteScalar<long?>(statement, new { Key = key }) is { } id ? new CustomerId(id) : (CustomerId?)null,
        cancellation);

    // The kinds of facts have different columns, and the empty ones have no type that a mapper could go by.
    private static List<TimelineEntry> Timeline(SqliteConnection connection, CustomerId customer, int skip, int take, CancellationToken cancellation)
    {
        var entries = new List<TimelineEntry>();
        using var rows = new RawRows(connection, Sql["timeline"], cancellation)
            .With("@Customer", customer.Value).With("@Applied", (long)ImportState.Applied).With("@Skip", skip).With("@Take", take);
        while (rows.Next())
        {
            entries.Add(new TimelineEntry(
                DateTimeOffset.FromUnixTimeMilliseconds(rows.Long(0)),
                Kind(rows.Text(1)),
                rows.Text(2),
                rows.Maybe(3) is { } product ? new ProductId(product) : null,
                Detail(rows.Text(4)),
                rows.Maybe(5),
                rows.Maybe(6),
                rows.Long(7) == 1));
        }

        return entries;
    }

    // What was searched for, or the page, of what an event carries as JSON.
    private static string Detail(string text)
    {
        if (!text.StartsWith("{\"", StringComparison.Ordinal))
        {
            return text;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.TryGetProperty("search", out var words) ? words.GetString() ?? ""
                : json.RootElement.TryGetProperty("url", out var address) ? address.GetString() ?? ""
                : "";
        }
        catch (JsonException)
        {
            return text;
        }
    }

    // Events are stored by number, every other kind of fact is named by its statement.
    private static string Kind(string kind) => long.TryParse(kind, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? EventKinds.Name((EventKind)number) : kind;
}
