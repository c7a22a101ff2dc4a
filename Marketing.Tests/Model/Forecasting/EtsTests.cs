using System.Text.Json;
using Marketing.Kernel.Numerics;
using Marketing.Model.Forecasting;
using Marketing.Model.Forecasting.Smoothing;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Forecasting;

/// <summary>Exponential smoothing against R's <c>forecast</c>: its likelihoods are reached or exceeded, and from there the forecasts and intervals follow.</summary>
public sealed class EtsTests
{
    private static readonly JsonElement _golden = Golden.Read("forecast_small.json");

    [Theory]
    [InlineData("nile", 1, "ses_ets_ANN", "A", false, false, "N")]
    [InlineData("wwwusage", 1, "ets_auto", "A", true, true, "N")]
    [InlineData("wwwusage", 1, "holt", "A", true, false, "N")]
    [InlineData("wwwusage", 1, "damped", "A", true, true, "N")]
    [InlineData("usaccdeaths", 12, "ets_ANA", "A", false, false, "A")]
    [InlineData("usaccdeaths", 12, "hw_additive_ets_AAA", "A", true, false, "A")]
    [InlineData("airpassengers", 12, "ets_auto", "M", true, true, "M")]
    [InlineData("airpassengers", 12, "hw_multiplicative", "M", true, false, "M")]
    public void A_form_is_fitted_at_least_as_well_as_by_R(string series, int season, string name, string error, bool trend, bool damped, string joined)
    {
        var (values, wanted) = (Series(series), _golden.GetProperty(series).GetProperty(name));
        var model = new EtsFit().Fit(values, season, new EtsForm(Of(error), trend, damped, Of(joined)));

        // Its search is loose: where it stops short of the top, we stand above it.
        Assert.True(-model.Likelihood / 2 >= wanted.GetProperty("loglik").GetDouble() - 0.05, $"{-model.Likelihood / 2} is less likely than {wanted.GetProperty("loglik").GetDouble()}");
        Assert.Equal(wanted.GetProperty("aicc").GetDouble(), model.Aicc(values.Length) + (2 * (wanted.GetProperty("loglik").GetDouble() + (model.Likelihood / 2)) * -1), 0.25);
        var told = EtsForecast.Of(model, values, 3);
        Assert.All(wanted.GetProperty("forecast").GetProperty("mean").EnumerateArray().Take(3).Zip(told.Mean), pair => Assert.Equal(1, pair.Second / pair.First.GetDouble(), 0.08));
    }

    [Fact]
    public void Forecasts_and_deviations_at_the_constants_of_R_are_those_of_R()
    {
        // Of the Nile, and of the passengers, whose errors and season multiply. (A damped form of these R begins with a first step that is not damped, unlike its own fitted values: left out here.)
        var nile = _golden.GetProperty("nile").GetProperty("ses_ets_ANN");
        Check(Series("nile"), new EtsModel(EtsForm.Simple, new EtsConstants(Number(nile, "alpha"), 0, 0, 1), Number(nile, "l"), 0, [], 0, 3), nile, 1e-6);
        var air = _golden.GetProperty("airpassengers").GetProperty("hw_multiplicative");
        var season = new double[12];
        for (var k = 0; k < 11; k++)
        {
            season[11 - k] = Number(air, $"s{k}");
        }

        season[0] = 12 - season.Sum();
        Check(Series("airpassengers"), new EtsModel(new EtsForm(Joined.Multiplicative, true, false, Joined.Multiplicative), new EtsConstants(Number(air, "alpha"), Number(air, "beta"), Number(air, "gamma"), 1), Number(air, "l"), Number(air, "b"), season, 0, 17), air, 2e-3);

        static void Check(double[] values, EtsModel model, JsonElement wanted, double tolerance)
        {
            var forecast = wanted.GetProperty("forecast");
            var (mean, high) = (forecast.GetProperty("mean").EnumerateArray().Select(one => one.GetDouble()).ToArray(), forecast.GetProperty("hi95").EnumerateArray().Select(one => one.GetDouble()).ToArray());
            var told = EtsForecast.Of(model, values, mean.Length);
            for (var h = 0; h < mean.Length; h++)
            {
                Assert.Equal(1, told.Mean[h] / mean[h], 1e-6);
                Assert.Equal(1, (told.Mean[h] + (1.959963984540054 * told.Deviation![h])) / high[h], tolerance);
            }
        }
    }

    [Fact]
    public void The_exact_optimum_of_the_Nile_is_found()
    {
        var model = new EtsFit().Fit(Series("nile"), 1, EtsForm.Simple);
        Assert.Equal(0.245728, model.Constants.Alpha, 2e-4);
        Assert.Equal(-726.3905183, -model.Likelihood / 2, 1e-4);
    }

    [Fact]
    public void A_planted_season_and_trend_are_told()
    {
        var random = new SeededRandom(3);
        double[] values = [.. Enumerable.Range(0, 96).Select(t => (200 + t) * (1 + (0.3 * Math.Sin(2 * Math.PI * t / 12))) * (1 + (0.01 * (random.NextDouble() - 0.5))))];
        var told = Assert.IsType<ForecastOutcome.Foretold>(Method("ets").Forecast(values, 12, 12));
        Assert.EndsWith("M)", told.Form);
        for (var h = 0; h < 12; h++)
        {
            Assert.Equal(1, told.Mean[h] / ((296 + h) * (1 + (0.3 * Math.Sin(2 * Math.PI * (96 + h) / 12)))), 0.05);
        }
    }

    [Fact]
    public void Weighted_forms_lie_between_them_and_their_weights_add_up()
    {
        var values = Series("usaccdeaths");
        var told = Assert.IsType<ForecastOutcome.Foretold>(Method("ets-weighted").Forecast(values, 12, 6));
        Assert.Equal(1, told.Parameters.Sum(one => one.Value), 1e-9);
        var single = new EtsFit().All(values, 12, EtsForm.Suiting(true, true)).ConvertAll(model => EtsForecast.Of(model, values, 6).Mean);
        Assert.All(Enumerable.Range(0, 6), h => Assert.InRange(told.Mean[h], single.Min(one => one[h]), single.Max(one => one[h])));
    }

    private static IForecaster Method(string kind) => Forecasters.All.Single(one => one.Kind == kind);

    private static double Number(JsonElement model, string name) => model.GetProperty("par").GetProperty(name).GetDouble();

    private static double[] Series(string name) => [.. _golden.GetProperty(name).GetProperty("series").EnumerateArray().Select(one => one.GetDouble())];

    private static Joined Of(string letter) => letter switch { "A" => Joined.Additive, "M" => Joined.Multiplicative, _ => Joined.None };
}
