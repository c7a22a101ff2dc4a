using Marketing.Data.Import.Kinds;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Microsoft.Extensions.Options;

namespace Marketing.Data.Import.Files;

/// <summary>The public verbs of files of every kind.</summary>
internal sealed partial class FileImports(
    DataImportFilesStore store,
    DataImportStore issues,
    DataCorrectionsStore corrections,
    DataImportRowsStore rows,
    ImportRows importRows,
    MergeStaged merge,
    Imports imports,
    FileLooks looks,
    ISnapshots snapshots,
    IAuditLog audit,
    TimeProvider system,
    IOptions<DataOptions> options) : IFileImports, IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Lock _stopping = new();
    private long _atWork;
    private CancellationTokenSource? _stop;
    private bool _byPerson;

    public event Action? QueueChanged;

    public IReadOnlyList<ImportKindInfo> Kinds => AllKinds.Public;

    public Task<LookOutcome> LookAsync(string path, string name, FileForm? form, string? kind, CancellationToken cancellation) =>
        looks.LookAsync(path, name, form, kind, cancellation);

    public Task<PreviewOutcome> PreviewAsync(ImportPlan plan, CancellationToken cancellation) => looks.PreviewAsync(plan, cancellation);

    public async Task<ImportJob> EnqueueAsync(ImportPlan plan, bool owned, CancellationToken cancellation)
    {
        _ = AllKinds.Of(plan.Kind);
        var job = await store.AddAsync(plan, owned, system.GetUtcNow(), cancellation).ConfigureAwait(false);
        QueueChanged?.Invoke();
        return (await QueuedAsync(job, cancellation).ConfigureAwait(false)).Job;
    }

    public Task<long> SaveDraftAsync(long? draft, ImportPlan plan, CancellationToken cancellation) => store.SaveDraftAsync(draft, plan, system.GetUtcNow(), cancellation);

    public async Task<ImportPlan?> DraftAsync(long draft, CancellationToken cancellation) =>
        await store.FindAsync(draft, cancellation).ConfigureAwait(false) is { Job.State: ImportJobState.Draft } found ? found.Plan : null;

    public async Task<bool> StartAsync(long draft, CancellationToken cancellation)
    {
        var started = await store.StartAsync(draft, cancellation).ConfigureAwait(false);
        QueueChanged?.Invoke();
        return started;
    }

    public async Task<ImportJob?> NextAsync(CancellationToken cancellation) =>
        await store.NextAsync(cancellation).ConfigureAwait(false) is { } job ? (await QueuedAsync(job, cancellation).ConfigureAwait(false)).Job : null;

    public async Task<ImportOutcome> RunAsync(long job, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        lock (_stopping)
        {
            (_atWork, _stop, _byPerson) = (job, stop, false);
        }

        var noted = new JobProgress(store, job, progress, system, () => StopHere(job));
        try
        {
            var file = await QueuedAsync(job, cancellation).ConfigureAwait(false);
            return file.Job.State is ImportJobState.Waiting or ImportJobState.Working
                ? await RunAsync(file, noted, stop.Token).ConfigureAwait(false)
                : throw new InvalidOperationException($"The queued file {job} has ended.");
        }
        finally
        {
            await noted.EndAsync().ConfigureAwait(false);
            lock (_stopping)
            {
                (_atWork, _stop) = (0, null);
            }

            _one.Release();
            QueueChanged?.Invoke();
        }
    }

    public async Task WriteRejectedAsync(ImportId import, Stream output, CancellationToken cancellation)
    {
        if (corrections.Reading(import) is { } reading)
        {
            await RejectedFile.WriteAsync(issues, import, reading.Headers, reading.Form, marked: true, output, cancellation).ConfigureAwait(false);
            return;
        }

        var file = await store.JobOfAsync(import, cancellation).ConfigureAwait(false) is { } job ? await QueuedAsync(job, cancellation).ConfigureAwait(false) : null;
        await (file is { Headers.Count: > 0 }
            ? RejectedFile.WriteAsync(issues, import, file.Headers, file.Plan.Form, marked: false, output, cancellation)
            : IssuesFile.WriteAsync(issues, import, output, cancellation)).ConfigureAwait(false);
    }

    public void Dispose() => _one.Dispose();

    private async Task<ImportOutcome> RunAsync(DataImportFilesStore.QueuedFile file, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var import = file.Job.Import;
        try
        {
            if (file.Note is { IsStop: true })
            {
                StopHere(file.Job.Id);
                cancellation.ThrowIfCancellationRequested();
            }

            if (AllKinds.Of(file.Plan.Kind).IsOrders)
            {
                return await OrdersAsync(file, progress, cancellation).ConfigureAwait(false);
            }

            var source = SourceFile.Of(file.Plan);
            var hash = await Task.Run(() => source.Hash(cancellation), cancellation).ConfigureAwait(false);
            if (await store.SameFileAsync(hash, file.Plan.Kind, cancellation).ConfigureAwait(false) is { } same)
            {
                await DropAsync(file, import, "The same file was imported by another import meanwhile.").ConfigureAwait(false);
                await EndAsync(file, ImportJobState.Done, new ImportId(same), JobNote.AlreadyThere).ConfigureAwait(false);
                return new ImportOutcome.AlreadyThere(await SummaryAsync(new ImportId(same)).ConfigureAwait(false));
            }

            var headers = RowParser.HeadersOf(source, options.Value.Import.LongestRow);
            import = await store.BeginAsync(file.Job.Id, file.Plan, headers, new FileInfo(file.Plan.Path).Length, system.GetUtcNow(), cancellation).ConfigureAwait(false)
                ?? throw TakenOut(file);
            QueueChanged?.Invoke();
            await importRows.WriteAsync(source, file.Plan, import.Value, file.Job.Id, file.Done, progress, cancellation).ConfigureAwait(false);
            await RefuseNothingAsync(import.Value).ConfigureAwait(false);
            await merge.MergeAsync(file.Plan.Kind, import.Value, progress, cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            await store.ApplyAsync(file.Job.Id, import.Value, hash, system.GetUtcNow()).ConfigureAwait(false);
            await store.NoteMappingAsync(headers, file.Plan.Kind, system.GetUtcNow()).ConfigureAwait(false);
            Remove(file);
            snapshots.Invalidate();
            await audit.WriteAsync(file.Plan.Actor, "import.apply", $"import {import.Value.Value}", new { file.Plan.Kind }, CancellationToken.None).ConfigureAwait(false);
            return new ImportOutcome.Applied(await SummaryAsync(import.Value).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            if (_byPerson)
            {
                await EndAsync(file, ImportJobState.Cancelled, import, new JobNote { Text = "The import was cancelled." }).ConfigureAwait(false);
            }

            throw;
        }
        catch (Exception e)
        {
            if (FileRefusal.Of(e, file.Plan.Name) is { } refusal)
            {
                await EndAsync(file, ImportJobState.Failed, import, new JobNote { Refusal = refusal }).ConfigureAwait(false);
                return refusal;
            }

            var fault = e as OperatorException ?? new OperatorException($"{file.Plan.Name} could not be imported: {e.Message}", "Nothing of it was kept. Import it again; if it fails again, the log says more.", inner: e);
            await EndAsync(file, ImportJobState.Failed, import, JobNote.Of(fault)).ConfigureAwait(false);
            throw fault;
        }
    }

    // Orders are read, cleaned and applied by their own reader, which begins anew after a restart (ADR 8).
    private async Task<ImportOutcome> OrdersAsync(DataImportFilesStore.QueuedFile file, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        if (!await store.NoteBeginningAsync(file.Job.Id).ConfigureAwait(false))
        {
            throw TakenOut(file);
        }

        QueueChanged?.Invoke();
        var outcome = await imports.ImportAsync(SourceFile.Of(file.Plan), progress, cancellation).ConfigureAwait(false);
        var (state, import, note) = outcome switch
        {
            ImportOutcome.Applied applied => (ImportJobState.Done, (ImportId?)applied.Summary.Id, (JobNote?)null),
            ImportOutcome.AlreadyThere there => (ImportJobState.Done, there.Earlier.Id, JobNote.AlreadyThere),
            ImportOutcome.Refused refused => (ImportJobState.Failed, null, new JobNote { Refusal = refused }),
            _ => throw new InvalidOperationException(),
        };
        await store.EndAsync(file.Job.Id, state, import, note, system.GetUtcNow()).ConfigureAwait(false);
        if (outcome is ImportOutcome.Applied && corrections.Reading(import!.Value) is { } reading)
        {
            await store.NoteMappingAsync(reading.Headers, file.Plan.Kind, system.GetUtcNow()).ConfigureAwait(false);
        }

        Remove(file);
        return outcome;
    }

    // A file of which nothing can be used is refused, with the reason of its first row.
    private async Task RefuseNothingAsync(ImportId import)
    {
        var summary = await SummaryAsync(import).ConfigureAwait(false);
        if (summary.Rows == 0)
        {
            throw new FileRefusedException(2, null, "The file has a header and no rows.", "Export the file again with its rows.");
        }

        if (summary.Lines == 0)
        {
            var first = (await issues.IssuesAsync(import, null, new TableQuery(Take: 1), CancellationToken.None).ConfigureAwait(false)).Items[0];
            throw new FileRefusedException(first.Row, first.Column, $"None of the {summary.Rows:N0} rows can be taken over. The first: {first.Reason}", "Correct the rows and import the file again.");
        }
    }

    private async Task EndAsync(DataImportFilesStore.QueuedFile file, ImportJobState state, ImportId? import, JobNote? note)
    {
        if (state != ImportJobState.Done)
        {
            await DropAsync(file, import, note?.Message ?? "").ConfigureAwait(false);
        }

        await store.EndAsync(file.Job.Id, state, import, note, system.GetUtcNow()).ConfigureAwait(false);
        Remove(file);
    }

    private async Task DropAsync(DataImportFilesStore.QueuedFile file, ImportId? import, string message)
    {
        if (import is { } begun)
        {
            await merge.RestoreAsync(file.Plan.Kind, begun).ConfigureAwait(false);
            await rows.DropAsync(begun).ConfigureAwait(false);
            await store.FailAsync(begun, message, system.GetUtcNow()).ConfigureAwait(false);
        }
    }

    // In the instant in which it was begun, somebody else ended it.
    private static OperationCanceledException TakenOut(DataImportFilesStore.QueuedFile file) => new($"{file.Plan.Name} was taken out of the queue.");

    private static void Remove(DataImportFilesStore.QueuedFile file)
    {
        if (file.Owned)
        {
            File.Delete(file.Plan.Path);
        }
    }

    private async Task<DataImportFilesStore.QueuedFile> QueuedAsync(long job, CancellationToken cancellation) =>
        await store.FindAsync(job, cancellation).ConfigureAwait(false) ?? throw new ArgumentException($"There is no queued file {job}.", nameof(job));

    private async Task<ImportSummary> SummaryAsync(ImportId import) =>
        await issues.FindAsync(import, CancellationToken.None).ConfigureAwait(false) ?? throw new InvalidOperationException($"Import {import.Value} is gone.");
}
