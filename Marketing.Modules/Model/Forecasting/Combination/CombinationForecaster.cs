using Marketing.Model.Forecasting.Smoothing;
using Marketing.Model.Forecasting.Theta;

namespace Marketing.Model.Forecasting.Combination;

/// <summary>
/// The plain mean of two methods that err apart: <c>ets-weighted</c> and <c>optimised-theta</c> (Bates and Granger 1969; why equal weights: Claeskens et al. 2016, sec. 3). Chosen among means and
/// medians of up to four methods on the end of the training parts of the M3 competition.
/// </summary>
internal sealed class CombinationForecaster : IForecaster
{
    private static readonly IForecaster[] Members =
    [
        SmoothingForecaster.All.Single(one => one.Kind == "ets-weighted"),
        ThetaForecaster.All.Single(one => one.Kind == "optimised-theta"),
    ];

    public string Kind => "combination";

    public ForecastOutcome Forecast(ReadOnlySpan<double> values, int season, int horizon)
    {
        var told = new List<ForecastOutcome.Foretold>();
        var reason = DeclineReasons.TooShort;
        foreach (var member in Members)
        {
            switch (member.Forecast(values, season, horizon))
            {
                case ForecastOutcome.Foretold one:
                    told.Add(one);
                    break;
                case ForecastOutcome.Declined declined:
                    reason = declined.Reason;
                    break;
            }
        }

        return told.Count == 0 ? new ForecastOutcome.Declined(reason) : Mean(told, horizon);
    }

    /// <summary>Mean of forecasts; its deviation holds the spread within them and between them, and is missing where one has none.</summary>
    public static ForecastOutcome.Foretold Mean(IReadOnlyList<ForecastOutcome.Foretold> told, int horizon)
    {
        var (mean, deviation) = (new double[horizon], told.All(one => one.Deviation is not null) ? new double[horizon] : null);
        for (var h = 0; h < horizon; h++)
        {
            mean[h] = told.Average(one => one.Mean[h]);
            if (deviation is not null)
            {
                var between = told.Average(one => (one.Mean[h] - mean[h]) * (one.Mean[h] - mean[h]));
                deviation[h] = Math.Sqrt(told.Average(one => one.Deviation![h] * one.Deviation[h]) + between);
            }
        }

        return new ForecastOutcome.Foretold(mean, deviation, string.Join(" + ", told.Select(one => one.Form)), []);
    }
}
