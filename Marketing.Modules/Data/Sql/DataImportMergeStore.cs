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

    public Task MergeCustomersAsync(ImportId import) =>
        SliceAsync(import, merged: true, "customer-range", "create-customers", "remember-customers", "merge-customers", "mark-customers", "refuse-staged");

    public Task RestoreCustomersAsync(ImportId import) => SliceAsync(import, merged: false, "customer-range", "restore-customers", "mark-customers");

    public Task MergeProductsAsync(ImportId import) =>
        SliceAsync(import, merged: true, "product-range", "create-products", "remember-products", "merge-products", "mark-products");

    public Task RestoreProductsAsync(ImportId import) => SliceAsync(import, merged: false, "product-range", "restore-products", "mark-products");

    /// <summary>Writes the no of suppressed addresses for customers that are there already.</summary>
    public Task RefuseKnownAsync(ImportId import) => SliceAsync(import, merged: true, "suppression-range", "refuse-known");

    /// <summary>Writes the no of suppressed addresses for customers that an import created.</summary>
    public Task RefuseCreatedAsync(ImportId import) => SliceAsync(import, merged: true, "created-range", "refuse-created");

    // Each slice is one transaction of the statements in their order.
    private async Task SliceAsync(ImportId import, bool merged, string range, params string[] statements)
    {
        var ids = await database.ReadAsync(connection => connection.QuerySingle<IdRange>(Sql[range], new { Import = import })).ConfigureAwait(false);
        for (var from = ids.First; from <= ids.Last; from += RowsOfSlice)
        {
            var slice = new { Import = import, From = from, To = from + RowsOfSlice - 1, Merged = merged ? 1L : 0L, Purpose = ConsentPurposes.Marketing, ImportState.Applied };
            await database.WriteAsync((connection, transaction) =>
            {
                foreach (var statement in statements)
                {
                    connection.Execute(Sql[statement], slice, transaction);
                }
            }).ConfigureAwait(false);
        }
    }
}
