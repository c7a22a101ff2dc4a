using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;

namespace Marketing.Features.Demand;

/// <summary>Demand frames of snapshots; that of the current one is kept beside it.</summary>
internal sealed class BuildDemand(ISnapshots snapshots, IPromotions promotions) : IDemandFrames
{
    // Frames live as long as their snapshot.
    private readonly ConditionalWeakTable<ShopSnapshot, Held> _held = [];

    public DemandFrame Build(ShopSnapshot snapshot, PromotionPlan? plan = null, IReadOnlyList<MessagesSent>? messages = null) => Of(snapshot, plan, messages);

    public async Task<DemandFrame> CurrentAsync(CancellationToken cancellation)
    {
        var snapshot = await snapshots.CurrentAsync(cancellation).ConfigureAwait(false);
        var held = _held.GetValue(snapshot, key => new Held(key));
        var plain = held.Plain.IsValueCreated ? held.Plain.Value : await Task.Run(() => held.Plain.Value, cancellation).ConfigureAwait(false);
        return held.Under(plain, await promotions.PlanAsync(cancellation).ConfigureAwait(false));
    }

    /// <summary>The frame of a snapshot under a calendar of promotions, with the messages sent. Pure.</summary>
    internal static DemandFrame Of(ShopSnapshot snapshot, PromotionPlan? plan, IReadOnlyList<MessagesSent>? messages = null)
    {
        var frame = plan is null ? Of(snapshot) : Of(snapshot).With(PlannedDays.Of(plan.Promotions, snapshot.Products));
        return messages is { Count: > 0 } ? frame.With(MessageDays.Of(messages, frame), MessageDays.Ahead(messages, frame)) : frame;
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

    // Sales and stock are put in days once; the calendar of promotions may change meanwhile.
    private sealed class Held(ShopSnapshot snapshot)
    {
        private volatile Planned? _planned;

        public Lazy<DemandFrame> Plain { get; } = new(() => Of(snapshot));

        public DemandFrame Under(DemandFrame plain, PromotionPlan plan)
        {
            if (_planned is not { } planned || planned.Stamp != plan.Stamp)
            {
                _planned = planned = new Planned(plan.Stamp, plain.With(PlannedDays.Of(plan.Promotions, plain.Snapshot.Products)));
            }

            return planned.Frame;
        }

        private sealed record Planned(string Stamp, DemandFrame Frame);
    }
}
