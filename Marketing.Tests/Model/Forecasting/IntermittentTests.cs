using System.Text.Json;
using Marketing.Kernel.Numerics;
using Marketing.Model.Forecasting;
using Marketing.Model.Forecasting.Intermittent;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Forecasting;

public sealed class IntermittentTests
{
    private static readonly JsonElement _golden = Golden.Read("forecast_small.json").GetProperty("intermittent");
    private static readonly double[] _demand = [.. _golden.GetProperty("series").EnumerateArray().Select(one => one.GetDouble())];

    [Fact]
    public void Croston_and_its_mended_form_are_those_of_the_reference()
    {
        Assert.Equal(_golden.GetProperty("forecast_croston_alpha_0.1")[0].GetDouble(), Mean("croston"), 1e-9);
        Assert.Equal(_golden.GetProperty("tsi_sba_w0.1_init_naive").GetProperty("frc")[0].GetDouble(), Mean("sba"), 1e-9);
    }

    [Fact]
    public void Probability_times_size_is_that_of_the_reference() => Assert.Equal(1.320189, Mean("tsb"), 1e-6);

    [Fact]
    public void What_nobody_asks_for_any_more_is_forgotten_by_its_probability_alone()
    {
        double[] ended = [.. Enumerable.Repeat(4.0, 30), .. Enumerable.Repeat(0.0, 60)];
        Assert.InRange(IntermittentForecaster.Tsb(ended, 0.1, 0.1), 0, 0.01);
        Assert.Equal(4, IntermittentForecaster.Croston(ended, 0.1), 1e-9);
    }

    [Theory]
    [InlineData("croston", 0.15)]
    [InlineData("sba", 0.15)]
    [InlineData("tsb", 0.15)]
    [InlineData("adida", 0.15)]
    [InlineData("imapa", 0.15)]
    public void The_mean_of_a_demand_by_chance_is_found(string kind, double within)
    {
        var random = new SeededRandom(4);
        var mean = Enumerable.Range(0, 300).Average(_ => ((ForecastOutcome.Foretold)Method(kind).Forecast([.. Enumerable.Range(0, 80).Select(_ => random.NextDouble() < 0.25 ? 1 + random.NextInt(5) : 0.0)], 1, 1)).Mean[0]);
        Assert.InRange(mean, 0.75 * (1 - within), 0.75 * (1 + within));
    }

    [Fact]
    public void Steps_are_put_together_from_the_end()
    {
        // Four values, two demands: steps of two, the sums 1 and 5, smoothed by a tenth, halved.
        Assert.Equal((1 + (0.1 * 4)) / 2, ((ForecastOutcome.Foretold)Method("adida").Forecast([1, 0, 0, 5], 1, 1)).Mean[0], 1e-12);
    }

    private static double Mean(string kind) => ((ForecastOutcome.Foretold)Method(kind).Forecast(_demand, 1, 3)).Mean[2];

    private static IForecaster Method(string kind) => Forecasters.All.Single(one => one.Kind == kind);
}
