namespace Marketing.Model.Forecasting.Simple;

/// <summary>What is left on the shelf (<c>stock-balance</c>): the series is stock less sales, and <see cref="StockBalance"/> says what is expected of it. Flat, whatever lies ahead; no demand.</summary>
internal sealed class StockBalanceForecaster : IForecaster
{
    public string Kind => IForecastMethods.StockBalance;

    public ForecastOutcome Forecast(ReadOnlySpan<double> values, int season, int horizon)
    {
        SeriesGuard.Check(values, season, horizon);
        if (values.IsEmpty)
        {
            return new ForecastOutcome.Declined(DeclineReasons.TooShort);
        }

        var expected = StockBalance.Next(values, out var variance);
        var (mean, deviation) = (new double[horizon], new double[horizon]);
        for (var h = 0; h < horizon; h++)
        {
            // As of simple smoothing (Hyndman et al. 2008, table 6.1).
            (mean[h], deviation[h]) = (expected, Math.Sqrt(variance * (1 + (h * StockBalance.Weight * StockBalance.Weight))));
        }

        return new ForecastOutcome.Foretold(mean, values.Length > 1 ? deviation : null, Kind, [new("alpha", StockBalance.Weight)]);
    }
}
