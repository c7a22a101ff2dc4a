using Marketing.App.Components.Pages.Recommendations;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Pages.Recommendations;

/// <summary>Lists and methods beside each other, and how evenly places are spread.</summary>
public sealed class MethodListsTests
{
    [Fact]
    public void Each_method_stands_once_with_its_newest_version_and_the_champion_first()
    {
        var latest = MethodLists.Latest([Version(5, "popular", 2), Version(4, "item-knn", 2), Version(3, "item-knn", 1, ModelState.Champion), Version(2, "als", 1), Version(1, "popular", 1, ModelState.Retired)]);
        Assert.Equal([3L, 2L, 5L], latest.Select(version => version.Id.Value));
    }

    [Fact]
    public void Products_in_several_lists_are_counted_and_rules_at_work_are_named()
    {
        MethodList[] lists = [List(1, (1, ReasonCodes.Pinned), (2, ReasonCodes.Popular)), List(2, (2, ReasonCodes.Boosted), (3, ReasonCodes.Model))];
        var common = MethodLists.Common(lists);
        Assert.Equal((1, 2, 1), (common[new ProductId(1)], common[new ProductId(2)], common[new ProductId(3)]));
        Assert.Equal(["pinned 1", "boosted 2"], MethodLists.RulesAtWork(lists));
    }

    [Fact]
    public void Recent_purchases_are_the_last_orders_newest_first_each_product_once()
    {
        var start = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var shop = new SnapshotBuilder(start.AddDays(100))
            .Order(start, "anna", ("old", 1, 100))
            .Order(start.AddDays(10), "anna", ("cup", 1, 100), ("pot", 1, 100))
            .Order(start.AddDays(20), "bob", ("tea", 1, 100))
            .Order(start.AddDays(30), "anna", ("pot", 2, 100), ("pot", 1, 100))
            .Build();
        var anna = new CustomerId(shop.Customers.Id[shop.Orders.Customer[0]]);
        var recent = MethodLists.Recent(shop, anna, 2, 10);
        Assert.Equal([("pot", 2), ("cup", 1)], recent.Select(purchase => (shop.Products.Code[shop.Products.IndexOf(purchase.Product)], purchase.Orders)));
        Assert.Equal(start.AddDays(30), recent[0].At);
        Assert.Equal("pot", Assert.Single(MethodLists.Recent(shop, anna, 3, 1)).Name);
        Assert.Empty(MethodLists.Recent(shop, new CustomerId(99), 2, 10));
    }

    [Fact]
    public void The_board_puts_the_most_accurate_first_and_compares_with_the_champion_on_the_same_customers()
    {
        var gain = new Metric("ndcg@10 gain", -0.02, -0.03, -0.01);
        var report = new BacktestReport(1, default, default, default, true, 10, [new MethodResult("popular", [], null, new Dictionary<string, Metric> { ["item-knn"] = gain }, 1, 1)], []);
        var standings = MethodBoard.Of([Version(1, "popular", 1, ModelState.Retired, 0.05), Version(2, "item-knn", 1, ModelState.Champion, 0.08), Version(3, "als", 1)], report);
        Assert.Equal(["item-knn", "popular"], standings.Select(standing => standing.Version.Kind));
        Assert.Equal([null, gain], standings.Select(standing => standing.AgainstChampion));
    }

    [Theory]
    [InlineData(new long[] { 5, 5, 5, 5 }, 4, 1.0, 0.25, 0.0)]
    [InlineData(new long[] { 20 }, 4, 0.25, 1.0, 0.75)]
    [InlineData(new long[] { 1, 3 }, 4, 0.5, 0.75, 0.625)]
    public void Places_are_spread_as_the_formula_says(long[] places, int catalogue, double coverage, double top, double gini)
    {
        var spread = Concentration.Of(places, catalogue)!;
        Assert.Equal((coverage, top, gini), (spread.Coverage, spread.TopShare, Math.Round(spread.Gini, 12)));
        Assert.Null(Concentration.Of([], catalogue));
    }

    private static ModelVersion Version(long id, string kind, long version, ModelState state = ModelState.Challenger, double? ndcg = null) =>
        new(new ModelVersionId(id), "recommend", kind, version, state, new Dictionary<string, string>(), default, default, default, 1, 1, "", 1, ndcg is { } value ? [new Metric("ndcg@10", value)] : [], null, null);

    private static MethodList List(long version, params (long Product, string Reason)[] products) => new(
        Version(version, "m", version),
        new RecommendationList(null, null, "m", [.. products.Select(product => new RecommendedProduct(new ProductId(product.Product), "", "", 0, 1, [new Reason(product.Reason, [$"{product.Reason} {product.Product}"])]))]));
}
