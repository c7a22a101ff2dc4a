using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model.Forecasting;
using Marketing.Model.Forecasting.Pooled;

namespace Marketing.Tests.Model.Forecasting;

[Collection("processors")]
public sealed class NeuralForecasterTests
{
    private const int Horizon = 14;
    private const int Days = 260;
    private const double Lift = 3;

    [Fact]
    public void The_week_and_the_lift_of_promotions_are_learned_at_every_scale()
    {
        var pool = Pool(40);
        var end = Days - Horizon;
        var model = NeuralForecaster.Fit(pool, end, Horizon, default)!;
        var told = model.Forecast(pool, end, Horizon, default);
        var (network, naive, season) = (0.0, 0.0, 0.0);
        for (var i = 0; i < told.Length; i++)
        {
            for (var step = 0; step < Horizon; step++)
            {
                var (day, values) = (end + step, pool.Values[i]);
                var wanted = Mean(i, day);
                network += Math.Abs(told[i][step] - wanted) / Scale(i);
                naive += Math.Abs(values[end - 1] - wanted) / Scale(i);
                season += Math.Abs(values[day - (7 * ((step / 7) + 1))] - wanted) / Scale(i);
            }
        }

        Assert.True(network < 0.5 * season && network < 0.5 * naive, $"{network:0.00} is not well below {season:0.00} and {naive:0.00}");

        // A promotion that nobody planned is not foretold; one that is planned lifts what is.
        var plain = new SeriesPool(pool.Values, 7, 364) { Promoted = [.. pool.Promoted.Select(days => days[..end])] };
        var without = model.Forecast(plain, end, Horizon, default);
        var lifts = Enumerable.Range(0, 40).SelectMany(i => Enumerable.Range(0, Horizon).Where(step => IsPromoted(i, end + step)).Select(step => told[i][step] / without[i][step])).Order().ToArray();
        Assert.InRange(lifts[lifts.Length / 2], 0.75 * Lift, 1.25 * Lift);
    }

    [Fact]
    public void The_same_past_gives_the_same_bits_on_any_number_of_processors_whatever_came_after_it()
    {
        var (a, b, processors) = (Pool(12), Pool(12), HeavyWork.Processors);
        foreach (var series in b.Values)
        {
            series.AsSpan(series.Length - Horizon).Fill(1e6f);
        }

        var first = Told(a, Days - Horizon);
        try
        {
            HeavyWork.Processors = 1;
            Assert.Equal(first, Told(b, Days - Horizon));
        }
        finally
        {
            HeavyWork.Processors = processors;
        }
    }

    [Fact]
    public void Of_too_few_series_or_days_nothing_is_learned()
    {
        Assert.Null(NeuralForecaster.Fit(new SeriesPool([], 7, 364), 0, Horizon, default));
        Assert.Null(NeuralForecaster.Fit(Pool(4), Days, Horizon, default));
        Assert.Null(NeuralForecaster.Fit(Pool(40), 30, Horizon, default));
        var told = new ForecastMethods().Forecast("neural", [[1, 2, 3], [-1, 2, 3], []], 7, 2, learnsIntervals: true, null, default);
        Assert.Equal(["too-short", "negative", "too-short"], told.Series.Select(one => one.Reason));
    }

    [Fact]
    public void Zeros_a_spike_and_a_series_that_has_just_begun_come_out_finite_and_leave_the_others_alone()
    {
        var pool = Pool(20);
        float[] spike = new float[Days], late = [2, 3];
        spike[Days - 40] = 1e5f;
        var bad = new SeriesPool([.. pool.Values, new float[Days], spike, late, []], 7, 364) { Promoted = [.. pool.Promoted, [], [], [], []] };
        var told = Told(bad, Days);
        Assert.All(told[..^1], means => Assert.All(means, mean => Assert.True(double.IsFinite(mean) && mean >= 0)));
        Assert.All(told[20], mean => Assert.InRange(mean, 0, 0.05));
        Assert.All(told[21], mean => Assert.InRange(mean, 0, 1e4));
        Assert.Equal((Horizon, 0), (told[22].Length, told[23].Length));
        for (var i = 0; i < 20; i++)
        {
            var wanted = Enumerable.Range(Days, Horizon).Sum(day => Mean(i, day));
            Assert.InRange(told[i].Sum(), 0.65 * wanted, 1.5 * wanted);
        }
    }

    [Fact]
    public void Nothing_but_zeros_teaches_nothing() => Assert.Null(NeuralForecaster.Fit(new SeriesPool([.. Enumerable.Range(0, 30).Select(_ => new float[Days])], 7, 364), Days, Horizon, default));

    [Fact]
    public void It_stops_when_it_is_told()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => NeuralForecaster.Fit(Pool(12), Days, Horizon, source.Token));
    }

    [Theory]
    [InlineData("neural")]
    [InlineData("global")]
    public void Quarters_are_foretold_further_than_a_year_from_nothing_after_their_end(string kind)
    {
        var random = new SeededRandom(4);
        double[][] series = [.. Enumerable.Range(0, 60).Select(i => Enumerable.Range(0, 80).Select(t => (100 + (10 * i)) * (t % 4 == 3 ? 1.5 : 1) * (0.95 + (0.1 * random.NextDouble()))).ToArray())];
        var told = ManySeries.Forecast(kind, series, 4, 8, 8, null, default);
        for (var i = 0; i < 60; i++)
        {
            var means = Assert.IsType<ForecastOutcome.Foretold>(told[i]).Mean;
            Assert.All(Enumerable.Range(0, 8), h => Assert.InRange(means[h], 0.8 * (100 + (10 * i)) * (h % 4 == 3 ? 1.5 : 1), 1.2 * (100 + (10 * i)) * (h % 4 == 3 ? 1.5 : 1)));
        }

        var others = Array.ConvertAll(series, one => (double[])[.. one[..^8], 1e6, 1, 1e6, 1, 1e6, 1, 1e6, 1]);
        Assert.Equal(told.Select(Mean), ManySeries.Forecast(kind, others, 4, 8, 8, null, default).Select(Mean));

        static double[] Mean(ForecastOutcome? outcome) => Assert.IsType<ForecastOutcome.Foretold>(outcome).Mean;
    }

    private static double[][] Told(SeriesPool pool, int end) => NeuralForecaster.Fit(pool, end, Horizon, default)!.Forecast(pool, end, Horizon, default);

    private static SeriesPool Pool(int series)
    {
        var random = new SeededRandom(21);
        return new SeriesPool([.. Enumerable.Range(0, series).Select(i => Enumerable.Range(0, Days).Select(t => (float)(Mean(i, t) * (0.7 + (0.6 * random.NextDouble())))).ToArray())], 7, 364)
        {
            Promoted = [.. Enumerable.Range(0, series).Select(i => Enumerable.Range(0, Days + Horizon).Select(t => IsPromoted(i, t)).ToArray())],
        };
    }

    private static double Mean(int series, int day) => Scale(series) * (day % 7 == 5 ? 3 : day % 7 == 6 ? 0.2 : 1) * (IsPromoted(series, day) ? Lift : 1);

    private static double Scale(int series) => 1 + (series * series);

    // Three days each, on days of chance that each series has of its own.
    private static bool IsPromoted(int series, int day) => new SeededRandom((ulong)((1000 * series) + (day / 3))).NextDouble() < 0.1;
}
