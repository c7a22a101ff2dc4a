using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Import.Files;

/// <summary>
/// Passes progress on, and notes it at the row of the queued file once a second, for processes that watch the file. The same writing
/// finds out whether one of them has asked the file to stop.
/// </summary>
/// <param name="store">Where it is noted.</param>
/// <param name="job">The queued file.</param>
/// <param name="watcher">Takes every report, or null.</param>
/// <param name="system">Real time.</param>
/// <param name="stop">Called when the file is to stop.</param>
internal sealed class JobProgress(DataImportFilesStore store, long job, IProgress<Progress>? watcher, TimeProvider system, Action stop) : IProgress<Progress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private long _noted = system.GetTimestamp();
    private Task _noting = Task.CompletedTask;

    public void Report(Progress value)
    {
        watcher?.Report(value);
        if (_noting.IsCompleted && system.GetElapsedTime(_noted) >= Pause)
        {
            _noted = system.GetTimestamp();
            // Whoever reports may hold the only writer: it must not wait here.
            _noting = NoteAsync(value);
        }
    }

    /// <summary>Waits for the last note.</summary>
    public Task EndAsync() => _noting;

    private async Task NoteAsync(Progress value)
    {
        try
        {
            if (await store.NoteProgressAsync(job, value).ConfigureAwait(false))
            {
                stop();
            }
        }
        catch (Exception e) when (e is OperatorException or ObjectDisposedException)
        {
            // A disk that fails is told by the import itself.
        }
    }
}
