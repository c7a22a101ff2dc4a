namespace Marketing.Model.Forecasting;

/// <summary>Whether a series has a season, and the series without it, as the Theta method and the M competitions do it (Makridakis, Spiliotis and Assimakopoulos 2020, app. A).</summary>
internal static class SeasonTest
{
    // Two-sided 90 % of the normal distribution.
    private const double Limit = 1.6448536269514722;

    /// <summary>Autocorrelation at a lag, of deviations from the mean; 0 for a constant.</summary>
    public static double Autocorrelation(ReadOnlySpan<double> values, int lag)
    {
        var (mean, all, lagged) = (0.0, 0.0, 0.0);
        foreach (var value in values)
        {
            mean += value / values.Length;
        }

        for (var t = 0; t < values.Length; t++)
        {
            all += (values[t] - mean) * (values[t] - mean);
            lagged += t < lag ? 0 : (values[t] - mean) * (values[t - lag] - mean);
        }

        return all > 0 ? lagged / all : 0;
    }

    /// <summary>Whether the autocorrelation at the season stands out of what the earlier lags explain (Bartlett 1946).</summary>
    /// <param name="values">The series.</param>
    /// <param name="season">Steps of a season.</param>
    /// <param name="seasons">Seasons that must be there, and be exceeded where <paramref name="more"/>.</param>
    /// <param name="more">Whether more values than that are needed.</param>
    /// <param name="isSigned">Whether only a positive autocorrelation counts.</param>
    public static bool Holds(ReadOnlySpan<double> values, int season, int seasons, bool more, bool isSigned)
    {
        if (season < 2 || values.Length < ((long)seasons * season) + (more ? 1 : 0))
        {
            return false;
        }

        var sum = 0.0;
        for (var lag = 1; lag < season; lag++)
        {
            var own = Autocorrelation(values, lag);
            sum += own * own;
        }

        var at = Autocorrelation(values, season);
        return (isSigned ? at : Math.Abs(at)) > Limit * Math.Sqrt((1 + (2 * sum)) / values.Length);
    }
}
