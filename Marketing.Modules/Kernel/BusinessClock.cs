namespace Marketing.Kernel;

/// <summary>
/// The shop's clock. Features, segments, tiles and the loop's content read it; sign-ins, job schedules and the audit log
/// read the system's clock. It equals the system's clock unless the shop's history ends in the past (the demo shop):
/// then it is shifted by a constant and runs at normal speed.
/// </summary>
public sealed class BusinessClock(TimeProvider system) : TimeProvider
{
    private long _offsetTicks;

    /// <summary>How far the shop's time is from the system's time; zero for a live shop.</summary>
    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));
        set => Interlocked.Exchange(ref _offsetTicks, value.Ticks);
    }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => system.GetUtcNow() + Offset;
}
