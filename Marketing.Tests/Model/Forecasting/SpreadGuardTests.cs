using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Forecasting;

namespace Marketing.Tests.Model.Forecasting;

public sealed class SpreadGuardTests
{
    private static readonly ForecastMethods _methods = new();

    public static TheoryData<string> Kinds => [.. Forecasters.All.Select(one => one.Kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nothing_is_claimed_where_no_spread_was_seen(string kind)
    {
        foreach (var (values, reason) in (ValueTuple<double[], string>[])[([5], "too-few-values"), ([5, 6, 4], "too-few-values"), ([.. Enumerable.Repeat(7.0, 20)], "no-spread"), ([.. Enumerable.Repeat(0.0, 20)], "no-spread")])
        {
            var told = Forecast(kind, values);
            Assert.Empty(told.Deviation);
            Assert.Equal(told.Reason is null ? reason : null, told.NoInterval);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Values_that_vary_have_an_interval(string kind)
    {
        var random = new SeededRandom(2);
        var told = Forecast(kind, [.. Enumerable.Range(0, 24).Select(_ => 5 + random.NextDouble())]);
        Assert.Equal(4, told.Deviation.Count);
        Assert.All(told.Deviation, deviation => Assert.True(deviation > 0));
        Assert.Null(told.NoInterval);
    }

    [Fact]
    public void A_method_that_was_never_off_says_nothing_of_its_errors() => Assert.Equal("no-spread", Forecast("drift", [.. Enumerable.Range(0, 12).Select(t => 0.1 * t)]).NoInterval);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Values_too_large_to_compute_with_give_no_forecast_rather_than_one_that_is_no_number(string kind)
    {
        var told = Forecast(kind, [.. Enumerable.Range(0, 30).Select(t => (t % 3) * 1e300)]);
        Assert.All(told.Mean.Concat(told.Deviation), value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [InlineData("global")]
    [InlineData("neural")]
    public void Models_of_all_say_which_series_are_too_large_for_them(string kind) => Assert.Equal("too-large", Forecast(kind, [1, 2, 1e16, 3, 4, 5]).Reason);

    private static SeriesForecast Forecast(string kind, double[] values) => _methods.Forecast(kind, [values], 4, 4, false, null, default).Series[0];
}
