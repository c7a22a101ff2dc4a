using Marketing.Data.Import.Kinds;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Import.Files;

/// <summary>Brings what a file says of customers and products into them, and takes it out again.</summary>
internal sealed class MergeStaged(DataImportMergeStore store, DataCorrectionsStore corrections)
{
    /// <summary>Follows a change of an import's state.</summary>
    public Task FlipAsync(ImportSummary import) =>
        import.State == ImportState.Applied ? MergeAsync(import.Kind, import.Id, null, CancellationToken.None) : RestoreAsync(import.Kind, import.Id);

    /// <summary>Merges the staged rows of an import; rows that are merged already stay as they are.</summary>
    /// <param name="kind">Kind of file.</param>
    /// <param name="import">The import.</param>
    /// <param name="progress">Takes the share done.</param>
    /// <param name="cancellation">Stops between two slices; whoever stops for good restores.</param>
    public async Task MergeAsync(string kind, ImportId import, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        switch (AllKinds.Find(kind)?.Merge)
        {
            case Staged.Customers:
                await store.MergeCustomersAsync(import, progress, cancellation).ConfigureAwait(false);
                break;
            case Staged.Products:
                await store.MergeProductsAsync(import, progress, cancellation).ConfigureAwait(false);
                break;
            case Staged.Lines:
                await corrections.JoinAsync(import, progress, cancellation).ConfigureAwait(false);
                break;
            case Staged.Suppressions:
                await store.RefuseKnownAsync(import, progress, cancellation).ConfigureAwait(false);
                break;
            case Staged.Events:
                await store.TakeEventsAgainAsync(import).ConfigureAwait(false);
                break;
        }

        await store.RefuseCreatedAsync(import, progress, cancellation).ConfigureAwait(false);
    }

    /// <summary>Gives back what stood there before, where it still holds what the import wrote.</summary>
    public Task RestoreAsync(string kind, ImportId import) => AllKinds.Find(kind)?.Merge switch
    {
        Staged.Customers => store.RestoreCustomersAsync(import),
        Staged.Products => store.RestoreProductsAsync(import),
        Staged.Lines => corrections.PartAsync(import),
        Staged.Events => store.GiveEventsBackAsync(import),
        _ => Task.CompletedTask,
    };
}
