using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Factors;
using Marketing.Model.Registry;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Recommenders.Factors;

[Collection("processors")]
public sealed class AlsTests : RecommenderConformance
{
    private protected override IRecommenderMethod Method => new AlsMethod();

    protected override bool Personal => true;

    protected override double Rounding => 1e-4;

    [Theory]
    [InlineData("cg")]
    [InlineData("cholesky")]
    public void Somebody_without_a_purchase_spoils_nothing_where_regularisation_grows_with_them(string solver)
    {
        // Fewer products than factors: without regularisation there is no one solution.
        var shop = new SnapshotBuilder(Now).Customer("nobody").Order(Now.AddDays(-9), "a", ("X", 1, 1), ("Y", 1, 1)).Order(Now.AddDays(-8), "b", ("Y", 1, 1), ("Z", 1, 1)).Build();
        var model = Method.Fit(shop, $"factors=32 nu=1 solver={solver} iterations=5");
        var scores = new float[3];
        for (var customer = 0; customer < 3; customer++)
        {
            model.Score(shop, customer, scores);
            Assert.All(scores, score => Assert.True(float.IsFinite(score)));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rows_solve_their_normal_equations(bool exact)
    {
        var random = new SeededRandom(5);
        var bought = SparseMatrix.FromPairs(9, 14, [.. Enumerable.Range(0, 60).Select(_ => random.NextInt(9))], [.. Enumerable.Range(0, 60).Select(_ => random.NextInt(14))]);
        var terms = new AlsTerms(4, 0.7, 2.5, true, 0, exact, 40);
        var other = Enumerable.Range(0, 14 * 4).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
        var own = Als<float>.Start(9, 4, random);
        Als<float>.Solve(own, other, bought, terms, default);
        for (var u = 0; u < 9; u++)
        {
            for (var f = 0; f < 4; f++)
            {
                // Gradient of the paper's objective, eq. 3, in factor f.
                var gradient = 0.7 * own[(u * 4) + f];
                for (var i = 0; i < 14; i++)
                {
                    var (c, p) = bought.Contains(u, i) ? (3.5, 1.0) : (1.0, 0.0);
                    var score = Enumerable.Range(0, 4).Sum(g => (double)own[(u * 4) + g] * other[(i * 4) + g]);
                    gradient -= c * (p - score) * other[(i * 4) + f];
                }

                Assert.Equal(0, gradient, 1e-4);
            }
        }
    }

    [Theory]
    [InlineData("hu_koren_c_is_1_plus_alpha_r", true)]
    [InlineData("implicit_library_c_is_alpha_r", false)]
    public void The_reference_sweep_comes_out(string form, bool paper)
    {
        var golden = Golden.Read("recommend_units.json").GetProperty("ials");
        var rows = Golden.Matrix(golden.GetProperty("R"));
        var entries = rows.SelectMany((row, u) => row.Select((value, i) => (u, i, value))).Where(entry => entry.value > 0).ToList();
        var pairs = SparseMatrix.FromPairs(4, 5, [.. entries.Select(entry => entry.u)], [.. entries.Select(entry => entry.i)]);
        var bought = new SparseMatrix(4, 5, pairs.RowStart, pairs.Column, [.. entries.Select(entry => (float)entry.value)]);
        var terms = new AlsTerms(3, golden.GetProperty("lambda_").GetDouble(), golden.GetProperty("alpha").GetDouble(), paper, 0, true, 3);
        var users = new double[4 * 3];
        var items = Enumerable.Range(0, 5 * 3).Select(n => 0.3 * Math.Cos(0.7 * (n + 1))).ToArray();
        Als<double>.Solve(users, items, bought, terms, default);
        Als<double>.Solve(items, users, bought.Transpose(), terms, default);
        var expected = golden.GetProperty(form);
        Assert.All(Golden.Matrix(expected.GetProperty("users_after_sweep1")).SelectMany(row => row).Zip(users), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.All(Golden.Matrix(expected.GetProperty("items_after_sweep1")).SelectMany(row => row).Zip(items), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void A_seed_gives_the_same_bits_on_one_processor_and_another_seed_gives_others()
    {
        var shop = RandomShop(31);
        var all = ModelFiles.Pack(Method.Fit(shop, "factors=8"));
        HeavyWork.Processors = 1;
        try
        {
            Assert.Equal(all, ModelFiles.Pack(Method.Fit(shop, "factors=8")));
        }
        finally
        {
            HeavyWork.Processors = Environment.ProcessorCount;
        }

        Assert.NotEqual(all, ModelFiles.Pack(Method.Fit(shop, "factors=8 seed=7")));
    }
}
