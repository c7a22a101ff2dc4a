using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Neighbours;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Recommenders.Neighbours;

public sealed class UserKnnTests : RecommenderConformance
{
    private protected override IRecommenderMethod Method => new UserKnnMethod();

    protected override bool Personal => true;

    protected override bool Learned => false;

    protected override double Rounding => 1e-6;

    [Fact]
    public void The_reference_matrix_has_its_scores()
    {
        var (golden, rows) = (Golden.Read("recommend_units.json").GetProperty("user_knn"), Golden.Read("recommend_units.json").GetProperty("item_knn").GetProperty("R"));
        var shop = Matrices.Shop(Golden.Matrix(rows));
        var model = Method.Fit(shop, $"k={golden.GetProperty("k").GetInt32()}");
        var expected = Golden.Matrix(golden.GetProperty("scores"));
        for (var customer = 0; customer < expected.Length; customer++)
        {
            Assert.All(expected[customer].Zip(Scores(model, shop, customer)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        }
    }

    [Fact]
    public void Scores_are_those_of_the_slow_clear_version()
    {
        var shop = RandomShop(17);
        var model = Method.Fit(shop, "k=4");
        var bought = Enumerable.Range(0, shop.Customers.Count).Select(customer => Bought(shop, customer)).ToList();
        for (var u = 0; u < bought.Count; u++)
        {
            var near = Enumerable.Range(0, bought.Count).Where(v => v != u && bought[u].Overlaps(bought[v]))
                .Select(v => (v, Sim: bought[u].Intersect(bought[v]).Count() / Math.Sqrt((double)bought[u].Count * bought[v].Count)))
                .OrderByDescending(one => one.Sim).ThenBy(one => one.v).Take(4).ToList();
            var scores = Scores(model, shop, u);
            for (var i = 0; i < scores.Length && bought[u].Count > 0; i++)
            {
                Assert.Equal(near.Where(one => bought[one.v].Contains(i)).Sum(one => one.Sim), scores[i], 1e-6);
            }
        }
    }
}
