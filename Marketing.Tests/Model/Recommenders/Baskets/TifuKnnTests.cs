using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Baskets;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Recommenders.Baskets;

public sealed class TifuKnnTests : RecommenderConformance
{
    private protected override IRecommenderMethod Method => new TifuKnnMethod();

    // With k = 100 everybody is near in so small a shop; the neighbours' part belongs to all own products together, so nothing adds up.
    protected override bool Personal => false;

    protected override bool Learned => false;

    [Fact]
    public void Baskets_weigh_by_their_place_and_their_group()
    {
        var model = (TifuKnnRecommender)Method.Fit(RandomShop(1), "rb=0.5 rg=0.25 m=3");

        // Two baskets in groups of their own; the last of three groups has the factor 1.
        Assert.Equal([0.5 * 0.0625 / 2, 0.25 / 2], [model.Weight(2, 0), model.Weight(2, 1)]);

        // Seven in groups of 2, 2 and 3.
        Assert.Equal(
            new[] { (6, 2, 2), (5, 2, 2), (4, 1, 2), (3, 1, 2), (2, 0, 3), (1, 0, 3), (0, 0, 3) }.Select(one => Math.Pow(0.5, one.Item1) * Math.Pow(0.25, one.Item2) / one.Item3 / 3),
            Enumerable.Range(0, 7).Select(t => model.Weight(7, t)));
    }

    [Fact]
    public void Scores_are_those_of_the_slow_clear_version()
    {
        var shop = RandomShop(21);
        var model = (TifuKnnRecommender)Method.Fit(shop, "k=3 rb=0.9 rg=0.7 alpha=0.4 m=2");
        var customers = shop.Customers.Count;
        var vectors = Enumerable.Range(0, customers).Select(customer =>
        {
            var vector = new double[shop.Products.Count];
            var own = Enumerable.Range(0, shop.Orders.Count).Where(o => shop.Orders.Customer[o] == customer).ToList();
            for (var t = 0; t < own.Count; t++)
            {
                foreach (var product in shop.Orders.LineProduct[shop.Orders.LineStart[own[t]]..shop.Orders.LineStart[own[t] + 1]].Distinct())
                {
                    vector[product] += model.Weight(own.Count, t);
                }
            }

            return vector;
        }).ToList();
        for (var u = 0; u < customers; u++)
        {
            var near = Enumerable.Range(0, customers).Where(v => v != u && vectors[v].Any(value => value > 0))
                .OrderBy(v => vectors[u].Zip(vectors[v], (a, b) => (a - b) * (a - b)).Sum()).ThenBy(v => v).Take(3).ToList();
            var scores = Scores(model, shop, u);
            for (var i = 0; i < scores.Length && vectors[u].Any(value => value > 0); i++)
            {
                Assert.Equal((0.4 * vectors[u][i]) + (0.6 * near.Average(v => vectors[v][i])), scores[i], 1e-6);
            }
        }
    }
}
