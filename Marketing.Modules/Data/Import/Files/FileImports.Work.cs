using System.Runtime.ExceptionServices;
using Marketing.Data.Import.Kinds;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Microsoft.Extensions.Logging;

namespace Marketing.Data.Import.Files;

/// <summary>One file at work: from its first byte to the instant at which it is visible, or back to nothing.</summary>
internal sealed partial class FileImports
{
    private async Task<ImportOutcome> RunAsync(DataImportFilesStore.QueuedFile file, IProgress<Progress>? progress, CancellationToken cancellation)
    {
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
        }
        catch (Exception e)
        {
            return await BrokenAsync(file, file.Job.Import, e).ConfigureAwait(false);
        }

        return await RowsAsync(file, progress, cancellation).ConfigureAwait(false);
    }

    private async Task<ImportOutcome> RowsAsync(DataImportFilesStore.QueuedFile file, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var (import, done) = (file.Job.Import, file.Done);
        IReadOnlyList<string> headers;
        try
        {
            if (file.Note is { Ending: { } ending } note && ending != ImportJobState.Done)
            {
                // An earlier process was removing what it had written.
                await EndAsync(file, ending, import, note with { Ending = null }).ConfigureAwait(false);
                return (await OutcomeAsync(file.Job.Id, CancellationToken.None).ConfigureAwait(false))!;
            }

            if (!await store.TakeAsync(file.Job.Id).ConfigureAwait(false))
            {
                throw TakenOut(file);
            }

            var source = SourceFile.Of(file.Plan);
            var hash = await Task.Run(() => source.Hash(cancellation), cancellation).ConfigureAwait(false);
            if (import is { } begun && !await GoesOnAsync(begun, hash).ConfigureAwait(false))
            {
                await DropAsync(file, begun, new JobNote { Ending = ImportJobState.Done, Refusal = FileFault.BegunAnew.Of(file.Plan.Name) }).ConfigureAwait(false);
                await store.BeginAnewAsync(file.Job.Id).ConfigureAwait(false);
                (import, done) = (null, 0);
            }

            if (await store.SameFileAsync(hash, file.Plan.Kind, cancellation).ConfigureAwait(false) is { } same && !await HidSomethingAsync(file.Plan.Kind, new ImportId(same), cancellation).ConfigureAwait(false)
                && !await WasReadOtherwiseAsync(file.Plan, new ImportId(same), cancellation).ConfigureAwait(false))
            {
                await DropAsync(file, import, new JobNote { Ending = ImportJobState.Done, Refusal = FileFault.ImportedMeanwhile.Of(file.Plan.Name) }).ConfigureAwait(false);
                await EndAsync(file, ImportJobState.Done, new ImportId(same), JobNote.AlreadyThere).ConfigureAwait(false);
                return new ImportOutcome.AlreadyThere(await SummaryAsync(new ImportId(same)).ConfigureAwait(false));
            }

            headers = RowParser.HeadersOf(source, options.Value.Import.LongestRow);
            import = await store.BeginAsync(file.Job.Id, file.Plan, headers, hash, new FileInfo(file.Plan.Path).Length, system.GetUtcNow(), cancellation).ConfigureAwait(false)
                ?? throw TakenOut(file);
            QueueChanged?.Invoke();
            await importRows.WriteAsync(source, file.Plan, import.Value, file.Job.Id, done, progress, cancellation).ConfigureAwait(false);
            await traces.BlankErasedAsync(import.Value, cancellation).ConfigureAwait(false);
            await RefuseNothingAsync(import.Value).ConfigureAwait(false);
            await merge.MergeAsync(file.Plan.Kind, import.Value, progress, cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            await store.ApplyAsync(file.Job.Id, import.Value, hash, system.GetUtcNow()).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return await BrokenAsync(file, import, e).ConfigureAwait(false);
        }

        // It is visible: nothing that fails from here on takes it back.
        snapshots.Invalidate();
        await AfterwardsAsync(file, headers, import.Value).ConfigureAwait(false);
        return new ImportOutcome.Applied(await SummaryAsync(import.Value).ConfigureAwait(false));
    }

    // Events that stood in another file too went with that one when it was taken back: the file is read again for them.
    private async Task<bool> HidSomethingAsync(string kind, ImportId same, CancellationToken cancellation) =>
        kind == EventsKind.Kind.Name && (await SummaryAsync(same).ConfigureAwait(false)).Unchanged > 0 && await issues.HasUndoneAsync(cancellation).ConfigureAwait(false);

    // Customers and products are completed by what another reading of the same bytes gives; facts would be there twice.
    private async Task<bool> WasReadOtherwiseAsync(ImportPlan plan, ImportId same, CancellationToken cancellation) =>
        (plan.Kind == CustomersKind.Kind.Name || plan.Kind == ProductsKind.Kind.Name)
        && await store.JobOfAsync(same, cancellation).ConfigureAwait(false) is { } job
        && (await QueuedAsync(job, cancellation).ConfigureAwait(false)).Plan is var before
        && (Written(before.Form) != Written(plan.Form) || !before.Columns.OrderBy(column => column.Key).SequenceEqual(plan.Columns.OrderBy(column => column.Key)));

    // How a file is written, whoever found it out.
    private static FileForm Written(FileForm form) => form with { FoundSign = null, FoundDates = null };

    // Whether what an earlier process wrote is the beginning of this file.
    private async Task<bool> GoesOnAsync(ImportId begun, string hash)
    {
        var (state, before) = await store.BeganWithAsync(begun).ConfigureAwait(false);
        return state == ImportState.Running && (before == hash || before.Length == 0);
    }

    private async Task AfterwardsAsync(DataImportFilesStore.QueuedFile file, IReadOnlyList<string> headers, ImportId import)
    {
        try
        {
            Remove(file);
            await store.NoteMappingAsync(headers, file.Plan.Kind, system.GetUtcNow()).ConfigureAwait(false);
            await audit.WriteAsync(file.Plan.Actor, "import.apply", $"import {import.Value}", new { file.Plan.Kind }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperatorException e)
        {
            Unfinished(log, import.Value, e);
        }
    }

    // What is written goes again, and the file ends: stopped by a person, refused, or broken. When the program ends, it goes on at the next start.
    private async Task<ImportOutcome> BrokenAsync(DataImportFilesStore.QueuedFile file, ImportId? import, Exception e)
    {
        if (e is OperationCanceledException)
        {
            if (_byPerson)
            {
                await EndAsync(file, ImportJobState.Cancelled, import, new JobNote { Refusal = FileFault.Cancelled.Of(file.Plan.Name) }).ConfigureAwait(false);
            }

            ExceptionDispatchInfo.Throw(e);
        }

        if (FileRefusal.Of(e, file.Plan.Name) is { } refusal)
        {
            await EndAsync(file, ImportJobState.Failed, import, new JobNote { Refusal = refusal }).ConfigureAwait(false);
            return refusal;
        }

        var broke = FileFault.Broke.Of(file.Plan.Name, file.Plan.Name, e.Message);
        var fault = e as OperatorException ?? new OperatorException(broke.Reason, broke.Fix, inner: e);
        await EndAsync(file, ImportJobState.Failed, import, JobNote.Of(fault, fault == e ? null : broke.Why)).ConfigureAwait(false);
        throw fault;
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
            throw FileFault.NoRows.At(2, null);
        }

        if (summary.Lines + summary.Unchanged == 0)
        {
            var first = (await issues.IssuesAsync(import, null, new TableQuery(Take: 1), CancellationToken.None).ConfigureAwait(false)).Items[0];
            throw FileFault.Nothing(summary.Rows, first.Row, first.Column, first.Rule, first.Reason);
        }
    }

    private async Task EndAsync(DataImportFilesStore.QueuedFile file, ImportJobState state, ImportId? import, JobNote? note)
    {
        if (state != ImportJobState.Done)
        {
            await DropAsync(file, import, (note ?? new JobNote()) with { Ending = state }).ConfigureAwait(false);
        }

        await store.EndAsync(file.Job.Id, state, import, note, system.GetUtcNow()).ConfigureAwait(false);
        Remove(file);
    }

    // How it ends is on disk before the first row goes, so that nobody goes on with half an import.
    private async Task DropAsync(DataImportFilesStore.QueuedFile file, ImportId? import, JobNote ending)
    {
        if (import is { } begun)
        {
            await store.NoteEndingAsync(file.Job.Id, begun, ending, system.GetUtcNow()).ConfigureAwait(false);
            await merge.RestoreAsync(file.Plan.Kind, begun).ConfigureAwait(false);
            await rows.DropAsync(begun).ConfigureAwait(false);
        }
    }

    // In the instant in which it was begun, somebody else ended it.
    private static OperationCanceledException TakenOut(DataImportFilesStore.QueuedFile file) => new($"{file.Plan.Name} was taken out of the queue.");

    private void Remove(DataImportFilesStore.QueuedFile file)
    {
        if (!file.Owned)
        {
            return;
        }

        try
        {
            File.Delete(file.Plan.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotRemoved(log, file.Plan.Path, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The uploaded file {Path} could not be removed; it goes at the end of its period.")]
    private static partial void NotRemoved(ILogger log, string path, Exception e);

    [LoggerMessage(LogLevel.Warning, "Import {Import} is visible, but it is not in the audit log, or the use of its mapping was not noted.")]
    private static partial void Unfinished(ILogger log, long import, Exception e);
}
