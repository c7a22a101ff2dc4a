using Marketing.Kernel.Numerics;
using Marketing.Model.Forecasting;
using Marketing.Model.Forecasting.Combination;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Forecasting;

public sealed class CombinationTests
{
    [Fact]
    public void A_combination_is_the_mean_of_its_members_and_spreads_within_and_between_them()
    {
        var mean = CombinationForecaster.Mean([new([10, 20], [3, 4], "a", []), new([14, 20], [4, 3], "b", [])], 2);
        Assert.Equal([12.0, 20.0], mean.Mean);
        Assert.Equal(Math.Sqrt(((9 + 16) / 2.0) + 4), mean.Deviation![0], 1e-12);
        Assert.Equal(Math.Sqrt((16 + 9) / 2.0), mean.Deviation[1], 1e-12);
        Assert.Equal("a + b", mean.Form);
        Assert.Null(CombinationForecaster.Mean([new([1], [1], "a", []), new([1], null, "b", [])], 1).Deviation);
    }

    [Fact]
    public void The_method_that_foretold_the_end_best_is_taken_and_named_with_all_errors()
    {
        // The same week again and again with values below 0, of which neither a level nor a season that multiplies knows anything.
        var random = new SeededRandom(3);
        double[] weekly = [.. Enumerable.Range(0, 420).Select(t => t % 7 == 5 ? 60 : (t % 7 * 3) - 20 + (0.2 * random.NextDouble()))];
        var told = Assert.IsType<ForecastOutcome.Foretold>(Auto.Forecast(weekly, 7, 14));
        Assert.Equal("seasonal-naive", told.Form);
        Assert.Equal(60, told.Mean[(5 + 7 - (weekly.Length % 7)) % 7], 1e-9);
        var errors = told.Parameters.ToDictionary(pair => pair.Key, pair => pair.Value);
        Assert.Equal("seasonal-naive", errors.MinBy(pair => pair.Value).Key);
        Assert.Contains("naive", errors.Keys);
        Assert.DoesNotContain("tsb", errors.Keys);
    }

    [Fact]
    public void The_usual_method_stays_where_another_is_hardly_better()
    {
        var random = new SeededRandom(9);
        double[] noise = [.. Enumerable.Range(0, 60).Select(_ => 100 + random.NextDouble())];
        var told = Assert.IsType<ForecastOutcome.Foretold>(Auto.Forecast(noise, 1, 6));
        Assert.Equal(Assert.IsType<ForecastOutcome.Foretold>(Method("combination").Forecast(noise, 1, 6)).Mean, told.Mean);
        Assert.Equal("combination", told.Parameters[0].Key);
    }

    [Fact]
    public void Of_a_series_too_short_to_compare_on_something_is_told_all_the_same()
    {
        Assert.Equal([4.0], Assert.IsType<ForecastOutcome.Foretold>(Auto.Forecast([4], 12, 1)).Mean);
        Assert.IsType<ForecastOutcome.Declined>(Auto.Forecast([], 12, 1));
    }

    [Fact]
    public void Widths_of_intervals_are_quantiles_of_the_scaled_errors()
    {
        // 250 series with an error of i/250 deviations.
        var came = Enumerable.Range(1, 250).Select(i => new ReadOnlyMemory<double>([10 + (2 * i / 250.0)])).ToList();
        var told = came.Select(ForecastOutcome? (_) => new ForecastOutcome.Foretold([10], [2], "", [])).ToList();
        var widths = IntervalScale.Learn(came, told, [0.8, 0.95])!;
        Assert.Equal(Math.Ceiling(251 * 0.8) / 250, widths[0], 1e-12);
        Assert.Equal(Math.Ceiling(251 * 0.95) / 250, widths[1], 1e-12);
        Assert.Null(IntervalScale.Learn(came[..199], told[..199], [0.8]));
        Assert.Null(IntervalScale.Learn(came, [.. told.Select(ForecastOutcome? (_) => null)], [0.8]));
        Assert.Null(IntervalScale.Learn(came, [.. told.Select(ForecastOutcome? (_) => new ForecastOutcome.Foretold([10], null, "", []))], [0.8]));
    }

    [SharedDataTheory("m3/m3_series.csv")]
    [InlineData("QUARTERLY", 4, 9.20)]
    [InlineData("MONTHLY", 12, 13.85)]
    public void The_combination_is_better_than_Theta_on_the_M3_competition_and_its_intervals_cover_what_they_say(string period, int season, double theta)
    {
        var all = Marketing.Tests.Benchmarks.ForecastCompetition.Read().Where(one => one.Period == period).Where((_, i) => i % 4 == 0).ToList();
        var horizon = all[0].Test.Length;
        var told = new ForecastMethods().Forecast("combination", [.. all.Select(one => one.Train)], season, horizon, learnsIntervals: true, null, default);
        var (of80, of95) = told.Widths!.Value;
        var (smape, in80, in95, count) = (0.0, 0, 0, 0);
        for (var i = 0; i < all.Count; i++)
        {
            for (var h = 0; h < horizon; h++)
            {
                var (mean, came, deviation) = (told.Series[i].Mean[h], all[i].Test[h], told.Series[i].Deviation[h]);
                smape += 200 * Math.Abs(came - mean) / (Math.Abs(came) + Math.Abs(mean));
                (in80, in95, count) = (in80 + (Math.Abs(came - mean) <= of80 * deviation ? 1 : 0), in95 + (Math.Abs(came - mean) <= of95 * deviation ? 1 : 0), count + 1);
            }
        }

        Assert.InRange(smape / count, theta - 2, theta + 0.7);
        Assert.InRange(in80 / (double)count, 0.75, 0.85);
        Assert.InRange(in95 / (double)count, 0.91, 0.99);
    }

    private static IForecaster Auto => Method("auto");

    private static IForecaster Method(string kind) => Forecasters.All.Single(one => one.Kind == kind);
}
