using Microsoft.Extensions.Logging;

namespace Marketing.Kernel.Runs;

/// <summary>
/// Tells listeners that a run has changed, at most once an interval a run. A change inside the interval is told at its end, so
/// that the last one is never lost.
/// </summary>
internal sealed class ChangeSignal(TimeProvider system, ILogger logger) : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(100);
    private readonly Lock _gate = new();
    private readonly Dictionary<RunId, ITimer> _resting = [];
    private readonly HashSet<RunId> _owed = [];
    private bool _disposed;

    public event Action<RunId>? Changed;

    public void Raise(RunId run)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            if (_resting.ContainsKey(run))
            {
                _owed.Add(run);
                return;
            }

            _resting[run] = system.CreateTimer(_ => Rested(run), null, _interval, Timeout.InfiniteTimeSpan);
        }

        Tell(run);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var timer in _resting.Values)
            {
                timer.Dispose();
            }

            _resting.Clear();
        }
    }

    private void Rested(RunId run)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            if (!_owed.Remove(run))
            {
                _resting.Remove(run, out var timer);
                timer?.Dispose();
                return;
            }

            _resting[run].Change(_interval, Timeout.InfiniteTimeSpan);
        }

        Tell(run);
    }

    private void Tell(RunId run)
    {
        foreach (var listener in Changed?.GetInvocationList() ?? [])
        {
            try
            {
                ((Action<RunId>)listener)(run);
            }
            catch (Exception e)
            {
                // A page that has just been closed must not break the run it was watching.
                logger.LogWarning(e, "A listener of run {Run} failed.", run.Value);
            }
        }
    }
}
