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
    public void Days_with_messages_are_learned_and_those_ahead_are_as_planned_or_as_often_as_before()
    {
        // Three times as much is sold on a day with messages: on every second Tuesday, and on some days that none can foretell.
        var random = new SeededRandom(5);
        float[] mailed = [.. Enumerable.Range(0, 300).Select(t => t % 14 == 1 || random.NextDouble() < 0.1 ? 1f : 0f)];
        var plain = Pool(40, 300);
        var pool = new SeriesPool([.. plain.Values.Select(one => one.Select((value, t) => value * (mailed[t] > 0 ? 3 : 1)).ToArray())], 7, 364) { Mailed = mailed };
        var usual = Day(Told(pool, 300));
        var planned = Day(Told(pool with { MailPlan = [false, false, false, false, true] }, 300));
        Assert.InRange(planned[4] / usual[4], 2, 3.5);
        Assert.Equal((usual[3], usual[5]), (planned[3], planned[5]));
        Assert.InRange(usual[4], 0.85, 1.7);

        // Tuesday has messages in half of the weeks, and somewhat more.
        var tuesday = (301 / 7 * 7) + 1 - 300;
        Assert.InRange(usual[tuesday], 1.7, 2.5);

        // What is written after an origin is not read there.
        var later = pool with { Mailed = [.. mailed[..286], .. Enumerable.Repeat(9f, Horizon)], MailPlan = [.. Enumerable.Repeat(true, Horizon)] };
        Assert.Equal(Told(pool, 286), Told(later, 286));

        static double[][] Told(SeriesPool one, int end) => GlobalForecaster.Fit(one, end, Horizon, default)!.Forecast(one, end, Horizon, default);

        // Of all series, a day without messages is 1.
        static double[] Day(double[][] told) => [.. Enumerable.Range(0, Horizon).Select(step => Enumerable.Range(0, told.Length).Average(i => told[i][step] / (Scale(i) * Week((300 + step) % 7))))];
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
