using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Linear;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Recommenders.Linear;

public sealed class EaseTests : RecommenderConformance
{
    private protected override IRecommenderMethod Method => new EaseMethod();

    protected override bool Personal => true;

    protected override double Rounding => 1e-5;

    [Fact]
    public void The_reference_matrix_has_its_weights_and_scores()
    {
        var golden = Golden.Read("recommend_units.json").GetProperty("ease");
        var shop = Matrices.Shop(Golden.Matrix(golden.GetProperty("X")));
        var weights = Ease.Fit(TrainingSet.Of(shop, default).Wanted, golden.GetProperty("lambda_").GetDouble(), null, default);
        Assert.All(Golden.Matrix(golden.GetProperty("B")).SelectMany(row => row).Zip(weights), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        var model = Method.Fit(shop, FormattableString.Invariant($"lambda={golden.GetProperty("lambda_").GetDouble()}"));
        var expected = Golden.Matrix(golden.GetProperty("scores"));
        for (var customer = 0; customer < expected.Length; customer++)
        {
            Assert.All(expected[customer].Zip(Scores(model, shop, customer)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        }
    }

    [Fact]
    public void A_catalogue_that_is_too_large_is_an_obstacle_that_says_the_memory()
    {
        var shop = RandomShop(3);
        var values = ParameterValues.Of("ease", Method.Parameters, new Dictionary<string, string> { ["most_products"] = "10" });
        Assert.Contains("20 products would take", Method.Obstacle(shop, values));
        Assert.Null(Method.Obstacle(shop, ParameterValues.Of("ease", Method.Parameters)));
    }
}
