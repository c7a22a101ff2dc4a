using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Merging staged rows into customers and products, and giving back what stood there before; in slices of ids.</summary>
internal sealed class DataImportMergeStore(Database database)
{
    private const int RowsOfSlice = 500;
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataImportMerge.sql");

    private sealed record IdRange(long First, long Last);

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

    // Each slice is one transaction of the statements in their order.
    private async Task SliceAsync(ImportId import, Work work, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var ids = await database.ReadAsync(connection => connection.QuerySingle<IdRange>(Sql[work.Range], new { Import = import }), cancellation).ConfigureAwait(false);
        for (var from = ids.First; from <= ids.Last; from += RowsOfSlice)
        {
            var slice = new { Import = import, From = from, To = from + RowsOfSlice - 1, Merged = work.Merged ? 1L : 0L, Purpose = ConsentPurposes.Marketing, ImportState.Applied };
            await database.WriteAsync(
                (connection, transaction) =>
                {
                    foreach (var statement in work.Statements)
                    {
                        connection.Execute(Sql[statement], slice, transaction);
                    }
                },
                cancellation).ConfigureAwait(false);
            progress?.Report(new Progress("merge", Math.Min(1, (from + RowsOfSlice - ids.First) / (double)(ids.Last - ids.First + 1)), null));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    // merged says how the staged rows are marked afterwards.
    private sealed record Work(bool Merged, string Range, string[] Statements);
}
