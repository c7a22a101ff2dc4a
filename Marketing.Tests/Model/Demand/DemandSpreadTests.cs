using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Demand;

namespace Marketing.Tests.Model.Demand;

public sealed class DemandSpreadTests
{
    [Theory]
    [InlineData(0.3, 0.3)]
    [InlineData(4, 9)]
    [InlineData(25, 400)]
    public void A_distribution_is_the_sum_of_its_probabilities(double mean, double variance)
    {
        var (sum, expected) = (0.0, 0.0);
        for (var count = 0; count < 2000; count++)
        {
            var chance = CountDistribution.AtMost(count, mean, variance) - CountDistribution.AtMost(count - 1, mean, variance);
            Assert.True(chance >= -1e-12);
            (sum, expected) = (sum + chance, expected + (chance * count));
        }

        Assert.Equal(1, sum, 1e-6);
        Assert.Equal(mean, expected, 1e-3 * mean);
    }

    [Fact]
    public void The_chance_of_none_is_that_of_the_textbooks()
    {
        Assert.Equal(Math.Exp(-2), CountDistribution.AtMost(0, 2, 2), 1e-12);
        Assert.Equal(Math.Pow(0.5, 2), CountDistribution.AtMost(0, 2, 4), 1e-12);
        Assert.Equal(0, CountDistribution.AtMost(-1, 2, 4));
    }

    [Theory]
    [InlineData(0.01, 0.02)]
    [InlineData(1, 3)]
    [InlineData(700, 90_000)]
    [InlineData(3e8, 9e14)]
    public void A_quantile_is_the_least_count_that_suffices(double mean, double variance)
    {
        foreach (var level in (double[])[0.05, 0.5, 0.95, 0.999])
        {
            var count = CountDistribution.Quantile(level, mean, variance);
            Assert.True(CountDistribution.AtMost(count, mean, variance) >= level);
            Assert.True(count == 0 || CountDistribution.AtMost(count - 1, mean, variance) < level);
        }
    }

    [Fact]
    public void A_planted_spread_is_learned_and_its_intervals_cover_new_draws()
    {
        var spread = new DemandSpread([LearnSpread.Of(7, Draw(6000, 1))]);
        Assert.InRange(spread.Spans[0].A, 1, 3.2);
        Assert.InRange(spread.Spans[0].B, 0.2, 0.4);
        var fresh = Draw(6000, 2);
        foreach (var level in (double[])[0.1, 0.5, 0.9, 0.975])
        {
            // A count has steps: at most as many lie below as said, and at least as many up to there.
            var (below, upTo) = (fresh.Count(one => one.Came < spread.Quantile(level, one.Mean, 7)) / 6000.0, fresh.Count(one => one.Came <= spread.Quantile(level, one.Mean, 7)) / 6000.0);
            Assert.True(below <= level + 0.015 && upTo >= level - 0.015, $"{level}: {below} to {upTo}");
        }
    }

    [Fact]
    public void Levels_make_up_for_a_distribution_that_is_wrong()
    {
        // All or nothing: a tenth of the sums is ten times what was foretold, the rest 0.
        var random = new SeededRandom(4);
        var pairs = Enumerable.Range(0, 4000).Select(_ => new ToldAndCame(10, random.NextDouble() < 0.1 ? 100 : 0)).ToList();
        var spread = new DemandSpread([LearnSpread.Of(28, pairs)]);
        Assert.Equal(0, spread.Quantile(0.8, 10, 28));
        Assert.InRange(spread.Quantile(0.97, 10, 28), 90, 115);
    }

    [Fact]
    public void Heavy_sellers_have_intervals_of_their_own_beside_many_slow_ones()
    {
        // Slow ones are hardly known, heavy ones to 10 %.
        var random = new SeededRandom(8);
        var pairs = Enumerable.Range(0, 3000).Select(_ => new ToldAndCame(1, Math.Floor(-8 * Math.Log(1 - random.NextDouble()) * (random.NextDouble() < 0.2 ? 1 : 0))))
            .Concat(Enumerable.Range(0, 400).Select(_ => new ToldAndCame(5000, Math.Round(5000 * (0.83 + (0.34 * random.NextDouble())))))).ToList();
        var spread = new DemandSpread([LearnSpread.Of(28, pairs)]);
        Assert.Equal(2, spread.Spans[0].Bands.Count);
        Assert.InRange(spread.Quantile(0.9, 5000, 28), 5000 * 1.1, 5000 * 1.19);
        Assert.InRange(spread.Quantile(0.1, 5000, 28), 5000 * 0.81, 5000 * 0.9);
        Assert.Equal(0, spread.Quantile(0.5, 1, 28));
        Assert.InRange(spread.AtMost(spread.Quantile(0.9, 5000, 28), 5000, 28), 0.88, 0.92);
    }

    [Fact]
    public void A_few_wild_orders_make_no_interval_wide()
    {
        var pairs = Draw(6000, 1);
        for (var i = 0; i < 60; i++)
        {
            pairs[i * 100] = pairs[i * 100] with { Came = 20_000 };
        }

        var (calm, wild) = (new DemandSpread([LearnSpread.Of(7, Draw(6000, 1))]), new DemandSpread([LearnSpread.Of(7, pairs)]));
        Assert.InRange(wild.Spans[0].A, 0.5 * calm.Spans[0].A, 2 * calm.Spans[0].A);
        foreach (var mean in (double[])[3, 20, 200])
        {
            Assert.InRange(wild.Quantile(0.9, mean, 7), 0.9 * calm.Quantile(0.9, mean, 7), (1.1 * calm.Quantile(0.9, mean, 7)) + 1);
        }
    }

    [Fact]
    public void What_lies_between_levels_counts_by_its_probability()
    {
        Assert.Equal(1, CountDistribution.Within(0.2, 0.7, 0.1, 0.9));
        Assert.Equal(0, CountDistribution.Within(0.9, 1, 0.1, 0.9));
        Assert.Equal(0.8, CountDistribution.Within(0, 1, 0.1, 0.9), 1e-12);
        Assert.Equal(0.5, CountDistribution.Within(0.8, 1, 0.1, 0.9), 1e-12);
        Assert.Equal(0, CountDistribution.Within(1, 1, 0.1, 0.9));
        Assert.Equal(1, CountDistribution.Within(0.4, 0.4, 0.1, 0.9));
    }

    [Fact]
    public void Between_two_spans_a_spread_lies_between_theirs_and_beyond_it_is_that_of_the_last()
    {
        var spread = new DemandSpread([new SpanSpread(1, 1, 0.2, DemandSpread.Shares), new SpanSpread(28, 3, 0.6, DemandSpread.Shares)]);
        Assert.Equal(10 + (0.2 * 100), spread.Variance(10, 0.5), 1e-9);
        Assert.Equal((2 * 10) + (0.4 * 100), spread.Variance(10, Math.Sqrt(28)), 1e-9);
        Assert.Equal((3 * 10) + (0.6 * 100), spread.Variance(10, 90), 1e-9);
        Assert.Equal(0, spread.Quantile(0.99, 0, 28));
        Assert.True(spread.Quantile(0.95, 10, 28, more: 400) > spread.Quantile(0.95, 10, 28));
        Assert.Throws<ArgumentOutOfRangeException>(() => spread.Quantile(1, 10, 28));
    }

    [Fact]
    public void Of_nothing_a_spread_is_that_of_chance()
    {
        var none = LearnSpread.Of(7, []);
        Assert.Equal(DemandSpread.Shares, none.Levels);
        Assert.True(none.A >= 1 && none.B >= 0);
        Assert.True(double.IsFinite(new DemandSpread([none]).Quantile(0.95, 12, 7)));
    }

    // Gamma-Poisson: means foretold from 0.2 to 50, variance 2 m + 0.3 m².
    private static List<ToldAndCame> Draw(int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        var draws = new List<ToldAndCame>(count);
        for (var i = 0; i < count; i++)
        {
            var mean = 0.2 * Math.Pow(250, random.NextDouble());
            draws.Add(new ToldAndCame(mean, CountDistribution.Quantile(Math.Clamp(random.NextDouble(), 1e-9, 1 - 1e-9), mean, (2 * mean) + (0.3 * mean * mean))));
        }

        return draws;
    }
}
