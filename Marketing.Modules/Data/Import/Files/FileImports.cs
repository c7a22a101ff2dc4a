using Marketing.Data.Import.Kinds;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Microsoft.Extensions.Logging;
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
    DataTracesStore traces,
    Imports imports,
    FileLooks looks,
    ISnapshots snapshots,
    IAuditLog audit,
    TimeProvider system,
    IOptions<DataOptions> options,
    ILogger<FileImports> log) : IFileImports, IDisposable
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

    public ImportOutcome.Refused? CheckColumns(ImportPlan plan, FileLook look)
    {
        try
        {
            ColumnMatch.Check(AllKinds.Of(plan.Kind), plan.Columns, look.Headers, look.Form.HeaderRow);
            _ = ColumnMatch.Positions(look.Headers, plan.Columns, plan.Columns.Keys, look.Form.HeaderRow);
            return null;
        }
        catch (FileRefusedException refused)
        {
            return FileRefusal.Of(refused, plan.Name);
        }
    }

    public Task<PreviewOutcome> PreviewAsync(ImportPlan plan, CancellationToken cancellation) => looks.PreviewAsync(plan, cancellation);

    public async Task<ImportJob> EnqueueAsync(ImportPlan plan, bool owned, CancellationToken cancellation)
    {
        _ = AllKinds.Of(plan.Kind);
        var job = await store.AddAsync(plan, owned, system.GetUtcNow(), cancellation).ConfigureAwait(false);
        QueueChanged?.Invoke();

        // It is in the queue: whoever stops waiting now must not be told otherwise.
        return (await QueuedAsync(job, CancellationToken.None).ConfigureAwait(false)).Job;
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
            await noted.DisposeAsync().ConfigureAwait(false);
            lock (_stopping)
            {
                (_atWork, _stop) = (0, null);
            }

            _one.Release();
            QueueChanged?.Invoke();
        }
    }

    public async Task WriteRejectedAsync(ImportId import, RowNotes notes, Stream output, CancellationToken cancellation)
    {
        if (!ColumnMatch.NoteHeaders.Contains(notes.Header))
        {
            throw new ArgumentException($"A column {notes.Header} would not be known again; take one of {string.Join(", ", ColumnMatch.NoteHeaders)}.", nameof(notes));
        }

        if (corrections.Reading(import) is { } reading)
        {
            await RejectedFile.WriteAsync(issues, import, reading.Headers, reading.Form, notes, marked: true, output, cancellation).ConfigureAwait(false);
            return;
        }

        var file = await store.JobOfAsync(import, cancellation).ConfigureAwait(false) is { } job ? await QueuedAsync(job, cancellation).ConfigureAwait(false) : null;
        await (file is { Headers.Count: > 0 }
            ? RejectedFile.WriteAsync(issues, import, file.Headers, file.Plan.Form, notes, marked: false, output, cancellation)
            : IssuesFile.WriteAsync(issues, import, notes, output, cancellation)).ConfigureAwait(false);
    }

    public void Dispose() => _one.Dispose();

    private async Task<DataImportFilesStore.QueuedFile> QueuedAsync(long job, CancellationToken cancellation) =>
        await store.FindAsync(job, cancellation).ConfigureAwait(false) ?? throw new ArgumentException($"There is no queued file {job}.", nameof(job));

    private async Task<ImportSummary> SummaryAsync(ImportId import) =>
        await issues.FindAsync(import, CancellationToken.None).ConfigureAwait(false) ?? throw new InvalidOperationException($"Import {import.Value} is gone.");
}
