namespace Marketing.Model.Forecasting.Combination;

/// <summary>
/// The method that foretold the end of this very series best: each is asked from up to three earlier origins (rolling origin: Tashman 2000), and the lowest mean squared error wins, which is lowest for
/// the mean also where demand is mostly 0, unlike the absolute error (Kolassa 2016). The usual method stays unless another is clearly better, since few origins say little. Long series and those
/// that are often 0 are asked of the fast methods only.
/// </summary>
/// <param name="usual">The method that stays in doubt.</param>
/// <param name="methods">The others, the simplest first.</param>
/// <param name="fast">Methods of long series and of such that are often 0, the one that stays in doubt first.</param>
internal sealed class AutoForecaster(IForecaster usual, IReadOnlyList<IForecaster> methods, IReadOnlyList<IForecaster> fast) : IForecaster
{
    private const int MostOrigins = 3;
    private const int LongSeries = 300;
    private const int FewestValues = 8;
    private const double OftenZero = 0.3;

    // Share of the usual method's error below which another takes over.
    private const double Clearly = 0.9;

    public string Kind => "auto";

    public ForecastOutcome Forecast(ReadOnlySpan<double> values, int season, int horizon)
    {
        SeriesGuard.Check(values, season, horizon);
        var isFast = values.Length > LongSeries || values.Count(0) > OftenZero * values.Length;
        var (stays, others) = isFast ? (fast[0], fast.Skip(1)) : (usual, methods);
        var origins = (int)Math.Clamp((values.Length - Math.Max(FewestValues, (2L * season) + 1)) / horizon, 0, isFast ? MostOrigins - 1 : MostOrigins);
        var errors = new List<KeyValuePair<string, double>>();
        var best = stays;
        if (origins > 0 && !SeriesGuard.IsConstant(values) && Error(stays, values, season, horizon, origins) is { } limit)
        {
            errors.Add(new(stays.Kind, Math.Sqrt(limit)));
            limit *= Clearly;
            foreach (var method in others)
            {
                if (Error(method, values, season, horizon, origins) is { } error)
                {
                    errors.Add(new(method.Kind, Math.Sqrt(error)));
                    (best, limit) = error < limit ? (method, error) : (best, limit);
                }
            }
        }

        return Answer([best, stays, .. fast], values, season, horizon) switch
        {
            ForecastOutcome.Foretold told => told with { Parameters = errors },
            var declined => declined,
        };
    }

    // The first that has an answer: very short series are for the simplest methods alone.
    private static ForecastOutcome Answer(IEnumerable<IForecaster> methods, ReadOnlySpan<double> values, int season, int horizon)
    {
        ForecastOutcome answer = new ForecastOutcome.Declined(DeclineReasons.TooShort);
        foreach (var method in methods)
        {
            if ((answer = method.Forecast(values, season, horizon)) is ForecastOutcome.Foretold)
            {
                return answer;
            }
        }

        return answer;
    }

    // Mean squared error from some origins a horizon apart; null where the method has no answer from one of them.
    private static double? Error(IForecaster method, ReadOnlySpan<double> values, int season, int horizon, int origins)
    {
        var sum = 0.0;
        for (var origin = 1; origin <= origins; origin++)
        {
            var past = values[..^(origin * horizon)];
            if (method.Forecast(past, season, horizon) is not ForecastOutcome.Foretold told)
            {
                return null;
            }

            for (var h = 0; h < horizon; h++)
            {
                var error = values[past.Length + h] - told.Mean[h];
                sum += error * error / (origins * horizon);
            }
        }

        return double.IsFinite(sum) ? sum : null;
    }
}
