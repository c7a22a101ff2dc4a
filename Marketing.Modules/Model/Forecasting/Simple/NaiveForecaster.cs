namespace Marketing.Model.Forecasting.Simple;

/// <summary>
/// The last value (<c>naive</c>), the last season (<c>seasonal-naive</c>; the last value where there is none), and the last value with the mean change so far (<c>drift</c>), with the deviations of
/// Hyndman and Athanasopoulos 2021, table 5.2.
/// </summary>
internal sealed class NaiveForecaster : IForecaster
{
    private readonly bool _seasonal;
    private readonly bool _drifts;

    private NaiveForecaster(string kind, bool seasonal, bool drifts) => (Kind, _seasonal, _drifts) = (kind, seasonal, drifts);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<NaiveForecaster> All { get; } = [new("naive", false, false), new("seasonal-naive", true, false), new("drift", false, true)];

    public string Kind { get; }

    public ForecastOutcome Forecast(ReadOnlySpan<double> values, int season, int horizon)
    {
        SeriesGuard.Check(values, season, horizon);
        var (lag, n) = (_seasonal ? season : 1, values.Length);
        if (n < lag || (_drifts && n < 2))
        {
            return new ForecastOutcome.Declined(DeclineReasons.TooShort);
        }

        var drift = _drifts ? (values[^1] - values[0]) / (n - 1) : 0;
        var mean = new double[horizon];
        for (var h = 0; h < horizon; h++)
        {
            mean[h] = values[n - lag + (h % lag)] + ((h + 1) * drift);
        }

        return new ForecastOutcome.Foretold(mean, Deviations(values, lag, drift, horizon), Kind, _drifts ? [new("drift", drift)] : []);
    }

    private double[]? Deviations(ReadOnlySpan<double> values, int lag, double drift, int horizon)
    {
        var (squares, count) = (0.0, values.Length - lag);
        for (var t = lag; t < values.Length; t++)
        {
            var error = values[t] - values[t - lag] - drift;
            squares += error * error;
        }

        if (count - (_drifts ? 1 : 0) <= 0 || (lag > 1 && count < SpreadGuard.FewestValues - 1))
        {
            return null;
        }

        var (sigma, deviations) = (Math.Sqrt(squares / (count - (_drifts ? 1 : 0))), new double[horizon]);
        for (var h = 1; h <= horizon; h++)
        {
            deviations[h - 1] = sigma * Math.Sqrt(_drifts ? h * (1 + (h / (double)(values.Length - 1))) : 1 + ((h - 1) / lag));
        }

        return deviations;
    }
}
