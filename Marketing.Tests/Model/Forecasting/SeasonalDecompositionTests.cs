using Marketing.Model.Forecasting;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Forecasting;

public sealed class SeasonalDecompositionTests
{
    private static readonly double[] _passengers = Golden.Read("forecast_small.json").GetProperty("airpassengers").GetProperty("series").EnumerateArray().Select(value => value.GetDouble()).ToArray();

    [Theory]
    [InlineData(true, "decompose_mult_seasonal")]
    [InlineData(false, "decompose_add_seasonal")]
    public void Indices_of_the_air_passengers_are_those_of_R(bool multiplicative, string name)
    {
        var expected = Golden.Read("forecast_small.json").GetProperty("airpassengers").GetProperty(name).EnumerateArray().Select(value => value.GetDouble()).ToArray();
        var (trend, indices) = (new double[_passengers.Length], new double[12]);
        SeasonalDecomposition.Split(_passengers, 12, multiplicative, trend, indices);
        Assert.All(expected.Zip(indices), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.Equal(12, trend.Count(double.IsNaN));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    public void A_line_with_a_season_is_taken_apart_exactly(int season)
    {
        double[] pattern = [.. Enumerable.Range(0, season).Select(place => (double)(place - ((season - 1) / 2.0)))];
        double[] values = [.. Enumerable.Range(0, 5 * season).Select(t => 10 + (0.5 * t) + pattern[t % season])];
        var (trend, indices) = (new double[values.Length], new double[season]);
        SeasonalDecomposition.Split(values, season, false, trend, indices);
        Assert.All(pattern.Zip(indices), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.All(Enumerable.Range(0, values.Length).Where(t => !double.IsNaN(trend[t])), t => Assert.Equal(10 + (0.5 * t), trend[t], 1e-9));
    }

    [Fact]
    public void Less_than_two_seasons_cannot_be_taken_apart() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SeasonalDecomposition.Split(new double[7], 4, false, new double[7], new double[4]));
}
