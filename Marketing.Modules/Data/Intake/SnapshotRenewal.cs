using Microsoft.Extensions.Options;

namespace Marketing.Data.Intake;

/// <summary>
/// Drops the current snapshot after live facts, at most once a pause: loading it anew for every call would cost a core, and
/// nothing that reads it needs to be seconds young. The first fact after a quiet time starts the pause, so that it shows one pause later.
/// </summary>
internal sealed class SnapshotRenewal : IDisposable
{
    private readonly ISnapshots _snapshots;
    private readonly TimeSpan _pause;
    private readonly ITimer _timer;
    private int _due;

    public SnapshotRenewal(ISnapshots snapshots, TimeProvider system, IOptions<DataOptions> options)
    {
        _snapshots = snapshots;
        _pause = TimeSpan.FromSeconds(options.Value.Intake.SnapshotPauseSeconds);
        _timer = system.CreateTimer(_ => Renew(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Notes what was stored.</summary>
    public void Note(IReadOnlyList<IntakeBatch> batches)
    {
        if (Volatile.Read(ref _due) == 0 && batches.Any(batch => batch.ChangedFacts) && Interlocked.Exchange(ref _due, 1) == 0)
        {
            _timer.Change(_pause, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Renew()
    {
        Volatile.Write(ref _due, 0);
        try
        {
            _snapshots.Invalidate();
        }
        catch (Exception e) when (e is Kernel.OperatorException or ObjectDisposedException)
        {
            // A disk that fails is told to whoever reads next; the program is ending, or nobody reads.
        }
    }
}
