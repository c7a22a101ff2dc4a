using Marketing.Kernel.Numerics;
using Marketing.Model.Forecasting;

namespace Marketing.Tests.Model.Forecasting;

/// <summary>What holds for every method that foretells a series.</summary>
public sealed class ForecasterConformanceTests
{
    public static TheoryData<string> Kinds => [.. Forecasters.All.Select(one => one.Kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_series_is_answered_by_finite_numbers_or_a_reason(string kind)
    {
        var method = Method(kind);
        var random = new SeededRandom(11);
        double[][] all =
        [
            [], [3], [3, 4], [0, 0, 0, 0, 0, 0, 0, 0], [5, 5, 5, 5, 5, 5, 5, 5, 5], [0, 0, 0, 900, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            [.. Enumerable.Range(0, 30).Select(_ => random.NextDouble() - 0.5)], [.. Enumerable.Range(0, 400).Select(t => t % 7 == 0 ? 1e12 : 0)], [.. Enumerable.Range(0, 60).Select(t => -1e9 * t)],
            [.. Enumerable.Range(0, 60).Select(t => (t % 5 == 0 ? 1e100 : 1e99) * (1 + (0.1 * random.NextDouble())))], [.. Enumerable.Range(0, 40).Select(t => t % 3 == 0 ? -1e100 : 1e100)],
            [1e-300, 2e-300, 1e-300, 3e-300, 2e-300, 1e-300, 2e-300, 5e-300], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
        ];
        foreach (var values in all)
        {
            foreach (var season in (int[])[1, 2, 7, 30])
            {
                switch (method.Forecast(values, season, 9))
                {
                    case ForecastOutcome.Foretold told:
                        Assert.Equal(9, told.Mean.Length);
                        Assert.All(told.Mean, mean => Assert.True(double.IsFinite(mean), $"{kind} foretells {mean} of {string.Join(' ', values.Take(8))}"));
                        Assert.All(told.Deviation ?? [], deviation => Assert.True(deviation >= 0 && double.IsFinite(deviation)));
                        Assert.NotEmpty(told.Form);
                        break;
                    case ForecastOutcome.Declined(var reason):
                        Assert.Contains(reason, DeclineReasons.All);
                        break;
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_series_is_answered_alike_also_after_another_and_by_many_threads(string kind)
    {
        var random = new SeededRandom(5);
        double[] values = [.. Enumerable.Range(0, 48).Select(t => 20 + (5 * Math.Sin(t)) + random.NextDouble())];
        var method = Method(kind);
        var first = (method.Forecast(values, 4, 6) as ForecastOutcome.Foretold)?.Mean;
        method.Forecast([.. values.Reverse()], 12, 3);
        Assert.Equal(first, (method.Forecast(values, 4, 6) as ForecastOutcome.Foretold)?.Mean);
        var many = new double[]?[8];
        Parallel.For(0, many.Length, i => many[i] = (method.Forecast(values, 4, 6) as ForecastOutcome.Foretold)?.Mean);
        Assert.All(many, mean => Assert.Equal(first, mean));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_series_in_other_units_is_foretold_in_those_units(string kind)
    {
        var random = new SeededRandom(8);
        double[] values = [.. Enumerable.Range(0, 60).Select(t => 40 + (10 * Math.Sin(2 * Math.PI * t / 4)) + (6 * random.NextDouble()))];
        if (Method(kind).Forecast(values, 4, 5) is ForecastOutcome.Foretold a && Method(kind).Forecast([.. values.Select(value => 1000 * value)], 4, 5) is ForecastOutcome.Foretold b)
        {
            Assert.All(a.Mean.Zip(b.Mean), pair => Assert.Equal(1, pair.Second / (1000 * pair.First), 0.02));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_longer_series_is_not_declined_where_a_shorter_one_is_foretold(string kind)
    {
        var random = new SeededRandom(3);
        double[][] all =
        [
            [.. Enumerable.Range(0, 31).Select(_ => 5 + random.NextDouble())], [.. Enumerable.Range(0, 31).Select(t => t % 3 == 2 ? 4.0 + t : 0)], [.. Enumerable.Repeat(7.0, 31)],
            [.. Enumerable.Range(0, 31).Select(t => 3.0 * t)], [.. Enumerable.Range(0, 31).Select(_ => random.NextDouble() - 0.5)],
        ];
        foreach (var values in all)
        {
            foreach (var season in (int[])[1, 4, 7, 12])
            {
                var told = false;
                for (var n = 0; n <= 30; n++)
                {
                    var now = Method(kind).Forecast(values.AsSpan(0, n), season, 3) is ForecastOutcome.Foretold;

                    // The first negative value may end what is for demand.
                    Assert.True(now || !told || values.AsSpan(0, n).ContainsAnyExceptInRange(0, double.MaxValue), $"{kind} with a season of {season} foretells {n - 1} values and declines {n}.");
                    told = now;
                }
            }
        }
    }

    [Theory]
    [InlineData("ses")]
    [InlineData("ets")]
    public void Of_a_very_long_series_the_last_values_alone_are_looked_at(string kind)
    {
        var random = new SeededRandom(17);
        double[] values = [.. Enumerable.Range(0, 6000).Select(t => 50 + (20 * Math.Sin(2 * Math.PI * t / 4)) + random.NextDouble())];
        var (all, end) = ((ForecastOutcome.Foretold)Method(kind).Forecast(values, 4, 8), (ForecastOutcome.Foretold)Method(kind).Forecast(values.AsSpan(1000), 4, 8));
        Assert.Equal(end.Mean, all.Mean);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_broken_call_is_refused(string kind)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Method(kind).Forecast([1, 2, 3], 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Method(kind).Forecast([1, 2, 3], 1, 0));
        Assert.Throws<ArgumentException>(() => Method(kind).Forecast([1, double.NaN, 3], 1, 1));
    }

    private static IForecaster Method(string kind) => Forecasters.All.Single(one => one.Kind == kind);
}
