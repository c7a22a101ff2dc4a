using System.Text.Json;
using Marketing.Model.Forecasting;
using Marketing.Model.Forecasting.Theta;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Forecasting;

public sealed class ThetaTests
{
    private static readonly JsonElement _golden = Golden.Read("forecast_small.json");

    [Theory]
    [InlineData("nile", 1)]
    [InlineData("wwwusage", 1)]
    [InlineData("usaccdeaths", 12)]
    [InlineData("airpassengers", 12)]
    public void The_classical_method_is_that_of_R(string series, int season)
    {
        double[] values = [.. _golden.GetProperty(series).GetProperty("series").EnumerateArray().Select(one => one.GetDouble())];
        var forecast = _golden.GetProperty(series).GetProperty("thetaf").GetProperty("forecast");
        var mean = forecast.GetProperty("mean").EnumerateArray().Select(one => one.GetDouble()).ToArray();
        var high = forecast.GetProperty("hi95").EnumerateArray().Select(one => one.GetDouble()).ToArray();
        var told = Assert.IsType<ForecastOutcome.Foretold>(Forecasters.All.Single(one => one.Kind == "theta").Forecast(values, season, mean.Length));
        for (var h = 0; h < mean.Length; h++)
        {
            // R's search stops a little short of the best smoothing constant.
            Assert.Equal(1, told.Mean[h] / mean[h], 2e-3);
            Assert.Equal(1, (told.Mean[h] + (1.959963984540054 * told.Deviation![h])) / high[h], 5e-3);
        }
    }

    [Fact]
    public void A_line_goes_on_as_a_line()
    {
        double[] values = [.. Enumerable.Range(0, 40).Select(t => 50 + (3.0 * t) + (t % 2 * 0.01))];
        var told = Assert.IsType<ForecastOutcome.Foretold>(Forecasters.All.Single(one => one.Kind == "optimised-theta").Forecast(values, 1, 8));
        Assert.All(Enumerable.Range(0, 8), h => Assert.Equal(50 + (3.0 * (40 + h)), told.Mean[h], 2.0));
    }

    [Fact]
    public void The_line_of_the_dynamic_model_is_that_of_least_squares_after_each_value()
    {
        double[] values = [3, 7, 4, 9, 12, 8, 15];
        var state = DynamicTheta.After(values[0], 0.3, 2);
        for (var n = 2; n <= values.Length; n++)
        {
            state = state.With(values[n - 1], 0.3);
            var (middle, mean) = ((n + 1) / 2.0, values.Take(n).Average());
            var slope = values.Take(n).Select((value, i) => (i + 1 - middle) * (value - mean)).Sum() / Enumerable.Range(1, n).Sum(t => (t - middle) * (t - middle));
            Assert.Equal(slope, state.B, 1e-9);
            Assert.Equal(mean - (slope * middle), state.A, 1e-9);
        }
    }
}
