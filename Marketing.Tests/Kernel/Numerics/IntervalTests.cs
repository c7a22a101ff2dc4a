using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Kernel.Numerics;

public sealed class IntervalTests
{
    // Newcombe 1998, table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilson_agrees_with_the_published_intervals(int successes, int trials, double low, double high)
    {
        var interval = Interval.Wilson(successes, trials)!.Value;
        Assert.Equal(low, interval.Low, 5e-5);
        Assert.Equal(high, interval.High, 5e-5);
    }

    [Fact]
    public void Wilson_is_symmetric_and_undefined_without_a_trial()
    {
        Assert.Null(Interval.Wilson(0, 0));
        var (few, many) = (Interval.Wilson(3, 17)!.Value, Interval.Wilson(14, 17)!.Value);
        Assert.Equal(few.Low, 1 - many.High, 1e-12);
        Assert.Equal(1, Interval.Wilson(17, 17)!.Value.High);
    }

    // Garwood 1936: half the quantiles of chi-square with 2k and 2k + 2 degrees of freedom.
    [Theory]
    [InlineData(0, 0, 3.6889)]
    [InlineData(1, 0.0253, 5.5716)]
    [InlineData(10, 4.7954, 18.3904)]
    [InlineData(100, 81.3640, 121.6268)]
    public void An_interval_of_a_count_agrees_with_the_published_ones(int count, double low, double high)
    {
        var interval = Interval.Poisson(count);
        Assert.Equal((count, low, high), (interval.Value, Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
    }

    [Fact]
    public void An_interval_of_a_count_leaves_half_the_rest_on_each_side()
    {
        foreach (var count in (int[])[1, 78, 5000])
        {
            var interval = Interval.Poisson(count, 0.9);
            Assert.Equal(0.05, 1 - MathNet.Numerics.Distributions.Poisson.CDF(interval.Low, count - 1), 1e-8);
            Assert.Equal(0.05, MathNet.Numerics.Distributions.Poisson.CDF(interval.High, count), 1e-8);
        }
    }

    [Fact]
    public void A_bootstrap_interval_comes_near_the_normal_one_for_many_values()
    {
        var random = new SeededRandom(5);
        var values = Enumerable.Range(0, 2000).Select(_ => random.NextDouble()).ToArray();
        var interval = Interval.BootstrapMean(values, new SeededRandom(1), 2000)!.Value;
        var error = Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / values.Length / values.Length);
        Assert.Equal(values.Average(), interval.Value, 1e-12);
        Assert.Equal(values.Average() - (1.96 * error), interval.Low, 0.1 * error);
        Assert.Equal(values.Average() + (1.96 * error), interval.High, 0.1 * error);
    }

    [Fact]
    public void A_bootstrap_repeats_itself_with_its_seed_and_knows_no_interval_of_nothing()
    {
        Assert.Equal(Interval.BootstrapMean([1, 2, 3], new SeededRandom(9), 100), Interval.BootstrapMean([1, 2, 3], new SeededRandom(9), 100));
        Assert.Equal(new Interval(4, 4, 4), Interval.BootstrapMean([4, 4], new SeededRandom(9), 100));
        Assert.Null(Interval.BootstrapMean([], new SeededRandom(9), 100));
    }

    [Fact]
    public void A_bootstrap_interval_of_95_percent_covers_the_true_mean_about_so_often()
    {
        var (random, covered) = (new SeededRandom(21), 0);
        for (var trial = 0; trial < 300; trial++)
        {
            var values = Enumerable.Range(0, 80).Select(_ => -Math.Log(1 - random.NextDouble())).ToArray();
            var interval = Interval.BootstrapMean(values, random, 300)!.Value;
            covered += interval.Low <= 1 && interval.High >= 1 ? 1 : 0;
        }

        Assert.InRange(covered / 300.0, 0.89, 0.98);
    }

    [Fact]
    public void Quantiles_are_interpolated()
    {
        Assert.Equal(1.5, Interval.Quantile([1, 2, 3, 4, 5], 0.125), 1e-12);
        Assert.Equal(5, Interval.Quantile([1, 2, 3, 4, 5], 1));
    }
}
