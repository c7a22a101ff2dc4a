using Marketing.Data.Import.Files;
using Marketing.Data.Import.Kinds;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Microsoft.Extensions.Options;

namespace Marketing.Data.Import;

/// <summary>The public verbs of imports. Imports, undo and redo go one after the other.</summary>
internal sealed class Imports(DataImportStore store, ImportOrders orders, ISnapshots snapshots, IAuditLog audit, TimeProvider system, IOptions<DataOptions> options, MergeStaged merge) : IImports, IDisposable
{
    private static readonly string[] Sorts = ["name", "actor", "state", "started", "rows", "orders", "rejected"];
    private readonly SemaphoreSlim _one = new(1, 1);

    public Task<ImportOutcome> ImportOrdersAsync(OrderFile file, IProgress<Progress>? progress, CancellationToken cancellation) =>
        ImportAsync(SourceFile.Of(file), progress, cancellation);

    /// <summary>Imports a file from wherever it comes.</summary>
    public async Task<ImportOutcome> ImportAsync(SourceFile file, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (await KeptAsync(file, cancellation).ConfigureAwait(false) is { } kept)
            {
                return kept;
            }

            var import = await orders.RunAsync(file, progress, cancellation).ConfigureAwait(false);
            snapshots.Invalidate();
            await AuditAsync(file.Actor, "import.apply", import).ConfigureAwait(false);
            return new ImportOutcome.Applied(await SummaryAsync(import, CancellationToken.None).ConfigureAwait(false));
        }
        catch (FileRefusedException refused)
        {
            return FileRefusal.Of(refused, file.Name)!;
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task<int> CleanUpAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var open = await store.OpenImportsAsync(cancellation).ConfigureAwait(false);
            foreach (var import in open)
            {
                cancellation.ThrowIfCancellationRequested();
                await merge.RestoreAsync(OrdersKind.Kind.Name, import).ConfigureAwait(false);
                await store.DiscardAsync(import, new JobNote { Refusal = FileFault.Stopped.Of("") }, TimeSpan.FromMilliseconds(options.Value.Import.SliceMilliseconds), system.GetUtcNow()).ConfigureAwait(false);
            }

            await FinishFlipsAsync(default).ConfigureAwait(false);
            return open.Count;
        }
        finally
        {
            _one.Release();
        }
    }

    public Task<Page<ImportSummary>> ListAsync(TableQuery query, CancellationToken cancellation) =>
        query.Sort is null || Sorts.Contains(query.Sort)
            ? store.ListAsync(query, cancellation)
            : throw new ArgumentException($"Imports are not sorted by {query.Sort}; take one of {string.Join(", ", Sorts)}.", nameof(query));

    public Task<ImportSummary?> FindAsync(ImportId import, CancellationToken cancellation) => store.FindAsync(import, cancellation);

    public Task<IReadOnlyList<RuleCount>> RulesAsync(ImportId import, CancellationToken cancellation) => store.RulesAsync(import, cancellation);

    public async Task<IReadOnlyList<RuleWork>> WorkAsync(ImportId import, int places, CancellationToken cancellation)
    {
        var work = new List<RuleWork>();
        foreach (var count in await store.RulesAsync(import, cancellation).ConfigureAwait(false))
        {
            var first = count.Effect == CleaningRule.Note ? [] : (await store.IssuesAsync(import, count.Rule, new TableQuery(Take: places), cancellation).ConfigureAwait(false)).Items;
            work.Add(new RuleWork(count, first));
        }

        return work;
    }

    public Task<Page<ImportIssue>> IssuesAsync(ImportId import, string? rule, TableQuery query, CancellationToken cancellation) =>
        store.IssuesAsync(import, rule, query, cancellation);

    public Task WriteIssuesAsync(ImportId import, RowNotes notes, Stream output, CancellationToken cancellation) => IssuesFile.WriteAsync(store, import, notes, output, cancellation);

    public Task<bool> UndoAsync(ImportId import, string actor, CancellationToken cancellation) =>
        AloneAsync(() => FlipAsync(import, actor, "import.undo", ImportState.Applied, ImportState.Undone, cancellation), cancellation);

    public Task<bool> RedoAsync(ImportId import, string actor, CancellationToken cancellation) =>
        AloneAsync(() => ShowAgainAsync(import, actor, cancellation), cancellation);

    public Task<ImportSummary?> FindTwinAsync(ImportId import, CancellationToken cancellation) => store.TwinAsync(import, cancellation);

    public Task AskAsync(ImportId import, bool undo, string actor, CancellationToken cancellation) => store.AskAsync(import, undo, actor, cancellation);

    public async Task<bool> IsAskedAsync(ImportId import, CancellationToken cancellation) =>
        (await store.WishesAsync(cancellation).ConfigureAwait(false)).Any(wish => wish.Import == import);

    public async Task NoticeAsync(CancellationToken cancellation)
    {
        foreach (var wish in await store.WishesAsync(cancellation).ConfigureAwait(false))
        {
            _ = wish.IsUndo
                ? await UndoAsync(wish.Import, wish.Actor, cancellation).ConfigureAwait(false)
                : await RedoAsync(wish.Import, wish.Actor, cancellation).ConfigureAwait(false);
            await store.EndWishAsync(wish.Import).ConfigureAwait(false);
        }
    }

    /// <summary>The kept import of the carried file, or null.</summary>
    public Task<ImportSummary?> FindDemoAsync(CancellationToken cancellation) => store.FindDemoAsync(cancellation);

    public void Dispose() => _one.Dispose();

    // The same bytes: nothing is read again. An undone import comes back; one whose orders were partly in another import that
    // has been taken back since is read again for those.
    private async Task<ImportOutcome?> KeptAsync(SourceFile file, CancellationToken cancellation)
    {
        long bytes;
        using (var stream = ImportOrders.Opened(file))
        {
            bytes = stream.Length;
        }

        if (!await store.HasSizeAsync(bytes, cancellation).ConfigureAwait(false)
            || await store.FindByHashAsync(await Task.Run(() => file.Hash(cancellation), cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false) is not { } kept)
        {
            return null;
        }

        if (kept.State == ImportState.Undone)
        {
            return await ShowAgainAsync(kept.Id, file.Actor, cancellation).ConfigureAwait(false)
                ? new ImportOutcome.Applied(await SummaryAsync(kept.Id, cancellation).ConfigureAwait(false))
                : null;
        }

        return kept.Unchanged > 0 && await store.HasUndoneAsync(cancellation).ConfigureAwait(false) ? null : new ImportOutcome.AlreadyThere(kept);
    }

    // What another import shows would count twice: the import stays back until that one is taken back.
    private async Task<bool> ShowAgainAsync(ImportId import, string actor, CancellationToken cancellation) =>
        await store.TwinAsync(import, cancellation).ConfigureAwait(false) is null
        && await FlipAsync(import, actor, "import.redo", ImportState.Undone, ImportState.Applied, cancellation).ConfigureAwait(false);

    private async Task<bool> FlipAsync(ImportId import, string actor, string action, ImportState from, ImportState to, CancellationToken cancellation)
    {
        // One whose rows did not follow at once, as on a full disk, is as good as asked for again.
        var wasOwed = await FinishFlipsAsync(import).ConfigureAwait(false) && (await SummaryAsync(import, cancellation).ConfigureAwait(false)).State == to;
        if (!wasOwed && !await store.SetStateAsync(import, from, to, cancellation).ConfigureAwait(false))
        {
            return false;
        }

        try
        {
            await FinishFlipsAsync(import).ConfigureAwait(false);
        }
        finally
        {
            snapshots.Invalidate();
        }

        await AuditAsync(actor, action, import).ConfigureAwait(false);
        return true;
    }

    // Lets the rows of every import follow its state; true when those of one of them were behind.
    private async Task<bool> FinishFlipsAsync(ImportId one)
    {
        var owed = await store.FlipsAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (var flipped in owed)
        {
            await FollowAsync(flipped).ConfigureAwait(false);
        }

        return owed.Contains(one);
    }

    private async Task FollowAsync(ImportId import)
    {
        await merge.FlipAsync(await SummaryAsync(import, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
        await store.EndFlipAsync(import).ConfigureAwait(false);
    }

    private Task AuditAsync(string actor, string action, ImportId import) =>
        audit.WriteAsync(actor, action, $"import {import.Value}", null, CancellationToken.None);

    private async Task<bool> AloneAsync(Func<Task<bool>> work, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<ImportSummary> SummaryAsync(ImportId import, CancellationToken cancellation) =>
        await store.FindAsync(import, cancellation).ConfigureAwait(false) ?? throw new InvalidOperationException($"Import {import.Value} is gone.");
}
