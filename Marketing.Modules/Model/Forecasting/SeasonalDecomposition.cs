namespace Marketing.Model.Forecasting;

/// <summary>
/// Classical decomposition by a centred moving average (Kendall and Stuart 1983, as R's <c>decompose</c>): trend, and one index for each place of the season, which average
/// 0 (additive) or 1 (multiplicative).
/// </summary>
internal static class SeasonalDecomposition
{
    /// <summary>Splits a series.</summary>
    /// <param name="values">At least two whole seasons; not negative where <paramref name="multiplicative"/>: a place of the season at which the trend is 0 throughout has no index (NaN).</param>
    /// <param name="season">Steps of one season, 2 or more.</param>
    /// <param name="multiplicative">Whether the season multiplies the trend; else it is added.</param>
    /// <param name="trend">Receives the trend, as long as the values; NaN where it cannot be told, at both ends.</param>
    /// <param name="indices">Receives the indices of the places of a season, the first value's first; as long as the season.</param>
    public static void Split(ReadOnlySpan<double> values, int season, bool multiplicative, Span<double> trend, Span<double> indices)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, 2 * season);
        Smooth(values, season, trend);
        Span<int> counts = stackalloc int[season <= 512 ? season : 0];
        counts = counts.Length == season ? counts : new int[season];
        counts.Clear();
        indices[..season].Clear();
        for (var t = 0; t < values.Length; t++)
        {
            if (multiplicative ? trend[t] > 0 : !double.IsNaN(trend[t]))
            {
                indices[t % season] += multiplicative ? values[t] / trend[t] : values[t] - trend[t];
                counts[t % season]++;
            }
        }

        var mean = 0.0;
        for (var place = 0; place < season; place++)
        {
            indices[place] /= counts[place];
            mean += indices[place] / season;
        }

        for (var place = 0; place < season; place++)
        {
            indices[place] = multiplicative ? indices[place] / mean : indices[place] - mean;
        }
    }

    // An even season takes half of the value at either end, so that the average lies on a step.
    private static void Smooth(ReadOnlySpan<double> values, int season, Span<double> trend)
    {
        var half = season / 2;
        for (var t = 0; t < values.Length; t++)
        {
            if (t < half || t + half >= values.Length)
            {
                trend[t] = double.NaN;
                continue;
            }

            var sum = 0.0;
            if (season % 2 == 0)
            {
                sum = (values[t - half] + values[t + half]) / 2;
                for (var i = t - half + 1; i < t + half; i++)
                {
                    sum += values[i];
                }
            }
            else
            {
                for (var i = t - half; i <= t + half; i++)
                {
                    sum += values[i];
                }
            }

            trend[t] = sum / season;
        }
    }
}
