using Marketing.Data.Import.Kinds;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Import.Files;

/// <summary>Brings what a file says of customers and products into them, and takes it out again.</summary>
internal sealed class MergeStaged(DataImportMergeStore store, DataCorrectionsStore corrections)
{
    /// <summary>Follows a change of an import's state.</summary>
    public Task FlipAsync(ImportSummary import) =>
        import.State == ImportState.Applied ? MergeAsync(import.Kind, import.Id) : RestoreAsync(import.Kind, import.Id);

    /// <summary>Merges the staged rows of an import; rows that are merged already stay as they are.</summary>
    public async Task MergeAsync(string kind, ImportId import)
    {
        switch (AllKinds.Find(kind)?.Merge)
        {
            case Staged.Customers:
                await store.MergeCustomersAsync(import).ConfigureAwait(false);
                break;
            case Staged.Products:
                await store.MergeProductsAsync(import).ConfigureAwait(false);
                break;
            case Staged.Lines:
                await corrections.JoinAsync(import).ConfigureAwait(false);
                break;
            case Staged.Suppressions:
                await store.RefuseKnownAsync(import).ConfigureAwait(false);
                break;
        }

        await store.RefuseCreatedAsync(import).ConfigureAwait(false);
    }

    /// <summary>Gives back what stood there before, where it still holds what the import wrote.</summary>
    public Task RestoreAsync(string kind, ImportId import) => AllKinds.Find(kind)?.Merge switch
    {
        Staged.Customers => store.RestoreCustomersAsync(import),
        Staged.Products => store.RestoreProductsAsync(import),
        Staged.Lines => corrections.PartAsync(import),
        _ => Task.CompletedTask,
    };
}
