using System.Text.Json;
using Dapper;
using Marketing.Data.Privacy;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Merging staged rows into customers and products, and giving back what stood there before; in slices of ids.</summary>
internal sealed class DataImportMergeStore(Database database)
{
    private const int EventsAtOnce = 500;
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataImportMerge.sql");

    public Task MergeCustomersAsync(ImportId import, IProgress<Progress>? progress, CancellationToken cancellation) =>
        SliceAsync(import, new Work(true, "customer-range", ["create-customers", "remember-customers", "remember-former-names", "merge-customers", "mark-customers", "refuse-staged"], "staged-addresses"), progress, cancellation);

    public Task RestoreCustomersAsync(ImportId import) =>
        SliceAsync(import, new Work(false, "customer-range", ["restore-customers", "mark-customers"]), null, CancellationToken.None);

    public Task MergeProductsAsync(ImportId import, IProgress<Progress>? progress, CancellationToken cancellation) =>
        SliceAsync(import, new Work(true, "product-range", ["create-products", "remember-products", "merge-products", "mark-products"]), progress, cancellation);

    public Task RestoreProductsAsync(ImportId import) =>
        SliceAsync(import, new Work(false, "product-range", ["restore-products", "mark-products"]), null, CancellationToken.None);

    /// <summary>Writes the no of suppressed addresses for customers that are there already.</summary>
    public Task RefuseKnownAsync(ImportId import, IProgress<Progress>? progress, CancellationToken cancellation) =>
        SliceAsync(import, new Work(true, "suppression-range", ["refuse-known"], "known-addresses"), progress, cancellation);

    /// <summary>Writes the no of suppressed addresses for customers that an import created.</summary>
    public Task RefuseCreatedAsync(ImportId import, IProgress<Progress>? progress, CancellationToken cancellation) =>
        SliceAsync(import, new Work(true, "created-range", ["refuse-created"], "created-addresses"), progress, cancellation);

    /// <summary>Gives the events that an import had taken over back to the imports that had them before.</summary>
    public Task GiveEventsBackAsync(ImportId import) => TakenAsync(import, "give-events-back");

    /// <summary>Takes the events that an import had taken over, and gave back, over again.</summary>
    public Task TakeEventsAgainAsync(ImportId import) => TakenAsync(import, "take-events-again");

    private async Task TakenAsync(ImportId import, string statement)
    {
        for (var after = 0L; await UntilAsync(import, after).ConfigureAwait(false) is { } until; after = until)
        {
            var slice = new { Import = import, After = after, Until = until };
            await database.WriteAsync((connection, transaction) => connection.Execute(Sql[statement], slice, transaction)).ConfigureAwait(false);
        }
    }

    private Task<long?> UntilAsync(ImportId import, long after) => database.ReadAsync(connection =>
        connection.ExecuteScalar<long?>(Sql["taken-until"], new { Import = import, After = after, Take = EventsAtOnce }));

    private async Task SliceAsync(ImportId import, Work work, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var hidden = work.Addresses is { } addresses ? await HiddenAsync(addresses, import, cancellation).ConfigureAwait(false) : "[]";
        await IdSlices.RunAsync(database, Sql[work.Range], [.. work.Statements.Select(statement => Sql[statement])], import, work.Merged, hidden, progress, cancellation).ConfigureAwait(false);
    }

    // Pairs of an address and of what hides it on the list of suppressions; nearly always none, and then no address is looked at.
    private Task<string> HiddenAsync(string addresses, ImportId import, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            var hidden = connection.Query<string>(Sql["hidden-suppressions"]).ToHashSet();
            var list = EraseList.Of(hidden.Count == 0 ? [] : connection.Query<ErasedKey>(Sql["erased-keys"]));
            return list.IsEmpty
                ? "[]"
                : JsonSerializer.Serialize(connection.Query<string>(Sql[addresses], new { Import = import }, buffered: false)
                    .SelectMany(address => list.Forms(address).Where(hidden.Contains).Select(form => (string[])[address, form])));
        },
        cancellation);

    // merged says how the staged rows are marked afterwards; addresses may be those of people who were erased and came back.
    private sealed record Work(bool Merged, string Range, string[] Statements, string? Addresses = null);
}
