using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Baskets;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Recommenders.Baskets;

public sealed class UpCfTests : RecommenderConformance
{
    private protected override IRecommenderMethod Method => new UpCfMethod();

    protected override bool Personal => true;

    protected override bool Learned => false;

    protected override double Rounding => 1e-6;

    [Theory]
    [InlineData(0, 0.5, 1)]
    [InlineData(2, 0.25, 3)]
    public void Scores_are_those_of_the_slow_clear_version(int recency, double alpha, double q)
    {
        var shop = RandomShop(19);
        var model = Method.Fit(shop, FormattableString.Invariant($"recency={recency} alpha={alpha} q={q}"));
        var orders = Enumerable.Range(0, shop.Customers.Count).Select(customer => Enumerable.Range(0, shop.Orders.Count).Where(o => shop.Orders.Customer[o] == customer)
            .Select(o => shop.Orders.LineProduct[shop.Orders.LineStart[o]..shop.Orders.LineStart[o + 1]].ToHashSet()).ToList()).ToList();
        var bought = orders.ConvertAll(baskets => baskets.SelectMany(basket => basket).ToHashSet());
        for (var u = 0; u < bought.Count; u++)
        {
            var scores = Scores(model, shop, u);
            for (var i = 0; i < scores.Length && bought[u].Count > 0; i++)
            {
                var expected = Enumerable.Range(0, bought.Count).Where(v => bought[v].Count > 0).Sum(v =>
                {
                    var last = recency == 0 ? orders[v] : orders[v].TakeLast(recency).ToList();
                    var sim = u == v ? 1 : bought[u].Intersect(bought[v]).Count() / (Math.Pow(bought[u].Count, alpha) * Math.Pow(bought[v].Count, 1 - alpha));
                    return Math.Pow(sim, q) * last.Count(basket => basket.Contains(i)) / last.Count;
                });
                Assert.Equal(expected, scores[i], 1e-5);
            }
        }
    }
}
