using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Popularity;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Recommenders.Popularity;

public sealed class PersonalTests : RecommenderConformance
{
    private protected override IRecommenderMethod Method => new PersonalMethod();

    // What others bought counts for everybody alike.
    protected override bool Personal => false;

    protected override bool Learned => false;

    [Fact]
    public void Own_products_come_by_orders_then_day_then_popularity_and_all_others_behind()
    {
        var shop = new SnapshotBuilder(Now)
            .Order(Now.AddDays(-9), "ann", ("often", 1, 1), ("old", 1, 1))
            .Order(Now.AddDays(-5), "ann", ("often", 1, 1), ("often", 1, 1))
            .Order(Now.AddDays(-2), "ann", ("new", 1, 1), ("liked", 1, 1))
            .Order(Now.AddDays(-1), "bob", ("liked", 1, 1), ("others", 1, 1))
            .Order(Now.AddDays(-1), "cat", ("others", 1, 1))
            .Build();
        var scores = Scores(Method.Fit(shop, "half_life_days=none"), shop, 0);
        Assert.Equal(["often", "liked", "new", "old", "others"], Enumerable.Range(0, scores.Length).OrderByDescending(product => scores[product]).Select(product => shop.Products.Code[product]));
        Assert.InRange(scores[0], 2, 3);
        Assert.All(scores[1..4], score => Assert.InRange(score, 1, 2));
        Assert.InRange(scores[4], 0, 1);
    }
}
