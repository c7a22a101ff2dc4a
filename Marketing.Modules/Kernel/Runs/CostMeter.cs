using System.Diagnostics;
using Marketing.Kernel.Sql;

namespace Marketing.Kernel.Runs;

/// <summary>
/// Processor time and peak working set of the process while a step is at work. Pages served meanwhile are counted too: the
/// system does not tell threads' memory apart.
/// </summary>
internal sealed class CostMeter : IDisposable
{
    private static readonly TimeSpan _sampling = TimeSpan.FromMilliseconds(200);
    private readonly TimeSpan _cpuBefore = Processor();
    private readonly Timer _timer;
    private long _peak = Environment.WorkingSet;

    // The system's own timer, not the injected clock: memory grows in real time also when a test stands still.
    public CostMeter() => _timer = new Timer(_ => Sample(), null, _sampling, _sampling);

    public StepCost Read()
    {
        Sample();
        return new StepCost((long)(Processor() - _cpuBefore).TotalMilliseconds, Interlocked.Read(ref _peak));
    }

    public void Dispose() => _timer.Dispose();

    private static TimeSpan Processor()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private void Sample()
    {
        var now = Environment.WorkingSet;
        long peak;
        while (now > (peak = Interlocked.Read(ref _peak)) && Interlocked.CompareExchange(ref _peak, now, peak) != peak)
        {
        }
    }
}
