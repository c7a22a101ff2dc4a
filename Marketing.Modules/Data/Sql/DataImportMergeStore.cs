using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Merging staged rows into customers and products, and giving back what stood there before; in slices of ids.</summary>
internal sealed class DataImportMergeStore(Database database)
{
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

    private Task SliceAsync(ImportId import, Work work, IProgress<Progress>? progress, CancellationToken cancellation) =>
        IdSlices.RunAsync(database, Sql[work.Range], [.. work.Statements.Select(statement => Sql[statement])], import, work.Merged, progress, cancellation);

    // merged says how the staged rows are marked afterwards.
    private sealed record Work(bool Merged, string Range, string[] Statements);
}
