using Marketing.Features;
using Marketing.Features.Frame;
using Marketing.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Features.Frame;

public sealed class BuildFrameTests
{
    private static readonly DateTimeOffset Now = new(2024, 6, 30, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_history_becomes_the_features_computed_by_hand()
    {
        var frame = Build(new SnapshotBuilder(Now)
            .Order(Day(1), "ann", ("a", 2, 100), ("b", 1, 50), ("a", 1, 100))
            .Order(Day(11), "ann", ("a", 1, 100))
            .Order(Day(11).AddHours(3), "ann", ("c", 4, 10))
            .Order(Day(21), "ann", ("b", 2, 50))
            .Return(Day(22), "ann", "a", 2, 100));
        Assert.Equal(9, frame.RecencyDays[0]);
        Assert.Equal(29, frame.TenureDays[0]);
        Assert.Equal(4, frame.Frequency[0]);
        Assert.Equal(350 + 100 + 40 + 100 - 200, frame.Monetary[0]);
        Assert.Equal(10, frame.MeanGapDays[0]);
        Assert.Equal(5 / 4f, frame.BasketSize[0]);
        Assert.Equal(2 / 11f, frame.ReturnRate[0]);
        Assert.Equal((5, 5, 5), (frame.R[0], frame.F[0], frame.M[0]));
    }

    [Fact]
    public void A_customer_without_an_order_has_no_recency_and_no_score()
    {
        var frame = Build(new SnapshotBuilder(Now).Customer("nobody").Order(Day(2), "ann", ("a", 1, 100)).Return(Day(3), "nobody", "a", 1, 100));
        Assert.True(float.IsNaN(frame.RecencyDays[0]) && float.IsNaN(frame.TenureDays[0]) && float.IsNaN(frame.MeanGapDays[0]) && float.IsNaN(frame.BasketSize[0]) && float.IsNaN(frame.ReturnRate[0]));
        Assert.Equal((0, -100L, 0, 0, 0, ""), (frame.Frequency[0], frame.Monetary[0], frame.R[0], frame.F[0], frame.M[0], frame.Affinity[0]));
        Assert.True(float.IsNaN(frame.MeanGapDays[1]));
    }

    [Fact]
    public void Days_are_those_of_the_shop()
    {
        // Half past eleven at night in UTC is the next day in London in summer.
        var frame = Build(new SnapshotBuilder(Now).Order(new DateTimeOffset(2024, 6, 28, 23, 30, 0, TimeSpan.Zero), "ann", ("a", 1, 100)));
        Assert.Equal(1, frame.RecencyDays[0]);
    }

    [Fact]
    public void More_units_back_than_bought_count_as_everything_returned()
    {
        var frame = Build(new SnapshotBuilder(Now).Order(Day(1), "ann", ("a", 1, 100)).Return(Day(2), "ann", "a", 5, 100));
        Assert.Equal(1, frame.ReturnRate[0]);
        Assert.Equal(-400, frame.Monetary[0]);
    }

    [Fact]
    public void Anonymous_sales_belong_to_nobody()
    {
        var frame = Build(new SnapshotBuilder(Now).Order(Day(1), "ann", ("a", 1, 100)).Order(Day(2), null, ("a", 9, 100)));
        Assert.Equal([1], frame.Frequency);
        Assert.Equal([100], frame.Monetary);
    }

    [Fact]
    public void An_empty_shop_has_an_empty_frame() => Assert.Empty(Build(new SnapshotBuilder(Now)).Frequency);

    [Fact]
    public async Task Readers_of_the_same_snapshot_share_one_frame()
    {
        var shop = new StandingShop(new SnapshotBuilder(Now).Order(Day(1), "ann", ("a", 1, 100)).Build());
        var features = new BuildFrame(shop, new NoTreatments(), Options.Create(new FeaturesOptions()));
        var frames = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => features.CurrentAsync(default))));
        Assert.All(frames, frame => Assert.Same(frames[0], frame));
        shop.Snapshot = new SnapshotBuilder(Now).Build();
        Assert.Same(shop.Snapshot, (await features.CurrentAsync(default)).Snapshot);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void The_whole_retail_shop_has_features_of_every_buyer()
    {
        var snapshot = RetailProtocol.Shop.Snapshot(new DateTimeOffset(2011, 12, 10, 0, 0, 0, TimeSpan.Zero));
        var frame = new BuildFrame(new StandingShop(snapshot), new NoTreatments(), Options.Create(new FeaturesOptions())).Build(snapshot);
        Assert.All(frame.Affinity, Assert.NotEmpty);
        Assert.All(frame.R.Concat(frame.F).Concat(frame.M), score => Assert.InRange(score, 1, 5));
        var best = Array.IndexOf(snapshot.Customers.Key, "18102");
        Assert.Equal((5, 5), (frame.F[best], frame.M[best]));
    }

    private static DateTimeOffset Day(int day) => new(2024, 6, day, 10, 0, 0, TimeSpan.Zero);

    private static FeatureFrame Build(SnapshotBuilder shop)
    {
        var snapshot = shop.Build();
        return new BuildFrame(new StandingShop(snapshot), new NoTreatments(), Options.Create(new FeaturesOptions())).Build(snapshot);
    }
}
