using Dapper;
using Marketing.Data.Demo;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>What is invented for the demo shop; every row is marked simulated.</summary>
internal sealed class DataDemoStore(Database database)
{
    private const string Source = "demo";
    private const string Wording = "demo-1";
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataDemo.sql");

    public Task SaveProductsAsync(IReadOnlyList<InventedProduct> products, TimeSpan slice, CancellationToken cancellation) =>
        RunAsync("invent-product", products, (update, row) => update.Add(row.Cost).Add((long)row.Stock).Add(row.Id).Run(), slice, cancellation);

    public Task SavePeopleAsync(IReadOnlyList<InventedPerson> people, TimeSpan slice, CancellationToken cancellation) =>
        RunAsync("invent-person", people, (update, row) => update.Add(row.Email).Add(row.Name).Add(row.Id).Run(), slice, cancellation);

    public Task AddConsentsAsync(ImportId import, IReadOnlyList<InventedConsent> consents, TimeSpan slice, CancellationToken cancellation) => RunAsync(
        "invent-consent",
        consents,
        (insert, row) => insert
            .Add(row.Customer).Add(ConsentPurposes.Marketing).Add(ConsentChannels.Mail)
            .Add(row.Granted ? 1L : 0L).Add(row.At).Add(Source).Add(Wording).Add(import.Value).Run(),
        slice,
        cancellation);

    public Task AddEventsAsync(ImportId import, IReadOnlyList<InventedEvent> events, TimeSpan slice, CancellationToken cancellation) => RunAsync(
        "invent-event",
        events,
        (insert, row) => insert.Add(row.Customer).Add(row.Product).Add((long)row.Kind).Add(row.At).Add(import.Value).Run(),
        slice,
        cancellation);

    /// <summary>Removes what a load that was cut short had written already.</summary>
    public async Task ForgetAsync(TimeSpan slice, CancellationToken cancellation)
    {
        await ForgetAsync("invented-events", "forget-event", slice, cancellation).ConfigureAwait(false);
        await ForgetAsync("invented-consents", "forget-consent", slice, cancellation).ConfigureAwait(false);
    }

    private async Task ForgetAsync(string read, string remove, TimeSpan slice, CancellationToken cancellation)
    {
        var ids = await database.ReadAsync(connection => connection.Query<long>(Sql[read]).AsList(), cancellation).ConfigureAwait(false);
        await RunAsync(remove, ids, (delete, id) => delete.Add(id).Run(), slice, cancellation).ConfigureAwait(false);
    }

    private Task RunAsync<T>(string statement, IReadOnlyList<T> rows, Action<BulkStatement, T> run, TimeSpan slice, CancellationToken cancellation) =>
        BulkStatement.RunAllAsync(database, Sql[statement], rows, run, slice, cancellation);
}
