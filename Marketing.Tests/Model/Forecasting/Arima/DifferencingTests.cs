using Marketing.Kernel.Numerics;
using Marketing.Model.Forecasting.Arima;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Forecasting.Arima;

public sealed class DifferencingTests
{
    [Fact]
    public void The_season_by_local_regression_is_that_of_R()
    {
        // R's stl(s.window = "periodic"): a window beyond the series, then one index a place; it leaves out steps between and fills them in by lines.
        var golden = Golden.Read("forecast_small.json").GetProperty("airpassengers");
        var (values, wanted) = (Golden.Doubles(golden.GetProperty("series")), Golden.Doubles(golden.GetProperty("stl_periodic_seasonal_first12")));
        var (trend, seasonal) = (new double[values.Length], new double[values.Length]);
        SeasonalLoess.Split(values, 12, (10 * values.Length) + 1, trend, seasonal);
        for (var place = 0; place < 12; place++)
        {
            Assert.Equal(wanted[place], Enumerable.Range(0, values.Length / 12).Average(year => seasonal[(12 * year) + place]), 0.4);
        }
    }

    [Fact]
    public void The_statistic_of_the_level_is_that_of_its_definition()
    {
        // By hand, without lags for four values: mean 2.5, sums -1.5, -2, -1.5, 0; variance 1.25.
        Assert.Equal((2.25 + 4 + 2.25) / 16 / 1.25, Differencing.LevelStatistic([1, 2, 3, 4]), 1e-12);
    }

    [Fact]
    public void A_walk_is_subtracted_once_a_sum_of_walks_twice_and_noise_never()
    {
        var random = new SeededRandom(12);
        double[] noise = [.. Enumerable.Range(0, 300).Select(_ => Drawn.Normal(random))];
        var walk = Sums(noise);
        Assert.Equal([0, 1, 2], new[] { noise, walk, Sums(walk) }.Select(values => Differencing.OfNeighbours(values)));
    }

    [Fact]
    public void A_strong_season_is_told_from_a_weak_one_and_from_none()
    {
        var random = new SeededRandom(13);
        double[] Season(double height) => [.. Enumerable.Range(0, 120).Select(t => (height * Math.Sin(2 * Math.PI * t / 12)) + Drawn.Normal(random))];
        Assert.True(Differencing.HasStrongSeason(Season(5), 12));
        Assert.False(Differencing.HasStrongSeason(Season(0.5), 12));
        Assert.False(Differencing.HasStrongSeason(Season(0), 12));
        Assert.False(Differencing.HasStrongSeason(Season(5).AsSpan(0, 24), 12));
        Assert.False(Differencing.HasStrongSeason([.. Enumerable.Repeat(3.0, 60)], 12));
    }

    [Fact]
    public void Differences_of_a_model_are_undone_by_its_sums()
    {
        var order = new ArimaOrder(0, 1, 0, 0, 1, 0, 4, false);
        double[] values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5];
        var (left, sums) = (Differencing.Apply(values, order), ArimaForecast.Sums(order));
        Assert.Equal([1.0, 0, 0, 1, -1], sums);
        for (var t = 5; t < values.Length; t++)
        {
            Assert.Equal(values[t], left[t - 5] + sums.Select((share, lag) => share * values[t - lag - 1]).Sum(), 1e-12);
        }
    }

    private static double[] Sums(double[] values)
    {
        var sum = 0.0;
        return [.. values.Select(value => sum += value)];
    }
}
