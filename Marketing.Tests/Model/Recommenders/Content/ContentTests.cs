using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Content;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Recommenders.Content;

public sealed class ContentTests : RecommenderConformance
{
    private protected override IRecommenderMethod Method => new ContentMethod();

    // What others bought says nothing; a score is a sum over the own products all the same.
    protected override bool Personal => false;

    protected override bool Additive => true;

    protected override double Rounding => 1e-6;

    [Fact]
    public void Terms_are_words_pairs_of_ideographs_levels_of_the_category_and_the_brand()
    {
        Assert.Equal(
            ["b皇家", "cdécor", "cdécor > mugs", "w2", "wbone", "wchina", "wset"],
            ProductText.Terms("SET/2 Bone-CHINA", "Décor > Mugs", " 皇家 ", 0).Order(StringComparer.Ordinal));
        Assert.Equal(["w500ml", "w保温", "w温杯", "w红"], ProductText.Terms("保温杯 ５００ML 红", "", "", 0).Order(StringComparer.Ordinal));
        Assert.Equal(["p mu", "pmug", "wmug"], ProductText.Terms("mug", "", "", 3).Order(StringComparer.Ordinal));
        Assert.Empty(ProductText.Terms("- ", " ", "", 3));
    }

    [Fact]
    public void The_cosine_of_two_products_follows_by_hand()
    {
        var shop = Mugs();
        var scores = Scores(Method.Fit(shop, "recency_days=none"), shop, 0);

        // Five products: "mug" is on three, "red" and "tea" on two each, both levels of the category on two.
        double Idf(int found) => Math.Log(1 + (5.0 / found));
        var (mug, red, home) = (Idf(3), Idf(2), Idf(2));
        var (own, blue) = (Math.Sqrt((red * red) + (mug * mug) + (2 * home * home)), Math.Sqrt((Idf(1) * Idf(1)) + (mug * mug) + (2 * home * home)));
        Assert.Equal(1, scores[0], 1e-6);
        Assert.Equal(((mug * mug) + (2 * home * home)) / (own * blue), scores[1], 1e-6);
        Assert.Equal(0, scores[3]);
    }

    [Fact]
    public void What_was_never_sold_is_scored_and_the_common_terms_are_told()
    {
        var shop = Mugs();
        var model = Method.Fit(shop, "recency_days=none");
        Assert.True(Scores(model, shop, 0)[2] > 0);
        Assert.Equal(["red", "mug"], model.Shared(shop, 0, 2, 9));
        Assert.Equal(["home > mugs"], model.Shared(shop, 0, 1, 1));
        Assert.Empty(model.Shared(shop, 0, 3, 9));
        Assert.Empty(model.Shared(shop, -1, 2, 9));
    }

    [Fact]
    public void Later_purchases_weigh_more_by_their_half_life()
    {
        var shop = new SnapshotBuilder(Now)
            .Product("a", "red mug").Product("b", "green tea").Product("c", "red tea")
            .Order(Now.AddDays(-30), "ann", ("a", 1, 1)).Order(Now.AddDays(-10), "ann", ("b", 1, 1)).Order(Now.AddDays(-20), "ann", ("b", 1, 1))
            .Build();
        var explained = Method.Fit(shop, "recency_days=10").Explain(shop, 0, 2, 9);
        var alike = Method.Fit(shop, "recency_days=none").Explain(shop, 0, 2, 9).ToDictionary(one => one.Product, one => one.Value);
        Assert.Equal([(1, alike[1]), (0, alike[0] / 4)], explained.Select(one => (one.Product, one.Value)));
    }

    private static Marketing.Data.ShopSnapshot Mugs() => new SnapshotBuilder(Now)
        .Product("own", "Red mug", "Home>Mugs").Product("blue", "BLUE MUG", "home > mugs").Product("new", "red mug tea").Product("tea", "green tea").Product("lamp", "lamp")
        .Order(Now.AddDays(-3), "ann", ("own", 1, 1))
        .Order(Now.AddDays(-2), "bob", ("blue", 1, 1), ("tea", 1, 1))
        .Build();
}
