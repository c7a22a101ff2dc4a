using Marketing.Features;
using Marketing.Features.Demand;
using Marketing.Tests.Support;

namespace Marketing.Tests.Features.Demand;

public sealed class DemandSumsTests
{
    private static readonly DateTimeOffset Now = new(2024, 6, 10, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Categories_and_the_shop_are_sums_of_their_products()
    {
        var frame = BuildDemand.Of(new SnapshotBuilder(Now).Product("a", "A", "Cups").Product("b", "B", "Cups").Product("c", "C", "Tea").Product("d")
            .Order(Ago(4), null, ("a", 1, 100), ("d", 9, 100)).Order(Ago(3), null, ("b", 2, 100), ("c", 4, 100)).Order(Ago(1), null, ("a", 8, 100))
            .Return(Ago(2), null, "a", 1, 100).Return(Ago(4), null, "c", 1, 100).Build());
        Assert.Equal([10, 6, 0, 8], DemandSums.OfShop(frame, DemandPart.Sold));
        Assert.Equal([0, 0, 1, 0], DemandSums.OfShop(frame, DemandPart.Returned));
        var categories = DemandSums.OfCategories(frame, DemandPart.Sold);
        Assert.Equal(["", "Cups", "Tea"], categories.Select(category => category.Key));
        Assert.Equal([9, 0, 0, 0], categories[0].Value);
        Assert.Equal([1, 2, 0, 8], categories[1].Value);
        Assert.Equal([0, 4, 0, 0], categories[2].Value);
        Assert.Equal([1, 4, 0, 8], DemandSums.Of(frame, [0, 2], DemandPart.Sold));
    }

    [Fact]
    public void A_sum_of_demand_rises_by_the_days_out_of_stock()
    {
        var shop = new SnapshotBuilder(Now).Order(Ago(21), null, ("a", 4, 100), ("b", 1, 100)).Order(Ago(14), null, ("a", 6, 100)).Level(Ago(14).AddHours(1), "a", 0);
        var frame = BuildDemand.Of(shop.Build());
        Assert.Equal([5, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], DemandSums.OfShop(frame, DemandPart.Sold));
        Assert.Equal([5, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0], DemandSums.OfShop(frame, DemandPart.Demand));
        Assert.Equal([5, 6, 5], DemandSums.OfWeeks(DemandSums.OfShop(frame, DemandPart.Demand)));
    }

    [Fact]
    public void Weeks_end_on_the_last_day_and_are_whole()
    {
        Assert.Equal([35, 84], DemandSums.OfWeeks([100, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]));
        Assert.Equal([28], DemandSums.OfWeeks([1, 2, 3, 4, 5, 6, 7]));
        Assert.Empty(DemandSums.OfWeeks([1, 2, 3, 4, 5, 6]));
        Assert.Empty(DemandSums.OfWeeks([]));
    }

    private static DateTimeOffset Ago(int days) => Now.AddDays(-days);
}
