using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Strategy.Ads;

/// <summary>What is known at a choice. Segments of a new picture of the shop are computed beside the choices, which go on with the ones before: only the very first choice waits.</summary>
internal sealed class AdFacts(ISegments segments, TimeProvider system)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);
    private volatile Segmentation? _known;
    private Task _next = Task.CompletedTask;
    private long _looked;

    /// <summary>The context of a choice at the first place.</summary>
    public async ValueTask<AdContext> OfAsync(string placement, CustomerId? customer, IShop shop, DateTimeOffset now, CancellationToken cancellation)
    {
        var known = _known ?? (_known = await segments.CurrentAsync(cancellation).ConfigureAwait(false));
        Refresh();
        var (day, index) = (shop.DayOf(now), customer is { } id ? known.Frame.Snapshot.Customers.IndexOf(id) : -1);
        var part = Math.Clamp((int)((now - shop.StartOf(day)).TotalHours / 6), 0, 3);
        var isWeekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        return index < 0
            ? new AdContext(placement, 1, customer is not null, 0, 0, 0, part, isWeekend)
            : new AdContext(placement, 1, true, known.Frame.R[index], known.Frame.F[index], known.Frame.M[index], part, isWeekend);
    }

    // A failure is met again at the next look; choices go on with what is known.
    private void Refresh()
    {
        var (now, looked) = (system.GetTimestamp(), Volatile.Read(ref _looked));
        if (_next.IsCompleted && system.GetElapsedTime(looked, now) > Look && Interlocked.CompareExchange(ref _looked, now, looked) == looked)
        {
            _next = Task.Run(async () => _known = await segments.CurrentAsync(CancellationToken.None).ConfigureAwait(false));
        }
    }
}
