using Dapper;
using Marketing.Data;
using Marketing.Features;
using Marketing.Features.Demand;
using Marketing.Tests.Support;

namespace Marketing.Tests.Features.Demand;

public sealed class DemandFrameTests
{
    // A Monday, at nine in the morning: the last whole day is Sunday, 9 June.
    private static readonly DateTimeOffset Now = new(2024, 6, 10, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Units_are_added_up_by_product_and_day_from_the_first_sale_to_the_last_whole_day()
    {
        var frame = Build(new SnapshotBuilder(Now)
            .Order(Ago(5), "ann", ("a", 2, 100), ("b", 1, 50), ("a", 1, 100))
            .Order(Ago(3), null, ("a", 4, 100)).Order(Ago(3).AddHours(2), "bob", ("a", 1, 100), ("c", 7, 5))
            .Order(Now.AddHours(-1), "ann", ("a", 9, 100), ("d", 9, 100)));
        Assert.Equal((new DateOnly(2024, 6, 5), 5, 4), (frame.FirstDay, frame.Days, frame.Products));
        Assert.Equal(new DateOnly(2024, 6, 9), frame.DateOf(frame.Days - 1));
        Assert.Equal([0, 0, 2, 5], Enumerable.Range(0, 4).Select(frame.StartOf));
        Assert.Equal([3, 0, 5, 0, 0], frame.Sold(0).ToArray());
        Assert.Equal([1, 0, 0, 0, 0], frame.Sold(1).ToArray());
        Assert.Equal([7, 0, 0], frame.Sold(2).ToArray());
        Assert.Empty(frame.Sold(3).ToArray());
        Assert.Equal(DemandState.Never, frame.StateOf(3));
    }

    [Theory]
    [InlineData("Europe/London", 1)]
    [InlineData("Etc/UTC", 0)]
    [InlineData("America/New_York", 0)]
    [InlineData("Asia/Shanghai", 1)]
    public void An_order_late_in_the_evening_lies_in_the_shops_day(string zone, int day)
    {
        // 23:30 in London's summer is 22:30 in UTC; the other one is 23:30 in UTC.
        var frame = Build(new SnapshotBuilder(Now, zone).Order(At(6, 4, 12, 0), "ann", ("b", 1, 1)).Order(At(6, 4, 23, 30), "ann", ("a", 1, 100)));
        Assert.Equal(day, frame.StartOf(1));
        Assert.Equal(new DateOnly(2024, 6, 4).AddDays(day), frame.DateOf(frame.StartOf(1)));
        Assert.Equal(0, Build(new SnapshotBuilder(Now, "Europe/London").Order(At(6, 4, 22, 30), "ann", ("a", 1, 100))).StartOf(0));
    }

    [Fact]
    public void A_day_of_twenty_three_or_twenty_five_hours_is_one_day()
    {
        // London put the clock forward on 31 March 2024 and back on 27 October 2024.
        var frame = Build(new SnapshotBuilder(new DateTimeOffset(2024, 4, 2, 0, 0, 0, TimeSpan.FromHours(1)))
            .Order(At(3, 30, 23, 59), "ann", ("a", 1, 1)).Order(At(3, 31, 0, 0), "ann", ("a", 2, 1)).Order(At(3, 31, 22, 59), "ann", ("a", 4, 1)).Order(At(3, 31, 23, 0), "ann", ("a", 8, 1)));
        Assert.Equal([1, 6, 8], frame.Sold(0).ToArray());
        var autumn = Build(new SnapshotBuilder(new DateTimeOffset(2024, 10, 29, 0, 0, 0, TimeSpan.Zero))
            .Order(At(10, 26, 22, 59), "ann", ("a", 1, 1)).Order(At(10, 26, 23, 0), "ann", ("a", 2, 1)).Order(At(10, 27, 23, 59), "ann", ("a", 4, 1)).Order(At(10, 28, 0, 0), "ann", ("a", 8, 1)));
        Assert.Equal([1, 6, 8], autumn.Sold(0).ToArray());
    }

    [Fact]
    public void A_clock_that_goes_back_over_midnight_leaves_the_days_in_their_order()
    {
        // St. John's went from 00:01 on 7 November 2010 back to 23:01 on the 6th.
        DateTimeOffset Utc(int day, int hour, int minute) => new(2010, 11, day, hour, minute, 0, TimeSpan.Zero);
        var frame = Build(new SnapshotBuilder(Utc(9, 12, 0), "America/St_Johns")
            .Order(Utc(6, 12, 0), "ann", ("a", 1, 1)).Order(Utc(7, 2, 30).AddSeconds(30), "ann", ("a", 2, 1)).Order(Utc(7, 3, 0), "ann", ("a", 4, 1)).Order(Utc(7, 12, 0), "ann", ("a", 8, 1)));
        Assert.Equal([1, 14, 0], frame.Sold(0).ToArray());
    }

    [Fact]
    public void Returns_are_apart_and_on_their_own_day()
    {
        var frame = Build(new SnapshotBuilder(Now).Order(Ago(5), "ann", ("a", 3, 100)).Order(Ago(4), "ann", ("b", 1, 1))
            .Return(Ago(6), "ann", "a", 9, 100).Return(Ago(5), "ann", "b", 9, 100).Return(Ago(3), "ann", "a", 1, 100).Return(Ago(3), null, "a", 1, 90).Return(Now.AddMinutes(-1), "ann", "a", 1, 100));
        Assert.Equal([3, 0, 0, 0, 0], frame.Sold(0).ToArray());
        Assert.Equal([0, 0, 2, 0, 0], frame.Returned(0).ToArray());
        Assert.Equal([0, 0, 0, 0], frame.Returned(1).ToArray());
        Assert.Equal([3, 0, 0, 0, 0], frame.Demand(0).ToArray());
    }

    [Fact]
    public void The_price_is_the_mean_paid_for_a_unit_and_is_carried_over_days_without_a_sale()
    {
        var frame = Build(new SnapshotBuilder(Now)
            .Order(Ago(6), "ann", ("a", 1, 0)).Order(Ago(5), "ann", ("a", 3, 200), ("a", 1, 100), ("a", 5, 0)).Order(Ago(2), "ann", ("a", 1, 0)).Order(Ago(1), "ann", ("a", 2, 199)));
        Assert.Equal([float.NaN, 1.75f, 1.75f, 1.75f, 1.75f, 1.99f], frame.Price(0).ToArray());
        Assert.Equal([1, 9, 0, 0, 1, 2], frame.Sold(0).ToArray());
        Assert.Equal([250f], Build(new SnapshotBuilder(Now, currency: "JPY").Order(Ago(1), "ann", ("a", 3, 250))).Price(0).ToArray());
    }

    [Fact]
    public void Lines_without_units_are_no_sale_and_a_price_below_zero_is_no_price()
    {
        var frame = Build(new SnapshotBuilder(Now).Order(Ago(5), "ann", ("a", 0, 100), ("b", -3, 100)).Order(Ago(4), "ann", ("a", 2, 100), ("a", -9, 100), ("a", 1, -50)).Order(Ago(3), "ann"));
        Assert.Equal(1, frame.StartOf(0));
        Assert.Equal([3, 0, 0, 0], frame.Sold(0).ToArray());
        Assert.Equal([1, 1, 1, 1], frame.Price(0).ToArray());
        Assert.Equal((5, DemandState.Never), (frame.StartOf(1), frame.StateOf(1)));
    }

    [Fact]
    public void A_shop_without_an_order_has_no_days()
    {
        foreach (var frame in (DemandFrame[])[Build(new SnapshotBuilder(Now).Product("a").Level(Ago(3), "a", 5).Return(Ago(2), null, "a", 1, 1)), Build(new SnapshotBuilder(Now).Order(Now.AddHours(-2), "ann", ("a", 1, 1)))])
        {
            Assert.Equal((new DateOnly(2024, 6, 10), 0, 1, 0), (frame.FirstDay, frame.Days, frame.Products, frame.StartOf(0)));
            Assert.True(frame.Sold(0).IsEmpty && frame.Returned(0).IsEmpty && frame.Price(0).IsEmpty && frame.OutOfStock(0).IsEmpty && frame.Promoted(0).IsEmpty && frame.Demand(0).IsEmpty && frame.Corrected(0).IsEmpty);
            Assert.Equal(DemandState.Never, frame.StateOf(0));
            Assert.Empty(DemandSums.OfShop(frame, DemandPart.Demand));
        }

        Assert.Equal(0, Build(new SnapshotBuilder(Now)).Products);
    }

    [Fact]
    public void One_order_is_one_day()
    {
        var frame = Build(new SnapshotBuilder(Now).Order(Ago(1), "ann", ("a", 2, 100)));
        Assert.Equal(1, frame.Days);
        Assert.Equal([2], frame.Sold(0).ToArray());
        Assert.Equal([2], frame.Demand(0).ToArray());
        Assert.True(frame.OutOfStock(0).IsEmpty && frame.Corrected(0).IsEmpty);
        Assert.Equal([false], frame.Promoted(0).ToArray());
        Assert.Equal(DemandState.New, frame.StateOf(0));
    }

    [Fact]
    public void A_product_in_stock_before_its_first_sale_starts_with_its_stock()
    {
        var frame = Build(new SnapshotBuilder(Now).Order(Ago(6), "ann", ("b", 1, 1))
            .Level(Ago(6), "a", 0).Level(Ago(4), "a", 5).Order(Ago(2), "ann", ("a", 1, 100))
            .Level(Ago(30), "c", 1).Level(Now.AddHours(-1), "d", 4));
        Assert.Equal([0, 2, 0, 6], Enumerable.Range(0, 4).Select(frame.StartOf));
        Assert.Equal([0, 0, 1, 0], frame.Sold(1).ToArray());
        Assert.Equal((DemandState.New, DemandState.Never, DemandState.Never), (frame.StateOf(1), frame.StateOf(2), frame.StateOf(3)));
        Assert.True(frame.OutOfStock(3).IsEmpty);
    }

    [Fact]
    public async Task The_frame_of_the_current_snapshot_is_kept_until_there_is_another()
    {
        var shop = new StandingShop(new SnapshotBuilder(Now).Order(Ago(1), "ann", ("a", 1, 1)).Build());
        var calendar = new StandingPromotions();
        var frames = new BuildDemand(shop, calendar);
        var first = await frames.CurrentAsync(default);
        Assert.Same(first, await frames.CurrentAsync(default));
        Assert.Same(shop.Snapshot, first.Snapshot);
        calendar.Plan = Promotions.Plan(Promotions.One(Now.AddDays(-3), new DateOnly(2024, 6, 12), new DateOnly(2024, 6, 13), 0.2));
        var planned = await frames.CurrentAsync(default);
        Assert.Equal([0, 0, 0.2f], planned.PlannedCuts(0, 3).ToArray());
        Assert.Same(planned, await frames.CurrentAsync(default));
        calendar.Plan = PromotionPlan.None;
        Assert.True((await frames.CurrentAsync(default)).PlannedCuts(0, 3).IsEmpty);
        shop.Snapshot = new SnapshotBuilder(Now).Order(Ago(1), "ann", ("a", 5, 1)).Build();
        var second = await frames.CurrentAsync(default);
        Assert.Equal(5, DemandSums.OfShop(second, DemandPart.Sold)[0]);
        Assert.NotSame(await frames.CurrentAsync(default), frames.Build(shop.Snapshot));
    }

    [Fact]
    public async Task A_stored_shop_gives_its_sales_and_its_days_out_of_stock()
    {
        using var rig = new ShopRig();
        rig.AddRegulars(12);
        rig.Folder.Database.Write((connection, transaction) => connection.Execute(
            "insert into data_stock_levels (product_id, at, units, import_id) values (1, @Empty, 0, 1)", new { Empty = rig.Now.AddDays(-6).ToUnixTimeMilliseconds() }, transaction: transaction));
        var frame = await rig.Get<IDemandFrames>().CurrentAsync(default);
        Assert.Equal(frame.Snapshot.Orders.LineQuantity.Sum(), DemandSums.OfShop(frame, DemandPart.Sold).Sum());
        Assert.Equal([.. Enumerable.Repeat(false, frame.Days - frame.StartOf(0) - 5), true, true, true, true, true], frame.OutOfStock(0).ToArray());
    }

    private static DemandFrame Build(SnapshotBuilder builder) => BuildDemand.Of(builder.Build());

    private static DateTimeOffset Ago(int days) => Now.AddDays(-days);

    private static DateTimeOffset At(int month, int day, int hour, int minute) => new(2024, month, day, hour, minute, 0, TimeSpan.Zero);
}
