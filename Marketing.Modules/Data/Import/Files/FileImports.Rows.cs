using Marketing.Kernel;

namespace Marketing.Data.Import.Files;

/// <summary>The rows of the queue, which processes share: where files stand, how they ended, and stopping them here or elsewhere.</summary>
internal sealed partial class FileImports
{
    private static readonly JobNote Removed = new() { Refusal = FileFault.TakenOut.Of("") };

    public Task<IReadOnlyList<ImportJob>> JobsAsync(int take, CancellationToken cancellation) => store.ListAsync(take, cancellation);

    public async Task<ImportJob?> FindAsync(long job, CancellationToken cancellation) => (await store.FindAsync(job, cancellation).ConfigureAwait(false))?.Job;

    public async Task<ImportOutcome?> OutcomeAsync(long job, CancellationToken cancellation)
    {
        var file = await QueuedAsync(job, cancellation).ConfigureAwait(false);
        return (file.Job.State, file.Note) switch
        {
            (ImportJobState.Done, { IsAlreadyThere: true }) => new ImportOutcome.AlreadyThere(await SummaryAsync(file.Job.Import!.Value).ConfigureAwait(false)),
            (ImportJobState.Done, _) => new ImportOutcome.Applied(await SummaryAsync(file.Job.Import!.Value).ConfigureAwait(false)),
            (ImportJobState.Failed, { Refusal: { } refused }) => refused,
            (ImportJobState.Failed, { Fault: { } fault }) => throw new OperatorException(fault.Message, fault.Fix),
            (ImportJobState.Failed, var note) => throw new OperatorException($"{file.Job.Name} could not be imported.", note?.Message ?? "Import it again."),
            (ImportJobState.Cancelled, _) => throw new OperatorException($"The import of {file.Job.Name} was cancelled.", "Nothing of it was kept. Import it again if it is still wanted."),
            _ => null,
        };
    }

    public async Task<bool> CancelAsync(long job, CancellationToken cancellation)
    {
        if (StopHere(job))
        {
            return true;
        }

        var file = await QueuedAsync(job, cancellation).ConfigureAwait(false);
        if (file.Job.State > ImportJobState.Working)
        {
            return false;
        }

        await EndAsync(file, ImportJobState.Cancelled, file.Job.Import, Removed).ConfigureAwait(false);
        QueueChanged?.Invoke();
        return true;
    }

    public async Task<bool> AskToStopAsync(long job, CancellationToken cancellation)
    {
        var file = await QueuedAsync(job, cancellation).ConfigureAwait(false);
        if (await store.TakeOutAsync(job, Removed, system.GetUtcNow(), cancellation).ConfigureAwait(false))
        {
            Remove(file);
            return true;
        }

        return await store.AskToStopAsync(job, cancellation).ConfigureAwait(false);
    }

    private bool StopHere(long job)
    {
        lock (_stopping)
        {
            if (_atWork != job || _stop is not { } stop)
            {
                return false;
            }

            _byPerson = true;
            stop.Cancel();
            return true;
        }
    }
}
