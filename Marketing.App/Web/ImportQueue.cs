using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Web;

/// <summary>Works the queue of files off while the program serves: one after the other, each as a run with progress, cancel and the bell.</summary>
internal sealed class ImportQueue(IFileImports files, IRuns runs, DataFolder folder, TimeProvider system, ILogger<ImportQueue> logger) : BackgroundService
{
    /// <summary>Kind of the runs of imports.</summary>
    public const string Kind = "import";

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    // A command of another process writes only the row: while nothing is at work the queue looks for it.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _wake = new(0, 1);

    /// <summary>The run that is at work on a queued file, or null.</summary>
    public (long Job, RunId Run)? AtWork { get; private set; }

    /// <summary>Time until the file at work is done, at its speed so far, or null while that cannot be told.</summary>
    public TimeSpan? Left { get; private set; }

    /// <summary>Raised when progress was made, at most once a second.</summary>
    public event Action? Progressed;

    public override void Dispose()
    {
        files.QueueChanged -= Wake;
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var hold = await QueueHold.TakeAsync(folder, system, fault => logger.LogError(fault, "The queue of files waits: {Fix}", fault.Fix), stoppingToken);
            await WorkAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        files.QueueChanged += Wake;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await files.NextAsync(stoppingToken) is not { } job)
                {
                    await _wake.WaitAsync(Look, stoppingToken);
                }
                else if (!await DoAsync(job, stoppingToken))
                {
                    await Task.Delay(Rest, system, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (OperatorException fault)
            {
                logger.LogError(fault, "The queue of files waits: {Fix}", fault.Fix);
                await RestAsync(stoppingToken);
            }
            catch (Exception fault)
            {
                // A fault that nobody foresaw must not stop the program with the queue.
                logger.LogError(fault, "The queue of files met an error that it did not expect, and goes on.");
                await RestAsync(stoppingToken);
            }
        }
    }

    private Task RestAsync(CancellationToken stopping) =>
        Task.Delay(Rest, system, stopping).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    // False when an import that was started in another way is at work, or the file is still open: it is waited for.
    private async Task<bool> DoAsync(ImportJob job, CancellationToken stopping)
    {
        if (await runs.StartAsync(Kind, job.Actor, system.GetUtcNow(), [Kind], stopping) is not { } active)
        {
            return false;
        }

        await using (active)
        {
            AtWork = (job.Id, active.Id);
            try
            {
                string? note = null;
                await active.StepAsync(Kind, async (progress, cancellation) =>
                {
                    // A person's stop in the list of runs is a stop of the file; the program's end is not.
                    using var stop = active.Cancelled.Register(() =>
                    {
                        if (!stopping.IsCancellationRequested)
                        {
                            _ = files.CancelAsync(job.Id, CancellationToken.None);
                        }
                    });
                    try
                    {
                        return note = Note(await files.RunAsync(job.Id, new Watched(this, progress, system), stopping));
                    }
                    catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
                    {
                        // Stopped at the queue, here or by a command: the list of runs says so too.
                        runs.Cancel(active.Id);
                        throw;
                    }
                });
                await active.SucceedAsync(note);
            }
            catch (Exception error)
            {
                if (error is not (OperationCanceledException or OperatorException))
                {
                    logger.LogError(error, "The import of {File} failed.", job.Name);
                }

                await active.FailAsync(error);
            }
            finally
            {
                (AtWork, Left) = (null, null);
            }
        }

        // One that could not even be ended is not taken up again at once.
        return stopping.IsCancellationRequested || await files.FindAsync(job.Id, CancellationToken.None) is not { State: ImportJobState.Waiting or ImportJobState.Working };
    }

    // How an import ended, in one line of the list of runs.
    private static string Note(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.Applied({ Kind: "orders" } summary) => string.Create(CultureInfo.InvariantCulture, $"{summary.Name}: {summary.Rows:N0} rows, {summary.Orders:N0} orders"),
        ImportOutcome.Applied({ Unchanged: > 0 } summary) => string.Create(CultureInfo.InvariantCulture, $"{summary.Name}: {summary.Rows:N0} rows, {summary.Lines:N0} {summary.Kind}, {summary.Unchanged:N0} were there"),
        ImportOutcome.Applied(var summary) => string.Create(CultureInfo.InvariantCulture, $"{summary.Name}: {summary.Rows:N0} rows, {summary.Lines:N0} {summary.Kind}"),
        ImportOutcome.AlreadyThere(var earlier) => $"{earlier.Name} had been imported before; nothing changed",
        ImportOutcome.Refused refused => throw new OperatorException(Place(refused) + refused.Reason, refused.Fix),
        _ => throw new InvalidOperationException($"An import ended as {outcome.GetType().Name}."),
    };

    private static string Place(ImportOutcome.Refused refused) => (refused.Row, refused.Column) switch
    {
        (0, _) => $"{refused.File}: ",
        (var row, null) => $"{refused.File}, row {row}: ",
        var (row, column) => $"{refused.File}, row {row}, column {column}: ",
    };

    // Passes progress on and reckons the time left from the share done since the start.
    private sealed class Watched(ImportQueue queue, IProgress<Progress> inner, TimeProvider system) : IProgress<Progress>
    {
        private readonly long _started = system.GetTimestamp();
        private double? _first;
        private TimeSpan _told;

        public void Report(Progress value)
        {
            inner.Report(value);
            var elapsed = system.GetElapsedTime(_started);
            if (value.Share is not { } share || elapsed - _told < TimeSpan.FromSeconds(1))
            {
                return;
            }

            _first ??= share;
            _told = elapsed;
            queue.Left = share > _first ? elapsed * ((1 - share) / (share - _first.Value)) : null;
            queue.Progressed?.Invoke();
        }
    }

    private void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            try
            {
                _wake.Release();
            }
            catch (SemaphoreFullException)
            {
                // Two changes at once wake it once.
            }
        }
    }
}
