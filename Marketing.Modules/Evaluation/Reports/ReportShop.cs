using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Evaluation.Sql;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Microsoft.Extensions.Options;

namespace Marketing.Evaluation.Reports;

/// <summary>The overview, kept beside its snapshot, and what the turns of the loop found.</summary>
internal sealed class ReportShop(ISnapshots snapshots, IShop shop, EvaluationStore store, BusinessClock clock, IOptions<EvaluationOptions> options) : IReports
{
    private const int LongestPeriod = 400;
    private readonly ConditionalWeakTable<ShopSnapshot, Kept> _kept = [];

    public async Task<Overview> OverviewAsync(int days, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, LongestPeriod);
        var snapshot = await snapshots.CurrentAsync(cancellation).ConfigureAwait(false);
        var kept = _kept.GetValue(snapshot, key => new Kept(key));
        var (now, margin) = (clock.GetUtcNow(), shop.Profile.AssumedMargin);
        var today = new ShopCalendar(snapshot.TimeZone).DayOf(now);
        var overview = await Task.Run(() => kept.Overviews.GetOrAdd((days, today, margin), _ => Build(kept.Index.Value, days, today, margin, now)), cancellation).ConfigureAwait(false);
        return overview with { Now = now };
    }

    public Task SaveTurnAsync(TurnReport report, CancellationToken cancellation) => store.SaveTurnAsync(report, cancellation);

    public async Task<TurnReport?> LatestTurnAsync(CancellationToken cancellation) => await store.TurnsAsync(1, cancellation).ConfigureAwait(false) is [var newest, ..] ? newest : null;

    public Task<IReadOnlyList<TurnReport>> TurnsAsync(int take, CancellationToken cancellation) => store.TurnsAsync(take, cancellation);

    private Overview Build(SalesIndex index, int days, int today, double? margin, DateTimeOffset now)
    {
        var calendar = new ShopCalendar(index.Snapshot.TimeZone);
        var from = today - days;
        var (revenue, orders) = PeriodSales.Daily(index, from, today);
        return new Overview(
            now,
            index.Snapshot.Currency,
            PeriodSales.Figures(index, Between(from, today), from, today, margin),
            PeriodSales.Figures(index, Between(from - days, from), from - days, from, margin),
            Trend(index, today),
            PeriodSales.Best(index, from, today, options.Value.BestProducts),
            revenue,
            orders);

        Period Between(int start, int end) => new(At(start), At(end));

        DateTimeOffset At(int day) => DateTimeOffset.FromUnixTimeMilliseconds(calendar.StartOf(day));
    }

    private List<MonthFigures> Trend(SalesIndex index, int today)
    {
        var date = ShopCalendar.Date(today);
        var present = new DateOnly(date.Year, date.Month, 1);
        var months = new List<MonthFigures>();
        for (var back = options.Value.TrendMonths - 1; back >= 0; back--)
        {
            var month = present.AddMonths(-back);
            var (revenue, orders, customers) = PeriodSales.Sum(index, ShopCalendar.Day(month), ShopCalendar.Day(month.AddMonths(1)));
            months.Add(new MonthFigures(month, revenue, orders, customers.Count, back == 0));
        }

        return months;
    }

    private sealed class Kept(ShopSnapshot snapshot)
    {
        public Lazy<SalesIndex> Index { get; } = new(() => new SalesIndex(snapshot));

        public ConcurrentDictionary<(int Days, int Today, double? Margin), Overview> Overviews { get; } = [];
    }
}
