using Marketing.Kernel.Numerics;
using Marketing.Strategy;
using Marketing.Strategy.Inventory;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Inventory;

public sealed class SimulatePolicyTests
{
    [Fact]
    public void A_replay_by_hand()
    {
        // Reviewed on days 0, 2, 4: 5 left is at s = 5, so 5 more are ordered on day 2 and arrive on day 4.
        float[] demand = [2, 3, 4, 3, 1, 1];
        var stock = new double[6];
        var run = SimulatePolicy.Run(demand, 0, 2, [2, 2, 2, 2, 2, 2], _ => new PolicyLevels(5, 10), 10, stock);
        Assert.Equal([8.0, 5, 1, 0, 4, 3], stock);
        Assert.Equal(new PolicyRun(10, 5, 12, 2, 3, 1, 2), run);
    }

    [Fact]
    public void No_unit_is_made_or_lost_and_stock_is_never_below_none()
    {
        var random = new SeededRandom(5);
        for (var round = 0; round < 50; round++)
        {
            var demand = Enumerable.Range(0, 120).Select(_ => random.NextInt(4) == 0 ? random.NextInt(9) + 0.5f : 0).ToArray();
            var leads = Enumerable.Range(0, 90).Select(_ => 1 + random.NextInt(20)).ToArray();
            var stock = new double[90];
            var run = SimulatePolicy.Run(demand, 30, 1 + random.NextInt(9), leads, _ => new PolicyLevels(8, 20, 3), null, stock);
            Assert.Equal(run.End, run.Start + run.Received - run.Sold, 6);
            Assert.Equal(demand.Skip(30).Sum(units => (double)units), run.Sold + run.Lost, 6);
            Assert.All(stock, units => Assert.True(units >= 0));
        }
    }

    [Fact]
    public void A_review_is_told_only_of_the_days_before_it()
    {
        float[] demand = [.. Enumerable.Range(0, 40).Select(day => (float)day)];
        var told = new List<(int Days, float Last)>();
        SimulatePolicy.Run(demand, 20, 5, Enumerable.Repeat(3, 20).ToArray(), before => Told(before), 100, new double[20]);
        Assert.Equal([(20, 19f), (25, 24f), (30, 29f), (35, 34f)], told);

        PolicyLevels Told(ReadOnlySpan<float> before)
        {
            told.Add((before.Length, before[^1]));
            return new PolicyLevels(5, 10);
        }
    }

    [Fact]
    public void The_policy_and_the_naive_one_meet_the_same_demand_and_come_out_the_same_again()
    {
        var shop = StockShops.Shop(200, ("a", 30, 9), ("b", 30, double.NaN));
        var board = StockShops.Board(shop, StockShops.Book(shop, 1, 1), new InventoryOptions());
        var one = ReplayHistory.Of(board, new SimulationQuery(100, 10), default)!;
        Assert.Equal((100, 2), (one.Days, one.Products));
        Assert.Equal(new DateOnly(2024, 2, 24), one.From);
        Assert.Null(one.Known);

        // One a day of each: nothing is lost that a whole month of stock would have held.
        Assert.Equal(1, one.Naive.FillRate);
        Assert.True(one.Policy.FillRate > 0.95);
        Assert.Equal(one.PolicyStock.Average(), one.Policy.MeanStock, 6);
        Assert.Equal(one.Policy, ReplayHistory.Of(board, new SimulationQuery(100, 10), default)!.Policy);
    }

    [Fact]
    public void A_short_history_is_not_replayed()
    {
        var shop = StockShops.Shop(80, ("a", 30, 9));
        Assert.Null(ReplayHistory.Of(StockShops.Board(shop, StockShops.Book(shop, 1)), new SimulationQuery(), default));
    }

    [Fact]
    public void What_really_happened_is_counted_where_levels_are_known()
    {
        var builder = new SnapshotBuilder(StockShops.Now).Level(StockShops.Now.AddDays(-120), "a", 1000).Level(StockShops.Now.AddDays(-30).Date, "a", 0).Level(StockShops.Now.AddDays(-20).Date, "a", 50);
        for (var day = 120; day >= 1; day--)
        {
            if (day is > 30 or <= 20)
            {
                builder.Order(StockShops.Now.AddDays(-day), "c", ("a", 2, 100));
            }
        }

        var shop = builder.Build();
        shop.Products.Stock[0] = 10;
        var known = ReplayHistory.Of(StockShops.Board(shop, StockShops.Book(shop, 2)), new SimulationQuery(56, 10), default)!.Known!;
        Assert.Equal(1, known.Products);
        Assert.Equal(0.16, known.Real.OutShare, 2);
        Assert.InRange(known.Real.LostUnits, 16, 22);
        Assert.Null(known.Real.Orders);
        Assert.True(known.Policy.FillRate > known.Real.FillRate);
    }
}
