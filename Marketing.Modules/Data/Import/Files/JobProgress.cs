using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Import.Files;

/// <summary>
/// Passes progress on, and looks at the row of the queued file once a second: for processes that watch the file it notes how far the
/// file is, and it finds out whether one of them has asked the file to stop.
/// </summary>
internal sealed class JobProgress : IProgress<Progress>, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly DataImportFilesStore _store;
    private readonly long _job;
    private readonly IProgress<Progress>? _watcher;
    private readonly Action _stop;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _looking;
    private Progress? _reached;

    /// <param name="store">Where it is noted.</param>
    /// <param name="job">The queued file.</param>
    /// <param name="watcher">Takes every report, or null.</param>
    /// <param name="system">Real time.</param>
    /// <param name="stop">Called when the file is to stop.</param>
    public JobProgress(DataImportFilesStore store, long job, IProgress<Progress>? watcher, TimeProvider system, Action stop)
    {
        (_store, _job, _watcher, _stop) = (store, job, watcher, stop);
        _looking = LookAsync(new PeriodicTimer(Pause, system));
    }

    public void Report(Progress value)
    {
        Volatile.Write(ref _reached, value);
        _watcher?.Report(value);
    }

    /// <summary>Ends the looking.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await _looking.ConfigureAwait(false);
        _over.Dispose();
    }

    private async Task LookAsync(PeriodicTimer timer)
    {
        using (timer)
        {
            try
            {
                while (await timer.WaitForNextTickAsync(_over.Token).ConfigureAwait(false))
                {
                    await LookOnceAsync().ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task LookOnceAsync()
    {
        try
        {
            // What has not changed since is not written again.
            if (Interlocked.Exchange(ref _reached, null) is { } reached
                ? await _store.NoteProgressAsync(_job, reached).ConfigureAwait(false)
                : await _store.IsStoppedAsync(_job).ConfigureAwait(false))
            {
                _stop();
            }
        }
        catch (Exception)
        {
            // A store that cannot be written is told by the import itself, which must not end for want of a note.
        }
    }
}
