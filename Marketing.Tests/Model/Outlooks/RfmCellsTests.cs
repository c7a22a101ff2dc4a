using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Outlooks;
using Marketing.Model.Recommenders;
using Marketing.Model.Registry;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Outlooks;

public sealed class RfmCellsTests
{
    private static readonly DateTimeOffset _now = new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(0.9, 2, 1)]
    [InlineData(1, 3, 7)]
    [InlineData(2.9, 4, 7)]
    [InlineData(3, 5, 13)]
    [InlineData(6.9, 8, 13)]
    [InlineData(7, 9, 19)]
    [InlineData(100_000, 1_000_000, 69)]
    public void A_cell_is_a_doubling_of_days_by_a_doubling_of_orders(double days, int orders, int cell) => Assert.Equal(cell, RfmCells.CellOf((long)(days * 86_400_000), orders));

    [Fact]
    public void Shares_times_and_money_of_a_cell_are_counted_and_shrunk_towards_everybody()
    {
        // One cut, 14 days ago. Four customers had one order ten days before it (cell A), two had two orders, the last a day before it (cell B).
        var shop = new SnapshotBuilder(_now);
        foreach (var name in (string[])["a1", "a2", "a3", "a4"])
        {
            shop.Order(_now.AddDays(-24), name, ("tea", 1, 100));
        }

        foreach (var name in (string[])["b1", "b2"])
        {
            shop.Order(_now.AddDays(-60), name, ("tea", 1, 100)).Order(_now.AddDays(-15.5), name, ("tea", 1, 100));
        }

        shop.Order(_now.AddDays(-12), "a1", ("cup", 2, 300)).Order(_now.AddDays(-3), "a1", ("cup", 1, 100));
        shop.Order(_now.AddDays(-5), "a2", ("cup", 1, 300)).Order(_now.AddDays(-13), "b1", ("cup", 1, 500));
        var snapshot = shop.Build();

        // Unshrunk: half of A came back within the fortnight, one in each week, and spent 1000 together.
        var plain = Foretold(Fit(snapshot, "horizon_days=14 cuts=1 pseudo_count=0"), Standing(10, 1), Standing(1.5, 2));
        Assert.Equal(0.5, plain[0].Churn, 1e-12);
        Assert.Equal((250.0, 14.0), (plain[0].Spend, plain[0].NextOrderDays!.Value));
        Assert.Equal(0.5, plain[1].Churn, 1e-12);
        Assert.Equal((250.0, 7.0), (plain[1].Spend, plain[1].NextOrderDays!.Value));

        // Three customers who do as all six do: 3 of 6 stayed away, and 1500 came of all.
        var shrunk = Foretold(Fit(snapshot, "horizon_days=14 cuts=1 pseudo_count=3"), Standing(10, 1), Standing(1.5, 2), Standing(400, 1));
        Assert.Equal((2 + (3 * 0.5)) / 7, shrunk[0].Churn, 1e-12);
        Assert.Equal((1000 + (3 * 250)) / 7.0, shrunk[0].Spend, 1e-9);
        Assert.Equal((1 + (3 * 0.5)) / 5, shrunk[1].Churn, 1e-12);

        // Nobody was seen so long after an order: everybody stands for them. After two of six in the first week, the third in the second makes half.
        Assert.Equal((0.5, 250.0, 14.0), (shrunk[2].Churn, shrunk[2].Spend, shrunk[2].NextOrderDays!.Value));
    }

    [Fact]
    public void Who_is_not_known_to_have_come_back_by_now_leaves_the_table_of_times_there()
    {
        // Cuts 7 and 37 days ago, weeks of 7 days. Before the later cut nothing is known after one week, before the earlier one after five.
        var shop = new SnapshotBuilder(_now).Order(_now.AddDays(-40), "early", ("tea", 1, 100)).Order(_now.AddDays(-10), "early", ("tea", 1, 100)).Order(_now.AddDays(-10), "late", ("tea", 1, 100));
        var model = Fit(shop.Build(), "horizon_days=7 cuts=2 pseudo_count=0");

        // early at the earlier cut: one order three days before, back after 27 days, in the fourth week. late at the later cut: the same cell, away for the one week that is known.
        var seen = Foretold(model, Standing(3, 1))[0];
        Assert.Equal(1.0, seen.Churn);
        Assert.Equal(24.5, seen.NextOrderDays!.Value, 1e-9);
        Assert.Equal(0.0, seen.Spend);
    }

    [Fact]
    public void The_rarer_and_the_longer_ago_the_likelier_to_stay_away()
    {
        // Every customer orders by chance at a pace of their own; a third has stopped at some time.
        var random = new SeededRandom(5);
        var shop = new SnapshotBuilder(_now);
        for (var c = 0; c < 600; c++)
        {
            var (gap, end) = (5 + (random.NextDouble() * 40), c % 3 == 0 ? random.NextDouble() * 500 : 0);
            for (var ago = 700.0; ago > end; ago += gap * Math.Log(1 - random.NextDouble()))
            {
                shop.Order(_now.AddDays(-ago), $"c{c}", ("tea", 1, 100 + random.NextInt(50)));
            }
        }

        var churn = Array.ConvertAll(Foretold(Fit(shop.Build(), "horizon_days=28"), Standing(2, 20), Standing(20, 20), Standing(50, 20), Standing(300, 20)), one => one.Churn);
        Assert.Equal(churn.Order(), churn);
        Assert.True(churn[0] < 0.3 && churn[3] > 0.8, string.Join(" ", churn));
        var outlooks = Foretold(Fit(shop.Build(), "horizon_days=28"), Standing(2, 20), Standing(80, 20));
        Assert.True(outlooks[0].Spend > outlooks[1].Spend && outlooks[0].NextOrderDays < (outlooks[1].NextOrderDays ?? double.MaxValue));
    }

    [Fact]
    public void Nothing_at_or_after_the_instant_of_a_snapshot_is_used()
    {
        static SnapshotBuilder Shop() => new SnapshotBuilder(_now).Order(_now.AddDays(-50), "a", ("tea", 1, 100)).Order(_now.AddDays(-20), "a", ("tea", 1, 100)).Order(_now.AddDays(-50), "b", ("tea", 1, 100));
        var later = Shop().Order(_now, "b", ("tea", 9, 900)).Order(_now.AddDays(3), "a", ("tea", 9, 900));
        Assert.Equal(ModelFiles.Pack(Fit(Shop().Build(), "horizon_days=28")), ModelFiles.Pack(Fit(later.Build(), "horizon_days=28")));
    }

    [Fact]
    public void A_shop_that_is_empty_or_younger_than_the_horizon_tells_nothing()
    {
        Assert.False(Fit(new SnapshotBuilder(_now).Build(), "").TellsOutlooks);
        var young = Fit(new SnapshotBuilder(_now).Order(_now.AddDays(-89), "a", ("tea", 1, 100)).Build(), "");
        Assert.False(young.TellsOutlooks);
        Assert.Throws<InvalidOperationException>(() => Foretold(young, Standing(1, 1)));
    }

    [Fact]
    public void One_customer_is_foretold_what_they_did_and_nobody_who_never_ordered_is_known()
    {
        var shop = new SnapshotBuilder(_now).Order(_now.AddDays(-100), "a", ("tea", 1, 100)).Order(_now.AddDays(-80), "a", ("tea", 2, 100)).Event(_now.AddDays(-1), "b", "tea", EventKind.View).Build();
        var outlooks = new CustomerOutlook?[2];
        Fit(shop, "").Foretell(shop, [0, 1], outlooks);
        Assert.Equal((0.0, 200.0), (outlooks[0]!.Value.Churn, outlooks[0]!.Value.Spend));
        Assert.InRange(outlooks[0]!.Value.NextOrderDays!.Value, 7, 14);
        Assert.Null(outlooks[1]);
    }

    [Fact]
    public void A_model_comes_back_from_its_file_and_every_damage_is_refused()
    {
        using var rig = new ModelRig();
        var shop = new SnapshotBuilder(_now).Order(_now.AddDays(-100), "a", ("tea", 1, 100)).Order(_now.AddDays(-80), "a", ("tea", 2, 100)).Order(_now.AddDays(-95), "b", ("tea", 2, 100)).Build();
        var bytes = ModelFiles.Pack(Fit(shop, "cuts=3"));
        var back = (RfmCells)rig.Files.Unpack(bytes, reason => throw new InvalidOperationException(reason));
        Assert.Equal(bytes, ModelFiles.Pack(back));
        Assert.Equal((90, "rfm-cells", "3"), (back.HorizonDays, back.Kind, back.Parameters["cuts"]));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<OperatorException>(() => rig.Files.Unpack(bytes[..length], reason => new OperatorException(reason, "")));
        }

        // The last number is the spend of the last cell, the ones before its days and its churn.
        Assert.Contains("cannot be", Assert.Throws<OperatorException>(() => rig.Files.Unpack([.. bytes[..^8], .. BitConverter.GetBytes(-1.0)], reason => new OperatorException(reason, ""))).Message);
        Assert.Contains("cannot be", Assert.Throws<OperatorException>(() => rig.Files.Unpack([.. bytes[..^24], .. BitConverter.GetBytes(1.5), .. bytes[^16..]], reason => new OperatorException(reason, ""))).Message);
    }

    private static StoredOutlook Fit(ShopSnapshot shop, string parameters)
    {
        var method = new RfmCellsMethod();
        var given = parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return method.Fit(shop, ParameterValues.Of(method.Kind, method.Parameters, given), null, default);
    }

    // Somebody who stands in the cell of some days since the last of some orders.
    private static (double Days, int Orders) Standing(double days, int orders) => (days, orders);

    private static CustomerOutlook[] Foretold(StoredOutlook model, params (double Days, int Orders)[] standing)
    {
        var shop = new SnapshotBuilder(_now);
        for (var c = 0; c < standing.Length; c++)
        {
            for (var order = 0; order < standing[c].Orders; order++)
            {
                shop.Order(_now.AddDays(-standing[c].Days), $"{c}", ("tea", 1, 100));
            }
        }

        var outlooks = new CustomerOutlook?[standing.Length];
        model.Foretell(shop.Build(), [.. Enumerable.Range(0, standing.Length)], outlooks);
        return [.. outlooks.Select(outlook => outlook!.Value)];
    }
}
