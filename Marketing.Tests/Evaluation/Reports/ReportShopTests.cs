using Marketing.Data;
using Marketing.Data.Shop;
using Marketing.Data.Sql;
using Marketing.Evaluation;
using Marketing.Evaluation.Reports;
using Marketing.Evaluation.Sql;
using Marketing.Kernel;
using Marketing.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Evaluation.Reports;

public sealed class ReportShopTests : IDisposable
{
    // The tenth of June, ten in the morning in London.
    private static readonly DateTimeOffset Now = new(2024, 6, 10, 9, 0, 0, TimeSpan.Zero);
    private readonly TestFolder _folder = new(Now);

    [Fact]
    public async Task A_period_ends_with_yesterday_and_is_compared_with_the_one_before()
    {
        var overview = await OverviewAsync(7, new SnapshotBuilder(Now)
            .Order(Day(10), "ann", ("a", 1, 9000))
            .Order(Day(9), "ann", ("a", 2, 100), ("b", 1, 50))
            .Order(Day(3), "bob", ("a", 1, 100))
            .Order(Day(3), null, ("b", 1, 30))
            .Order(Day(2), "ann", ("a", 1, 10))
            .Build());
        Assert.Equal((380L, 3L, 2L, 127L), (overview.Current.Revenue, overview.Current.Orders, overview.Current.Customers, overview.Current.AverageOrder!.Value));
        Assert.Equal(0.5, overview.Current.RepeatRate);
        Assert.Equal(new Period(new(2024, 6, 2, 23, 0, 0, TimeSpan.Zero), new(2024, 6, 9, 23, 0, 0, TimeSpan.Zero)), overview.Current.Period);
        Assert.Equal((10L, 1L, 1L, 0.0), (overview.Before.Revenue, overview.Before.Orders, overview.Before.Customers, overview.Before.RepeatRate!.Value));
        Assert.Equal([130, 0, 0, 0, 0, 0, 250], overview.DailyRevenue);
        Assert.Equal([2, 0, 0, 0, 0, 0, 1], overview.DailyOrders);
        Assert.Equal((Now, "GBP"), (overview.Now, overview.Currency));
    }

    [Fact]
    public async Task A_return_is_taken_off_on_its_own_day_and_off_its_product()
    {
        var overview = await OverviewAsync(7, new SnapshotBuilder(Now)
            .Order(Day(4), "ann", ("a", 5, 100), ("b", 3, 100))
            .Return(Day(8), "ann", "a", 4, 100)
            .Build());
        Assert.Equal(400, overview.Current.Revenue);
        Assert.Equal([0, 800, 0, 0, 0, -400, 0], overview.DailyRevenue);
        Assert.Equal([("b", 3L, 300L), ("a", 1L, 100L)], overview.BestProducts.Select(product => (product.Code, product.Units, product.Revenue)));
    }

    [Fact]
    public async Task The_trend_has_thirteen_months_and_the_present_one_is_partial()
    {
        // The last instant of May in London is in UTC still before eleven at night.
        var overview = await OverviewAsync(7, new SnapshotBuilder(Now)
            .Order(new(2024, 5, 31, 22, 59, 0, TimeSpan.Zero), "ann", ("a", 1, 5))
            .Order(new(2024, 5, 31, 23, 0, 0, TimeSpan.Zero), "ann", ("a", 1, 7))
            .Order(new(2023, 6, 20, 12, 0, 0, TimeSpan.Zero), "bob", ("a", 1, 11))
            .Build());
        Assert.Equal(13, overview.Trend.Count);
        Assert.Equal((new DateOnly(2023, 6, 1), 11L, false), (overview.Trend[0].Month, overview.Trend[0].Revenue, overview.Trend[0].Partial));
        Assert.Equal((new DateOnly(2024, 5, 1), 5L, false), (overview.Trend[11].Month, overview.Trend[11].Revenue, overview.Trend[11].Partial));
        Assert.Equal((new DateOnly(2024, 6, 1), 7L, true), (overview.Trend[12].Month, overview.Trend[12].Revenue, overview.Trend[12].Partial));
    }

    [Fact]
    public async Task Margin_says_on_what_it_rests()
    {
        var (real, simulated, part) = (Sold(), Sold(), Sold());
        (real.Products.Cost[0], real.Products.Cost[1]) = (60, 20);
        (simulated.Products.Cost[0], simulated.Products.Cost[1], simulated.Products.Simulated[1]) = (60, 20, true);
        part.Products.Cost[0] = 60;

        // a: 2 sold and 1 returned at 100; b: 1 sold at 50.
        Assert.Equal((70L, "cost", 0.0), await MarginAsync(real, null));
        Assert.Equal((70L, "simulated", 0.0), await MarginAsync(simulated, null));
        Assert.Equal((60L, "assumed", 0.0), await MarginAsync(part, 0.4));
        Assert.Equal((null, "unknown", 1.0), await MarginAsync(Sold(), null));
        Assert.Equal((null, "unknown", null), await MarginAsync(new SnapshotBuilder(Now).Build(), 0.4));

        // One product without a cost leaves its own sales out, 50 of 250, and not the margin of all others.
        Assert.Equal((40L, "cost", 0.2), await MarginAsync(part, null));
    }

    [Fact]
    public async Task A_period_tells_how_far_back_the_orders_go()
    {
        var overview = await OverviewAsync(7, new SnapshotBuilder(Now).Order(Day(1), "ann", ("a", 1, 100)).Order(Day(9), "ann", ("a", 1, 100)).Build());
        Assert.Equal((2, 0), (overview.Current.HistoryDays, overview.Before.HistoryDays));
    }

    [Fact]
    public async Task An_empty_shop_has_an_overview_without_ratios()
    {
        var overview = await OverviewAsync(30, new SnapshotBuilder(Now).Build());
        Assert.Equal((0L, 0L, null, null), (overview.Current.Revenue, overview.Current.Orders, overview.Current.AverageOrder, overview.Current.RepeatRate));
        Assert.Empty(overview.BestProducts);
        Assert.Equal(30, overview.DailyRevenue.Count);
    }

    [Fact]
    public async Task A_period_out_of_range_is_a_broken_promise()
    {
        var reports = await ReportsAsync(new SnapshotBuilder(Now).Build());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => reports.OverviewAsync(0, default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => reports.OverviewAsync(401, default));
    }

    [Fact]
    public async Task The_overview_follows_the_day_and_the_entered_margin()
    {
        var reports = await ReportsAsync(Sold(), 0.4);
        Assert.Equal(2, (await reports.OverviewAsync(7, default)).Current.Orders);
        _folder.Clock.Advance(TimeSpan.FromDays(7));
        var later = await reports.OverviewAsync(7, default);
        Assert.Equal((0L, 2L), (later.Current.Orders, later.Before.Orders));
        Assert.Equal(Now.AddDays(7), later.Now);
    }

    [Fact]
    public async Task Reports_of_turns_come_back_newest_first_and_a_turn_has_one()
    {
        var reports = await ReportsAsync(new SnapshotBuilder(Now).Build());
        Assert.Null(await reports.LatestTurnAsync(default));
        await reports.SaveTurnAsync(new TurnReport(new RunId(1), Now, [new Reason("customers", ["5"])]), default);
        await reports.SaveTurnAsync(new TurnReport(new RunId(2), Now.AddDays(1), [new Reason("kept", ["popular", "0.1"]), new Reason("done", [])]), default);
        await reports.SaveTurnAsync(new TurnReport(new RunId(1), Now, [new Reason("customers", ["6"])]), default);
        var turns = await reports.TurnsAsync(10, default);
        Assert.Equal([2, 1], turns.Select(turn => turn.Run.Value));
        Assert.Equal(["6"], turns[1].Lines.Single().Arguments);
        Assert.Equal(["kept", "done"], (await reports.LatestTurnAsync(default))!.Lines.Select(line => line.Code));
    }

    public void Dispose() => _folder.Dispose();

    private static DateTimeOffset Day(int day) => new(2024, 6, day, 12, 0, 0, TimeSpan.Zero);

    private static ShopSnapshot Sold() => new SnapshotBuilder(Now)
        .Order(Day(5), "ann", ("a", 2, 100))
        .Order(Day(6), "ann", ("b", 1, 50))
        .Return(Day(7), "ann", "a", 1, 100)
        .Build();

    private async Task<(long?, string, double?)> MarginAsync(ShopSnapshot snapshot, double? assumed)
    {
        var figures = (await (await ReportsAsync(snapshot, assumed)).OverviewAsync(7, default)).Current;
        return (figures.Margin, figures.MarginBasis, figures.Uncovered);
    }

    private async Task<Overview> OverviewAsync(int days, ShopSnapshot snapshot) => await (await ReportsAsync(snapshot)).OverviewAsync(days, default);

    private async Task<ReportShop> ReportsAsync(ShopSnapshot snapshot, double? assumedMargin = null)
    {
        var clock = new BusinessClock(_folder.Clock);
        var shop = new ShopSettings(new DataShopStore(_folder.Database), clock);
        await shop.SaveAsync(ShopProfile.Default with { AssumedMargin = assumedMargin }, default);
        return new ReportShop(new StandingShop(snapshot), shop, new EvaluationStore(_folder.Database), clock, Options.Create(new EvaluationOptions()));
    }
}
