using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Merging staged rows into customers and products, and giving back what stood there before; in slices of ids.</summary>
internal sealed class DataImportMergeStore(Database database)
{
    private const int EventsAtOnce = 500;
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataImportMerge.sql");

    public Task MergeCustomersAsync(ImportId import, IProgress<Progress>? progress, CancellationToken cancellation) =>
        SliceAsync(import, new Work(true, "customer-range", ["create-customers", "remember-customers", "merge-customers", "mark-customers", "refuse-staged"]), progress, cancellation);

    public Task RestoreCustomersAsync(ImportId import) =>
        SliceAsync(import, new Work(false, "customer-range", ["restore-customers", "mark-customers"]), null, CancellationToken.None);

    public Task MergeProductsAsync(ImportId import, IProgress<Progress>? progress, CancellationToken cancellation) =>
        SliceAsync(import, new Work(true, "product-range", ["create-products", "remember-products", "merge-products", "mark-products"]), progress, cancellation);

    public Task RestoreProductsAsync(ImportId import) =>
        SliceAsync(import, new Work(false, "product-range", ["restore-products", "mark-products"]), null, CancellationToken.None);

    /// <summary>Writes the no of suppressed addresses for customers that are there already.</summary>
    public Task RefuseKnownAsync(ImportId import, IProgress<Progress>? progress, CancellationToken cancellation) =>
        SliceAsync(import, new Work(true, "suppression-range", ["refuse-known"]), progress, cancellation);

    /// <summary>Writes the no of suppressed addresses for customers that an import created.</summary>
    public Task RefuseCreatedAsync(ImportId import, IProgress<Progress>? progress, CancellationToken cancellation) =>
        SliceAsync(import, new Work(true, "created-range", ["refuse-created"]), progress, cancellation);

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

    private Task SliceAsync(ImportId import, Work work, IProgress<Progress>? progress, CancellationToken cancellation) =>
        IdSlices.RunAsync(database, Sql[work.Range], [.. work.Statements.Select(statement => Sql[statement])], import, work.Merged, progress, cancellation);

    // merged says how the staged rows are marked afterwards.
    private sealed record Work(bool Merged, string Range, string[] Statements);
}
