using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;

namespace Marketing.Features.Demand;

/// <summary>Demand frames of snapshots; that of the current one is kept beside it.</summary>
internal sealed class BuildDemand(ISnapshots snapshots) : IDemandFrames
{
    // Frames live as long as their snapshot.
    private readonly ConditionalWeakTable<ShopSnapshot, Lazy<DemandFrame>> _frames = [];

    public DemandFrame Build(ShopSnapshot snapshot) => Of(snapshot);

    public async Task<DemandFrame> CurrentAsync(CancellationToken cancellation)
    {
        var snapshot = await snapshots.CurrentAsync(cancellation).ConfigureAwait(false);
        var frame = _frames.GetValue(snapshot, key => new Lazy<DemandFrame>(() => Of(key)));
        return frame.IsValueCreated ? frame.Value : await Task.Run(() => frame.Value, cancellation).ConfigureAwait(false);
    }

    /// <summary>The frame of a snapshot. Pure.</summary>
    internal static DemandFrame Of(ShopSnapshot snapshot)
    {
        var calendar = new ShopCalendar(snapshot.TimeZone);
        var today = calendar.DayOf(snapshot.AsOf);
        var first = snapshot.Orders.Count == 0 ? today : Math.Min(today, calendar.DayOf(snapshot.Orders.Time[0]));
        var days = today - first;
        var products = snapshot.Products.Count;
        return new DemandFrame(
            snapshot,
            ShopCalendar.Date(first),
            days,
            SaleDays.OfOrders(snapshot.Orders, DaysOf(snapshot.Orders.Time, calendar, first), days, products, Math.Pow(10, Money.Decimals(snapshot.Currency))),
            SaleDays.OfReturns(snapshot.Returns, DaysOf(snapshot.Returns.Time, calendar, first), days, products),
            StockDays.Of(snapshot.Stocks, calendar, first, days, products));
    }

    // Never falls: where a clock was put back over midnight the repeated minutes stay on the later day, so that the days of a product ascend.
    private static int[] DaysOf(long[] times, ShopCalendar calendar, int first)
    {
        var days = new int[times.Length];
        var latest = int.MinValue;
        for (var i = 0; i < times.Length; i++)
        {
            days[i] = latest = Math.Max(latest, calendar.DayOf(times[i]) - first);
        }

        return days;
    }
}
