using MathNet.Numerics;

namespace Marketing.Tests.Support;

public sealed class BetaRanksTests
{
    [Theory]
    [InlineData("men")]
    [InlineData("women")]
    public void The_ranks_of_the_Open_Bandit_priors_are_those_of_the_reference(string campaign)
    {
        var golden = Golden.Read("off_policy.json").GetProperty(campaign);
        double[] alpha = Golden.Doubles(golden.GetProperty("prior_alpha")), beta = Golden.Doubles(golden.GetProperty("prior_beta"));
        var ranks = BetaRanks.Probabilities(alpha, beta, 3);
        double[] expected = [.. Golden.Matrix(golden.GetProperty("action_dist_exact")).SelectMany(row => row)];

        // The reference has ten decimals.
        Assert.All(expected.Zip(ranks), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
    }

    [Fact]
    public void They_are_those_of_a_slow_sum_over_a_fine_grid()
    {
        double[] alpha = [2, 5, 1.5, 20], beta = [3, 4, 6, 30];
        Assert.All(Slow(alpha, beta).Zip(BetaRanks.Probabilities(alpha, beta, 4)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void The_larger_of_a_uniform_and_a_rising_variable_is_known_in_closed_form()
    {
        // P(U < X) with X of density 2x is E X = 2/3.
        var ranks = BetaRanks.Probabilities([1, 2], [1, 1], 2);
        Assert.All(((double[])[1.0 / 3, 2.0 / 3, 2.0 / 3, 1.0 / 3]).Zip(ranks), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 1, 1)]
    [InlineData(46, 1, 100)]
    [InlineData(46, 2, 50)]
    [InlineData(200, 500, 1e5)]
    [InlineData(300, 0.5, 0.5)]
    public void Alike_ones_have_every_rank_alike(int count, double alpha, double beta)
    {
        var ranks = BetaRanks.Probabilities([.. Enumerable.Repeat(alpha, count)], [.. Enumerable.Repeat(beta, count)], Math.Min(3, count));
        Assert.All(ranks, probability => Assert.Equal(1.0 / count, probability, 1e-9));
    }

    [Theory]
    [InlineData("1,1000000", "1,1000000")]
    [InlineData("0.5,1e9,3", "0.5,2e9,4")]
    [InlineData("5000,1", "1,5000")]
    [InlineData("0.01,2,700", "0.01,3,20")]
    public void Somebody_has_each_rank_and_everybody_has_one(string alpha, string beta)
    {
        static double[] Numbers(string text) => [.. text.Split(',').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];
        var count = Numbers(alpha).Length;
        var ranks = BetaRanks.Probabilities(Numbers(alpha), Numbers(beta), count);
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(1, Enumerable.Range(0, count).Sum(k => ranks[(i * count) + k]), 1e-8);
            Assert.Equal(1, Enumerable.Range(0, count).Sum(a => ranks[(a * count) + i]), 1e-8);
        }

        Assert.All(ranks, probability => Assert.InRange(probability, 0, 1 + 1e-9));
    }

    [Fact]
    public void What_is_no_Beta_variable_is_refused()
    {
        foreach (var (alpha, beta, ranks) in (ValueTuple<double[], double[], int>[])[([0], [1], 1), ([1], [double.NaN], 1), ([1, 2], [1], 1), ([1], [1], 2), ([1], [1], 0)])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => BetaRanks.Probabilities(alpha, beta, ranks));
        }
    }

    // Every order of the others, over many narrow steps with the library's distribution function.
    private static double[] Slow(double[] alpha, double[] beta)
    {
        const int steps = 4000;
        var n = alpha.Length;
        var ranks = new double[n * n];
        double[] At(double x) => [.. alpha.Zip(beta, (a, b) => SpecialFunctions.BetaRegularized(a, b, x))];
        for (var step = 0; step < steps; step++)
        {
            double[] from = At((double)step / steps), to = At((step + 1.0) / steps), middle = At((step + 0.5) / steps);
            for (var a = 0; a < n; a++)
            {
                for (var others = 0; others < 1 << n; others++)
                {
                    if ((others >> a & 1) == 0)
                    {
                        var probability = to[a] - from[a];
                        for (var b = 0; b < n; b++)
                        {
                            probability *= b == a ? 1 : (others >> b & 1) == 1 ? 1 - middle[b] : middle[b];
                        }

                        ranks[(a * n) + int.PopCount(others)] += probability;
                    }
                }
            }
        }

        return ranks;
    }
}
