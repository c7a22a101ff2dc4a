using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Sequences;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Recommenders.Sequences;

public sealed class FollowTests : RecommenderConformance
{
    private protected override IRecommenderMethod Method => new FollowMethod();

    protected override bool Personal => true;

    // Equal scores are set apart by steps of single precision, in the order of popularity.
    protected override double Rounding => 1e-5;

    [Fact]
    public void What_came_next_counts_by_customers_and_later_orders_weigh_more()
    {
        var shop = new SnapshotBuilder(Now)
            .Order(Now.AddDays(-9), "ann", ("a", 1, 1)).Order(Now.AddDays(-8), "ann", ("b", 1, 1)).Order(Now.AddDays(-7), "ann", ("a", 1, 1)).Order(Now.AddDays(-6), "ann", ("b", 1, 1))
            .Order(Now.AddDays(-9), "bob", ("a", 1, 1)).Order(Now.AddDays(-8), "bob", ("b", 1, 1), ("c", 1, 1)).Order(Now.AddDays(-7), "bob", ("d", 1, 1))
            .Order(Now.AddDays(-9), "cat", ("b", 1, 1)).Order(Now.AddDays(-8), "cat", ("a", 1, 1))
            .Build();
        var model = Method.Fit(shop, "mix=0");

        // After a came b with ann and bob, c with bob; after b came a with ann and cat, d with bob. The latest order of cat holds a.
        Assert.Equal([0.5 * 2, 1 * 2, 1, 0.5 * 1], Scores(model, shop, 2).Select(score => Math.Round(score, 5)));
        Assert.Equal([0, 2, 1, 0], Scores(Method.Fit(shop, "mix=0 last=1"), shop, 2).Select(score => Math.Round(score, 5)));
        Assert.Equal([2, 2, 1, 1], Scores(Method.Fit(shop, "mix=0 decay=false"), shop, 2).Select(score => Math.Round(score, 5)));
        Assert.Equal([(0, 1f), (1, 0f)], new[] { 0, 1 }.Select(product => (product, model.Explain(shop, 2, 2, 9).SingleOrDefault(one => one.Product == product).Value)));
    }

    [Fact]
    public void Equal_scores_and_what_nothing_speaks_for_go_by_popularity()
    {
        var shop = new SnapshotBuilder(Now)
            .Order(Now.AddDays(-9), "ann", ("a", 1, 1)).Order(Now.AddDays(-8), "ann", ("b", 1, 1), ("c", 1, 1))
            .Order(Now.AddDays(-7), "dan", ("c", 1, 1), ("e", 1, 1)).Order(Now.AddDays(-7), "eve", ("e", 1, 1), ("d", 1, 1))
            .Order(Now.AddDays(-5), "bob", ("a", 1, 1))
            .Build();
        var scores = Scores(Method.Fit(shop, "mix=0 half_life_days=none"), shop, 3);
        Assert.Equal(["c", "b", "a", "e", "d"], Enumerable.Range(0, scores.Length).OrderByDescending(product => scores[product]).Select(product => shop.Products.Code[product]));
        Assert.InRange(scores[3], 0, 2e-9f);
    }

    [Theory]
    [InlineData(1, 0, 0, true)]
    [InlineData(0, 1, 2, true)]
    [InlineData(1, 0.5, 0, false)]
    public void Scores_are_those_of_the_slow_clear_version(double follow, double mix, int last, bool decay)
    {
        var shop = RandomShop(13);
        var model = Method.Fit(shop, FormattableString.Invariant($"follow={follow} mix={mix} last={last} decay={(decay ? "true" : "false")}"));
        var baskets = Enumerable.Range(0, shop.Customers.Count).Select(customer => Enumerable.Range(0, shop.Orders.Count).Where(o => shop.Orders.Customer[o] == customer)
            .Select(o => shop.Orders.LineProduct[shop.Orders.LineStart[o]..shop.Orders.LineStart[o + 1]].ToHashSet()).ToList()).ToList();
        var bought = baskets.ConvertAll(orders => orders.SelectMany(basket => basket).ToHashSet());
        int Buyers(int product) => bought.Count(own => own.Contains(product));
        double Cosine(int a, int b) => bought.Count(own => own.Contains(a) && own.Contains(b)) / Math.Sqrt((double)Buyers(a) * Buyers(b));
        int Next(int a, int b) => baskets.Count(orders => Enumerable.Range(1, Math.Max(0, orders.Count - 1)).Any(t => orders[t - 1].Contains(a) && orders[t].Contains(b)));
        for (var u = 0; u < baskets.Count; u++)
        {
            var scores = Scores(model, shop, u);
            for (var b = 0; b < scores.Length && bought[u].Count > 0; b++)
            {
                var expected = bought[u].Where(_ => Buyers(b) > 0).Sum(a =>
                {
                    var j = baskets[u].Count - baskets[u].FindLastIndex(basket => basket.Contains(a));
                    return last > 0 && j > last ? 0 : (decay ? 1.0 / j : 1) * ((follow * Next(a, b)) + (mix * Cosine(a, b)));
                });
                Assert.Equal(expected, scores[b], 1e-5);
            }
        }
    }
}
