namespace Marketing.Kernel.Processing;

/// <summary>
/// Watches how far the memory of the process grows over what it was at the start: sampled by a timer, the larger of the growth of the working set (native
/// memory in it, but not what the heap had in reserve) and of the managed heap (with what is garbage but not collected yet). Other work
/// of the process meanwhile is counted too: the system does not tell threads' memory apart.
/// </summary>
internal sealed class MemoryGrowth : IDisposable
{
    private static readonly TimeSpan Sampling = TimeSpan.FromMilliseconds(50);
    private readonly long _workingSet = Environment.WorkingSet;
    private readonly long _managed = GC.GetTotalMemory(forceFullCollection: false);
    private readonly Timer _timer;
    private long _peak;

    // The system's own timer, not the injected clock: memory grows in real time also when a test stands still.
    public MemoryGrowth() => _timer = new Timer(_ => Sample(), null, Sampling, Sampling);

    /// <summary>Largest growth until now, in bytes; not below 0.</summary>
    public long Read()
    {
        Sample();
        return Interlocked.Read(ref _peak);
    }

    public void Dispose() => _timer.Dispose();

    private void Sample()
    {
        var now = Math.Max(Environment.WorkingSet - _workingSet, GC.GetTotalMemory(forceFullCollection: false) - _managed);
        long peak;
        while (now > (peak = Interlocked.Read(ref _peak)) && Interlocked.CompareExchange(ref _peak, now, peak) != peak)
        {
        }
    }
}
