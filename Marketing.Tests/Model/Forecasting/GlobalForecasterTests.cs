using Marketing.Kernel.Numerics;
using Marketing.Model.Forecasting;
using Marketing.Model.Forecasting.Pooled;

namespace Marketing.Tests.Model.Forecasting;

public sealed class GlobalForecasterTests
{
    private const int Horizon = 14;

    [Fact]
    public void One_model_of_all_finds_the_week_that_they_share_at_every_scale()
    {
        var pool = Pool(40, 300);
        var told = GlobalForecaster.Fit(pool, 300 - Horizon, Horizon, default)!.Forecast(pool, 300 - Horizon, Horizon, default);
        for (var i = 0; i < 40; i++)
        {
            for (var step = 0; step < Horizon; step++)
            {
                var wanted = Scale(i) * Week((300 - Horizon + step) % 7);
                Assert.InRange(told[i][step], 0.75 * wanted, 1.25 * wanted);
            }
        }
    }

    [Fact]
    public void What_came_after_the_origin_moves_nothing()
    {
        var (a, b) = (Pool(20, 200), Pool(20, 200));
        foreach (var series in b.Values)
        {
            series.AsSpan(series.Length - Horizon).Fill(1e6f);
        }

        var (before, after) = (Told(a), Told(b));
        Assert.Equal(before, after);

        static double[][] Told(SeriesPool pool) => GlobalForecaster.Fit(pool, 200 - Horizon, Horizon, default)!.Forecast(pool, 200 - Horizon, Horizon, default);
    }

    [Fact]
    public void The_same_series_give_the_same_bits_and_one_that_has_not_begun_has_none()
    {
        var pool = Pool(20, 200) with { };
        var late = new SeriesPool([.. pool.Values, [1, 2, 3]], 7, 364);
        var (first, second) = (Told(), Told());
        Assert.Equal(first, second);
        Assert.Empty(first[^1]);
        Assert.Equal(Horizon, first[0].Length);

        double[][] Told() => GlobalForecaster.Fit(late, 200 - Horizon, Horizon, default)!.Forecast(late, 200 - Horizon, Horizon, default);
    }

    [Fact]
    public void Of_too_little_nothing_is_learned()
    {
        Assert.Null(GlobalForecaster.Fit(new SeriesPool([], 7, 364), 0, Horizon, default));
        Assert.Null(GlobalForecaster.Fit(Pool(3, 60), 60, Horizon, default));
        var told = new ForecastMethods().Forecast("global", [[1, 2, 3], [-1, 2, 3], []], 7, 2, learnsIntervals: true, null, default);
        Assert.Equal(["too-short", "negative", "too-short"], told.Series.Select(one => one.Reason));
        Assert.Null(told.Widths);
    }

    [Fact]
    public void Nothing_but_zeros_is_foretold_as_next_to_nothing()
    {
        var pool = new SeriesPool([.. Enumerable.Range(0, 30).Select(_ => new float[200])], 7, 364);
        Assert.All(GlobalForecaster.Fit(pool, 200, Horizon, default)!.Forecast(pool, 200, Horizon, default), told => Assert.All(told, mean => Assert.InRange(mean, 0, 1e-6)));
    }

    private static SeriesPool Pool(int series, int days)
    {
        var random = new SeededRandom(21);
        return new SeriesPool([.. Enumerable.Range(0, series).Select(i => Enumerable.Range(0, days).Select(t => (float)(Scale(i) * Week(t % 7) * (0.8 + (0.4 * random.NextDouble())))).ToArray())], 7, 364);
    }

    private static double Scale(int series) => 1 + (series * series);

    private static double Week(int day) => day == 5 ? 3 : day == 6 ? 0.2 : 1;
}
