using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Recommendations;

public sealed class RecommendProductsTests : IDisposable
{
    private readonly ShopRig _rig = new();

    private IRecommendations Recommendations => _rig.Get<IRecommendations>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_list_names_own_products_as_the_reason_and_fills_up_with_what_the_country_buys()
    {
        _rig.AddRegulars(40);
        var champion = await _rig.TrainChampionAsync();

        // Customer 1 has bought 5, 6 and 7; those of the same taste also buy 8. The other taste is 1 to 4; 9 is out of stock.
        var list = await Recommendations.ForAsync(new RecommendationQuery(new CustomerId(1), 10), default);
        Assert.Equal((champion.Id, "item-knn"), (list.Model, list.Kind));
        Assert.Equal("P8", list.Products[0].Code);
        var reason = Assert.Single(list.Products[0].Reasons);
        Assert.Equal(ReasonCodes.BoughtTogether, reason.Code);
        Assert.Subset(new HashSet<string> { "p:5", "p:6", "p:7" }, reason.Arguments.ToHashSet());
        Assert.Equal(["P1", "P2", "P3", "P4"], list.Products.Skip(1).Select(product => product.Code).Order());
        Assert.Equal("item-knn", list.Products[0].Kind);
        Assert.All(list.Products.Skip(1), product => Assert.Equal(("country", "France"), (product.Kind, Assert.Single(Assert.Single(product.Reasons, reason => reason.Code == ReasonCodes.PopularInCountry).Arguments))));
    }

    [Fact]
    public async Task What_was_bought_before_comes_only_when_asked_for_and_says_so()
    {
        _rig.AddRegulars(40);
        await _rig.TrainChampionAsync();
        var list = await Recommendations.ForAsync(new RecommendationQuery(new CustomerId(1), 8) { Bought = BoughtPolicy.Include }, default);
        Assert.Equal(8, list.Products.Select(product => product.Product).Distinct().Count());
        var bought = list.Products.Where(product => product.Reasons.Any(reason => reason.Code == ReasonCodes.BoughtBefore)).Select(product => product.Code).Order();
        Assert.Equal(["P5", "P6", "P7"], bought);
    }

    [Fact]
    public async Task Somebody_unknown_gets_what_is_popular()
    {
        _rig.AddRegulars(40);
        await _rig.TrainChampionAsync();
        foreach (var customer in (CustomerId?[])[null, new CustomerId(999)])
        {
            var list = await Recommendations.ForAsync(new RecommendationQuery(customer, 3), default);
            Assert.Equal(3, list.Products.Count);
            Assert.DoesNotContain(list.Products, product => product.Code == "P9");
            Assert.DoesNotContain(list.Products.SelectMany(product => product.Reasons), reason => reason.Code is ReasonCodes.BoughtTogether or ReasonCodes.BoughtBefore);
        }

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Recommendations.ForAsync(new RecommendationQuery(null, 0), default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Recommendations.ForAsync(new RecommendationQuery(null, 101), default));
    }

    [Fact]
    public async Task Many_may_ask_at_once()
    {
        _rig.AddRegulars(60);
        await _rig.TrainChampionAsync();
        var alone = new List<string>();
        for (var customer = 1; customer <= 60; customer++)
        {
            alone.Add(Codes(await Recommendations.ForAsync(new RecommendationQuery(new CustomerId(customer), 5), default)));
        }

        _rig.Get<ISnapshots>().Invalidate();
        var together = await Task.WhenAll(Enumerable.Range(1, 60).Select(customer => Task.Run(() => Recommendations.ForAsync(new RecommendationQuery(new CustomerId(customer), 5), default))));
        Assert.Equal(alone, together.Select(Codes));
    }

    private static string Codes(RecommendationList list) => string.Join(' ', list.Products.Select(product => product.Code));
}
