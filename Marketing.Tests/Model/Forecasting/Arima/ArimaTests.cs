using System.Text.Json;
using Marketing.Kernel.Numerics;
using Marketing.Model.Forecasting;
using Marketing.Model.Forecasting.Arima;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Forecasting.Arima;

/// <summary>Automatic ARIMA against R's <c>auto.arima</c>, and against series whose model is known.</summary>
public sealed class ArimaTests
{
    private static readonly JsonElement _golden = Golden.Read("forecast_small.json");

    public static TheoryData<string, int, int, int, int, int> Reference => new() { { "wwwusage", 1, 1, 1, 1, 0 }, { "airpassengers", 12, 2, 1, 1, 1 } };

    [Theory]
    [MemberData(nameof(Reference))]
    public void Given_orders_are_fitted_as_by_R(string series, int season, int ar, int differences, int ma, int seasonal)
    {
        // R takes the differences for states it knows next to nothing of, we for given: the likelihoods differ in the fourth place.
        var wanted = _golden.GetProperty(series).GetProperty("auto_arima");
        var order = new ArimaOrder(ar, differences, ma, 0, seasonal, 0, season, false);
        var model = new ArimaFit().Fit(Differencing.Apply(Series(series), order), order);
        Assert.Equal(wanted.GetProperty("loglik").GetDouble(), model.Likelihood, 1e-3);
        Assert.Equal(wanted.GetProperty("aicc").GetDouble(), model.Aicc, 2e-3);
        Assert.Equal(1, model.Variance / wanted.GetProperty("sigma2").GetDouble(), 1e-4);
        var coefficients = new ArmaCoefficients(order);
        coefficients.Set(model.Free);
        Assert.Equal(wanted.GetProperty("coef").EnumerateObject().Select(one => one.Value.GetDouble()), coefficients.Named().Select(one => one.Value), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Theory]
    [MemberData(nameof(Reference))]
    public void The_automatic_choice_and_its_forecasts_and_intervals_are_those_of_R(string series, int season, int ar, int differences, int ma, int seasonal)
    {
        var forecast = _golden.GetProperty(series).GetProperty("auto_arima").GetProperty("forecast");
        var mean = Golden.Doubles(forecast.GetProperty("mean"));
        var high = Golden.Doubles(forecast.GetProperty("hi95"));
        var told = Assert.IsType<ForecastOutcome.Foretold>(Method.Forecast(Series(series), season, mean.Length));
        Assert.Equal(_golden.GetProperty(series).GetProperty("auto_arima").GetProperty("method").GetString(), told.Form);
        Assert.Equal(told.Form, new ArimaOrder(ar, differences, ma, 0, seasonal, 0, season, false).ToString());
        for (var h = 0; h < mean.Length; h++)
        {
            Assert.Equal(1, told.Mean[h] / mean[h], 1e-5);
            Assert.Equal(1, told.Deviation![h] / ((high[h] - mean[h]) / 1.959963984540054), 1e-4);
        }
    }

    [Theory]
    [InlineData("nile", 1, "ARIMA(1,1,1)")]
    [InlineData("usaccdeaths", 12, "ARIMA(0,1,1)(0,1,1)[12]")]
    public void Models_known_from_text_books_are_chosen(string series, int season, string form) =>
        Assert.Equal(form, Assert.IsType<ForecastOutcome.Foretold>(Method.Forecast(Series(series), season, 3)).Form);

    [Fact]
    public void The_airline_model_of_the_logarithms_is_that_of_Box_and_Jenkins()
    {
        // Box, Jenkins, Reinsel and Ljung 2015, sec. 9.2.4: 0.396 and 0.614 by exact likelihood; R: 0.4018 and 0.5569, likelihood 244.70.
        var order = new ArimaOrder(0, 1, 1, 0, 1, 1, 12, false);
        var model = new ArimaFit().Fit(Differencing.Apply([.. Series("airpassengers").Select(value => Math.Log(value))], order), order);
        var coefficients = new ArmaCoefficients(order);
        coefficients.Set(model.Free);
        Assert.Equal(-0.4018, coefficients.Theta[0], 1e-3);
        Assert.Equal(-0.5569, coefficients.Theta[11], 1e-3);
        Assert.Equal(244.70, model.Likelihood, 0.01);
    }

    [Fact]
    public void Planted_coefficients_are_found()
    {
        var (order, random) = (new ArimaOrder(1, 0, 1, 0, 0, 1, 4, true), new SeededRandom(21));
        double[] errors = [.. Enumerable.Range(0, 4100).Select(_ => Drawn.Normal(random))];
        var values = new double[errors.Length];
        for (var t = 5; t < values.Length; t++)
        {
            values[t] = (0.7 * values[t - 1]) + errors[t] + (0.4 * errors[t - 1]) - (0.5 * errors[t - 4]) - (0.2 * errors[t - 5]);
        }

        var model = new ArimaFit().Fit([.. values.Skip(100).Select(value => value + 30)], order);
        var coefficients = new ArmaCoefficients(order);
        coefficients.Set(model.Free);
        Assert.Equal([0.7, 0.4, -0.5], coefficients.Named().Select(one => one.Value), (a, b) => Math.Abs(a - b) < 0.06);
        Assert.Equal(30, model.Mean, 0.2);
        Assert.Equal(1, model.Variance, 0.08);
    }

    [Fact]
    public void Deviations_are_those_of_forecasts_of_many_drawn_futures()
    {
        // By the definition: an autoregression of first differences, whose weights are 1, 1 + φ, 1 + φ + φ² ...
        var random = new SeededRandom(5);
        var values = new double[400];
        for (var t = 2; t < values.Length; t++)
        {
            values[t] = values[t - 1] + (0.6 * (values[t - 1] - values[t - 2])) + Drawn.Normal(random);
        }

        var order = new ArimaOrder(1, 1, 0, 0, 0, 0, 1, false);
        var (left, fit, mean, deviation) = (Differencing.Apply(values, order), new ArimaFit(), new double[12], new double[12]);
        var model = fit.Fit(left, order);
        ArimaForecast.Of(values, left, model, fit, mean, deviation);
        var phi = LagOne(model);
        var (weight, sum, last) = (1.0, 0.0, left[^1]);
        var expected = values[^1];
        for (var h = 0; h < 12; h++)
        {
            sum += weight * weight;
            last *= phi;
            expected += last;
            Assert.Equal(expected, mean[h], 1e-9);
            Assert.Equal(Math.Sqrt(model.Variance * sum), deviation[h], 1e-9);
            weight = 1 + (phi * weight);
        }
    }

    [Fact]
    public void What_a_mean_is_not_known_by_widens_the_intervals()
    {
        var random = new SeededRandom(6);
        double[] noise = [.. Enumerable.Range(0, 10).Select(_ => 50 + Drawn.Normal(random))];
        var order = new ArimaOrder(0, 0, 0, 0, 0, 0, 1, true);
        var (fit, mean, deviation) = (new ArimaFit(), new double[1], new double[1]);
        var model = fit.Fit(noise, order);
        ArimaForecast.Of(noise, noise, model, fit, mean, deviation);
        Assert.Equal(noise.Average(), mean[0], 1e-9);
        Assert.Equal(Math.Sqrt(noise.Sum(value => (value - mean[0]) * (value - mean[0])) / 9 * (1 + (1 / 10.0))), deviation[0], 1e-9);
    }

    [Fact]
    public void A_line_goes_on_and_a_repeated_week_too_and_neither_says_how_sure_it_is()
    {
        var line = Assert.IsType<ForecastOutcome.Foretold>(Method.Forecast([.. Enumerable.Range(0, 30).Select(t => 7 + (0.1 * t))], 1, 5));
        Assert.All(Enumerable.Range(0, 5), h => Assert.Equal(7 + (0.1 * (30 + h)), line.Mean[h], 1e-9));
        Assert.Null(line.Deviation);
        var week = Assert.IsType<ForecastOutcome.Foretold>(Method.Forecast([.. Enumerable.Range(0, 70).Select(t => (double)(t % 7 * (t % 7)))], 7, 7));
        Assert.All(Enumerable.Range(0, 7), h => Assert.Equal(h * h, week.Mean[h], 1e-9));
        Assert.Null(week.Deviation);
    }

    [Fact]
    public void Intervals_grow_where_neighbours_are_subtracted()
    {
        var told = Assert.IsType<ForecastOutcome.Foretold>(Method.Forecast(Series("airpassengers"), 12, 36));
        Assert.All(Enumerable.Range(1, 35), h => Assert.True(told.Deviation![h] > told.Deviation[h - 1]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Very_short_series_are_declined(int length) =>
        Assert.Equal(DeclineReasons.TooShort, Assert.IsType<ForecastOutcome.Declined>(Method.Forecast(new double[length], 1, 2)).Reason);

    [Fact]
    public void One_spike_and_negative_values_are_foretold_within_what_was_seen()
    {
        double[] spike = new double[40];
        spike[17] = 900;
        var told = Assert.IsType<ForecastOutcome.Foretold>(Method.Forecast(spike, 7, 14));
        Assert.All(told.Mean, mean => Assert.InRange(mean, -1, 100));
        var random = new SeededRandom(7);
        var below = Assert.IsType<ForecastOutcome.Foretold>(Method.Forecast([.. Enumerable.Range(0, 50).Select(_ => -40 + Drawn.Normal(random))], 1, 5));
        Assert.All(below.Mean, mean => Assert.InRange(mean, -43, -37));
    }

    [Fact]
    public void A_long_series_is_foretold_from_its_end()
    {
        // Four years of hours with a day, whose level changed for good before the last of them.
        var random = new SeededRandom(8);
        double[] hours = [.. Enumerable.Range(0, 35_000).Select(t => (t < 20_000 ? 50 : 200) + (20 * Math.Sin(2 * Math.PI * t / 24)) + Drawn.Normal(random))];
        var told = Assert.IsType<ForecastOutcome.Foretold>(Method.Forecast(hours, 24, 48));
        Assert.All(Enumerable.Range(0, 48), h => Assert.Equal(200 + (20 * Math.Sin(2 * Math.PI * (35_000 + h) / 24)), told.Mean[h], 4.0));
    }

    private static double LagOne(ArimaModel model)
    {
        var coefficients = new ArmaCoefficients(model.Order);
        coefficients.Set(model.Free);
        return coefficients.Phi[0];
    }

    private static IForecaster Method { get; } = Forecasters.Of("arima");

    private static double[] Series(string name) => Golden.Doubles(_golden.GetProperty(name).GetProperty("series"));
}
