namespace Marketing.Model.Forecasting.Arima;

/// <summary>
/// Seasonal ARIMA whose orders are chosen by itself (<c>arima</c>): a season is subtracted where it is strong, neighbours until the level stands still, and the other orders are searched step by step
/// (Hyndman and Khandakar 2008). Of a long series the orders are searched on the last <see cref="MostSearched"/> values alone and the
/// numbers fitted to the last <see cref="MostFitted"/>: what lies before them is not looked at.
/// </summary>
internal sealed class ArimaForecaster : IForecaster
{
    /// <summary>Longest season; one that is longer is left out.</summary>
    public const int LongestSeason = 60;

    /// <summary>Latest values that orders are searched on.</summary>
    public const int MostSearched = 1000;

    /// <summary>Latest values that the numbers are fitted to.</summary>
    public const int MostFitted = 5000;

    private const int FewestValues = 4;

    [ThreadStatic]
    private static ArimaFit? _fit;

    public string Kind => "arima";

    public ForecastOutcome Forecast(ReadOnlySpan<double> values, int season, int horizon)
    {
        SeriesGuard.Check(values, season, horizon);
        if (values.Length < FewestValues)
        {
            return new ForecastOutcome.Declined(DeclineReasons.TooShort);
        }

        if (SeriesGuard.IsConstant(values))
        {
            return SeriesGuard.Constant(values, horizon, Kind);
        }

        var (own, scale) = Scaled(values[^Math.Min(values.Length, MostFitted)..]);
        var (fit, end, order) = (_fit ??= new ArimaFit(), own[^Math.Min(own.Length, MostSearched)..], Plain(own.AsSpan(Math.Max(0, own.Length - MostSearched)), season <= LongestSeason ? season : 1));
        var left = Differencing.Apply(end, order);

        // What follows from the values to the last digit leaves no errors to tell a spread from.
        var isExact = Differencing.IsConstant(left);
        var model = isExact ? fit.Of(new ArmaCoefficients(order), left, order, []) : new ArimaSearch(fit).Best(left, order, end.Length);
        if (own.Length > end.Length && !isExact && Differencing.Apply(own, order) is var more && fit.Fit(more, model.Order) is { Aicc: < double.PositiveInfinity } longer)
        {
            (end, left, model) = (own, more, longer);
        }

        var (mean, deviation) = (new double[horizon], new double[horizon]);
        ArimaForecast.Of(end, left, model, fit, mean, deviation);
        for (var h = 0; h < horizon; h++)
        {
            (mean[h], deviation[h]) = (mean[h] * scale, deviation[h] * scale);
        }

        return new ForecastOutcome.Foretold(mean, isExact ? null : deviation, model.Order.ToString(), Named(model, scale));
    }

    // The differences, settled before anything else.
    private static ArimaOrder Plain(ReadOnlySpan<double> values, int season)
    {
        var seasonal = Differencing.HasStrongSeason(values, season) ? 1 : 0;
        var neighbours = Differencing.OfNeighbours(seasonal > 0 ? Differencing.Subtract(values, season) : values);
        return new ArimaOrder(0, neighbours, 0, 0, seasonal, 0, season, neighbours + seasonal < 2);
    }

    private static KeyValuePair<string, double>[] Named(ArimaModel model, double scale)
    {
        var coefficients = new ArmaCoefficients(model.Order);
        coefficients.Set(model.Free);
        var constant = model.Order.Differences + model.Order.SeasonalDifferences == 0 ? ("mean", model.Mean) : ("drift", model.Mean / (model.Order.SeasonalDifferences > 0 ? model.Order.Season : 1));
        return
        [
            .. coefficients.Named(),
            .. model.Order.HasConstant ? [KeyValuePair.Create(constant.Item1, constant.Item2 * scale)] : Array.Empty<KeyValuePair<string, double>>(),
            new("sigma2", model.Variance * scale * scale),
        ];
    }

    private static (double[] Own, double Scale) Scaled(ReadOnlySpan<double> values)
    {
        var (own, scale) = (values.ToArray(), 0.0);
        foreach (var value in own)
        {
            scale = Math.Max(scale, Math.Abs(value));
        }

        for (var t = 0; t < own.Length; t++)
        {
            own[t] /= scale;
        }

        return (own, scale);
    }
}
