using Marketing.Kernel.Numerics;
using Marketing.Model.Policies;
using Marketing.Tests.Support;
using MathNet.Numerics.Distributions;

namespace Marketing.Tests.Model.Policies;

public sealed class RankQuadratureTests
{
    [Theory]
    [InlineData(0.0, 1.0, 0.3, 2.0)]
    [InlineData(0.0, 1.0, 0.0, 0.0001)]
    [InlineData(5.0, 0.1, 4.5, 0.2)]
    [InlineData(0.0, 1e-6, 2.0, 1.0)]
    public void Of_two_normals_the_closed_form_comes_out(double mean, double deviation, double other, double otherDeviation)
    {
        var found = Filled(2, (mean, deviation), (other, otherDeviation));
        var expected = new Normal().CumulativeDistribution((mean - other) / Math.Sqrt((deviation * deviation) + (otherDeviation * otherDeviation)));
        Assert.Equal(expected, found[0], 1e-6);
        Assert.Equal(1 - expected, found[1], 1e-6);
        Assert.Equal(1 - expected, found[2], 1e-6);
        Assert.Equal(expected, found[3], 1e-6);
    }

    [Fact]
    public void Alike_variables_have_every_rank_alike_also_a_hundred_of_them() =>
        Assert.All(Filled(3, [.. Enumerable.Repeat((0.02, 0.003), 100)]), one => Assert.Equal(0.01, one, 1e-7));

    [Fact]
    public void Normals_of_very_different_widths_agree_with_a_slow_clear_sum()
    {
        var random = new SeededRandom(4);
        for (var round = 0; round < 6; round++)
        {
            (double, double)[] arms = [.. Enumerable.Range(0, 3 + (4 * round)).Select(i => (random.NextDouble(), i % 3 == 0 ? 0.005 : i % 3 == 1 ? 0.1 : 1.0))];
            var (found, slow) = (Filled(3, arms), Slow(3, arms));
            Assert.All(found.Zip(slow), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-8 + (1e-4 * pair.Second)));
        }
    }

    [Fact]
    public void Every_rank_is_had_by_somebody_and_every_variable_has_one()
    {
        var random = new SeededRandom(9);
        for (var round = 0; round < 40; round++)
        {
            var count = 2 + random.NextInt(9);
            (double, double)[] arms = [.. Enumerable.Range(0, count).Select(_ => (10 * random.NextDouble(), Math.Pow(10, (3 * random.NextDouble()) - 3)))];
            var found = Filled(count, arms);
            for (var i = 0; i < count; i++)
            {
                Assert.Equal(1, Enumerable.Range(0, count).Sum(j => found[(i * count) + j]), 1e-6);
                Assert.Equal(1, Enumerable.Range(0, count).Sum(j => found[(j * count) + i]), 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Betas_agree_with_the_quadrature_of_their_own_kind(int ranks)
    {
        var random = new SeededRandom(2);
        for (var round = 0; round < 12; round++)
        {
            var count = 3 + (6 * round);
            double[] alpha = [.. Enumerable.Range(0, count).Select(i => i % 5 == 0 ? 1 : 0.5 + (60 * random.NextDouble()))];
            double[] beta = [.. Enumerable.Range(0, count).Select(i => i % 5 == 0 ? 1 + round : 0.5 + (3000 * random.NextDouble()))];
            var expected = BetaRanks.Probabilities(alpha, beta, ranks);
            Marginal[] tables = [.. alpha.Zip(beta, (a, b) => new Marginal(DistributionTable.LogOdds(a, b), 0, 1))];
            var found = new double[ranks * count];
            RankQuadrature.Fill(tables, ranks, found);
            for (var i = 0; i < found.Length; i++)
            {
                var other = expected[(i % count * ranks) + (i / count)];
                Assert.InRange(Math.Abs(found[i] - other), 0, 1e-8 + (1e-4 * other));
            }
        }
    }

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(1, 1)]
    [InlineData(1, 400)]
    [InlineData(47, 9000)]
    [InlineData(3e5, 2e7)]
    public void Tables_hold_the_distribution_of_a_beta_variable(double alpha, double beta)
    {
        var (table, random) = (DistributionTable.LogOdds(alpha, beta), new SeededRandom(1));
        for (var i = 0; i < 200; i++)
        {
            var y = table.Low + ((table.High - table.Low) * random.NextDouble());
            var x = 1 / (1 + Math.Exp(-y));
            Assert.Equal(MathNet.Numerics.SpecialFunctions.BetaRegularized(alpha, beta, x), new Marginal(table, 0, 1).Below(y, out var density), 2e-6);
            Assert.InRange(density, -1e-12, double.MaxValue);
        }
    }

    [Fact]
    public void Draws_of_gamma_and_normal_variables_have_their_moments()
    {
        var random = new SeededRandom(3);
        foreach (var shape in (double[])[0.5, 1, 7.5])
        {
            double[] draws = [.. Enumerable.Range(0, 100_000).Select(_ => Draws.Gamma(shape, random))];
            Assert.Equal(shape, draws.Average(), 0.02 * Math.Max(1, Math.Sqrt(shape)));
            Assert.Equal(shape, draws.Select(one => (one - shape) * (one - shape)).Average(), 0.05 * Math.Max(1, shape));
        }

        double[] normals = [.. Enumerable.Range(0, 100_000).Select(_ => Draws.Normal(random))];
        Assert.Equal(0, normals.Average(), 0.01);
        Assert.Equal(1, normals.Average(one => one * one), 0.02);
        Assert.Equal(3, normals.Average(one => one * one * one * one), 0.1);
    }

    private static double[] Filled(int ranks, params (double Mean, double Deviation)[] arms)
    {
        var found = new double[ranks * arms.Length];
        RankQuadrature.Fill([.. arms.Select(arm => new Marginal(DistributionTable.Normal, arm.Mean, arm.Deviation))], ranks, found);
        return found;
    }

    // The definition, by many small steps in the variable's own quantiles and a count of the others by enumeration over ranks.
    private static double[] Slow(int ranks, (double Mean, double Deviation)[] arms)
    {
        const int Steps = 40_000;
        var (normal, found) = (new Normal(), new double[ranks * arms.Length]);
        for (var a = 0; a < arms.Length; a++)
        {
            for (var step = 0; step < Steps; step++)
            {
                var x = arms[a].Mean + (arms[a].Deviation * (-8 + (16.0 * (step + 0.5) / Steps)));
                var weight = normal.Density((x - arms[a].Mean) / arms[a].Deviation) * 16.0 / Steps;
                if (weight < 1e-14)
                {
                    continue;
                }

                var above = new double[ranks];
                above[0] = 1;
                for (var b = 0; b < arms.Length; b++)
                {
                    var below = b == a ? 1 : normal.CumulativeDistribution((x - arms[b].Mean) / arms[b].Deviation);
                    for (var j = ranks - 1; j >= 0; j--)
                    {
                        above[j] = (above[j] * below) + (j > 0 ? above[j - 1] * (1 - below) : 0);
                    }
                }

                for (var j = 0; j < ranks; j++)
                {
                    found[(j * arms.Length) + a] += weight * above[j];
                }
            }
        }

        return found;
    }
}
