namespace Marketing.Model.Forecasting;

/// <summary>
/// Half widths of intervals in deviations, learned from how far forecasts of many series were off at their own ends (split conformal prediction with errors scaled by the model's own deviation: Lei et
/// al. 2018, sec. 5.2): a model's own normal intervals leave out that it was chosen, and are too narrow.
/// </summary>
internal static class IntervalScale
{
    // Below these a quantile of 95 % says little.
    private const int FewestErrors = 200;
    private const int FewestSeries = 20;

    /// <summary>Half widths of the intervals of some levels, in deviations; null where too few series were foretold.</summary>
    /// <param name="came">What came of each series.</param>
    /// <param name="told">What was foretold of it before.</param>
    /// <param name="levels">Levels in (0, 1).</param>
    public static double[]? Learn(IReadOnlyList<ReadOnlyMemory<double>> came, IReadOnlyList<ForecastOutcome?> told, ReadOnlySpan<double> levels)
    {
        var (errors, series) = (new List<double>(), 0);
        for (var i = 0; i < came.Count; i++)
        {
            if (told[i] is ForecastOutcome.Foretold { Deviation: { } deviation } one)
            {
                series++;
                for (var h = 0; h < deviation.Length; h++)
                {
                    if (deviation[h] > 0)
                    {
                        errors.Add(Math.Abs(came[i].Span[h] - one.Mean[h]) / deviation[h]);
                    }
                }
            }
        }

        if (errors.Count < FewestErrors || series < FewestSeries)
        {
            return null;
        }

        errors.Sort();
        var widths = new double[levels.Length];
        for (var i = 0; i < widths.Length; i++)
        {
            // The (n + 1) p-th smallest, so that the next one lies within with at least that chance.
            widths[i] = errors[Math.Min(errors.Count, (int)Math.Ceiling((errors.Count + 1) * levels[i])) - 1];
        }

        return widths;
    }
}
