using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Popularity;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Recommenders.Popularity;

public sealed class PopularTests : RecommenderConformance
{
    private protected override IRecommenderMethod Method => new PopularMethod();

    protected override bool Personal => false;

    [Fact]
    public void Without_decay_it_counts_distinct_known_customers()
    {
        var shop = new SnapshotBuilder(Now)
            .Order(Now.AddDays(-900), "ann", ("a", 5, 1), ("a", 1, 1), ("b", 1, 1))
            .Order(Now.AddDays(-2), "ann", ("a", 1, 1))
            .Order(Now.AddDays(-2), "bob", ("a", 1, 1))
            .Order(Now.AddDays(-2), null, ("b", 1, 1))
            .Build();
        Assert.Equal([2, 1], Popular.Of(shop, default));
    }

    [Fact]
    public void A_purchase_one_half_life_old_counts_half_and_only_the_latest_counts()
    {
        var shop = new SnapshotBuilder(Now)
            .Order(Now.AddDays(-30), "ann", ("a", 1, 1))
            .Order(Now.AddDays(-60), "bob", ("a", 1, 1))
            .Order(Now.AddDays(-90), "bob", ("a", 1, 1))
            .Build();
        Assert.Equal(0.75f, Popular.Of(shop, new InterestTerms(0, 0, 30))[0], 1e-6f);
    }
}
