using Marketing.Kernel.Numerics;
using Marketing.Model.Forecasting.Smoothing;

namespace Marketing.Tests.Model.Forecasting;

public sealed class SimpleSmoothingTests
{
    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(2, 0.3)]
    [InlineData(3, 0.9)]
    public void No_constant_and_level_of_a_fine_grid_is_better(ulong seed, double drift)
    {
        // The slow clear version: every constant of a grid with levels about the first values.
        var random = new SeededRandom(seed);
        var values = new double[60];
        for (var t = 0; t < values.Length; t++)
        {
            values[t] = (t == 0 ? 50 : (drift * values[t - 1]) + ((1 - drift) * 50)) + (10 * (random.NextDouble() - 0.5));
        }

        var (alpha, level) = SimpleSmoothing.Fit(values, 1e-4, 0.9999);
        var best = Squares(values, alpha, level);
        for (var a = 1e-4; a < 1; a += 0.02)
        {
            for (var l = 40.0; l < 60; l += 0.25)
            {
                Assert.True(best <= Squares(values, Math.Min(a, 0.9999), l) + 1e-9);
            }
        }
    }

    [Fact]
    public void A_walk_is_followed_at_once_and_noise_about_a_level_hardly()
    {
        var random = new SeededRandom(4);
        var walk = new double[400];
        for (var t = 1; t < walk.Length; t++)
        {
            walk[t] = walk[t - 1] + random.NextDouble() - 0.5;
        }

        Assert.InRange(SimpleSmoothing.Fit(walk, 1e-4, 0.9999).Alpha, 0.85, 0.9999);
        double[] noise = [.. Enumerable.Range(0, 400).Select(_ => 7 + random.NextDouble())];
        var (alpha, level) = SimpleSmoothing.Fit(noise, 1e-4, 0.9999);
        Assert.InRange(alpha, 1e-4, 0.1);
        Assert.InRange(level, 7, 8);
        Assert.Equal((0.5, 3.0), SimpleSmoothing.Fit([3], 0.5, 0.5));
    }

    private static double Squares(double[] values, double alpha, double level)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += (value - level) * (value - level);
            level += alpha * (value - level);
        }

        return sum;
    }
}
