namespace Marketing.Model.Forecasting.Arima;

/// <summary>Trend, season and the rest by local regression, without the robust passes (STL: Cleveland, Cleveland, McRae and Terpenning 1990, sec. 2).</summary>
internal static class SeasonalLoess
{
    private const int Passes = 2;

    /// <summary>Splits a series.</summary>
    /// <param name="values">More than two whole seasons.</param>
    /// <param name="season">Steps of one season, 2 or more.</param>
    /// <param name="window">Seasons that a season's value is smoothed over, odd.</param>
    /// <param name="trend">Receives the trend, as long as the values.</param>
    /// <param name="seasonal">Receives the season, as long.</param>
    public static void Split(ReadOnlySpan<double> values, int season, int window, Span<double> trend, Span<double> seasonal)
    {
        var n = values.Length;
        var trendWindow = Odd((int)Math.Ceiling(1.5 * season / (1 - (1.5 / window))));
        var (cycles, passed, other) = (new double[n + (2 * season)], new double[n + (2 * season)], new double[n + (2 * season)]);
        trend.Clear();
        for (var pass = 0; pass < Passes; pass++)
        {
            for (var t = 0; t < n; t++)
            {
                other[t] = values[t] - trend[t];
            }

            Cycles(other.AsSpan(0, n), season, window, cycles);

            // What of the cycles is no season: three moving averages and a line through neighbours.
            Average(cycles, season, passed);
            Average(passed.AsSpan(0, n + season + 1), season, other);
            Average(other.AsSpan(0, n + 2), 3, passed);
            Smooth(passed.AsSpan(0, n), Odd(season), isLine: true, other.AsSpan(0, n));
            for (var t = 0; t < n; t++)
            {
                seasonal[t] = cycles[season + t] - other[t];
                passed[t] = values[t] - seasonal[t];
            }

            Smooth(passed.AsSpan(0, n), trendWindow, isLine: true, trend);
        }
    }

    // Each place of the season by itself, with one season more at both ends.
    private static void Cycles(ReadOnlySpan<double> values, int season, int window, Span<double> cycles)
    {
        for (var place = 0; place < season; place++)
        {
            var own = new double[((values.Length - place - 1) / season) + 1];
            for (var k = 0; k < own.Length; k++)
            {
                own[k] = values[(k * season) + place];
            }

            for (var k = -1; k <= own.Length; k++)
            {
                cycles[((k + 1) * season) + place] = At(own, window, k, isLine: false);
            }
        }
    }

    private static void Smooth(ReadOnlySpan<double> values, int window, bool isLine, Span<double> to)
    {
        for (var t = 0; t < values.Length; t++)
        {
            to[t] = At(values, window, t, isLine);
        }
    }

    // Local mean or line at a place, by the nearest values with tricube weights.
    private static double At(ReadOnlySpan<double> values, int window, int at, bool isLine)
    {
        var n = values.Length;
        var first = Math.Clamp(at - (window / 2), 0, Math.Max(0, n - window));
        var last = Math.Min(n, first + window);
        var reach = Math.Max(at - first, last - 1 - at) + (window > n ? (window - n) / 2 : 0);
        var (weights, sum, middle, spread, joint) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var pass = 0; pass < (isLine ? 2 : 1); pass++)
        {
            for (var i = first; i < last; i++)
            {
                var share = Math.Abs(i - at) / Math.Max(1.0, reach);
                if (share > 0.999)
                {
                    continue;
                }

                var cube = 1 - (share * share * share);
                var weight = share <= 0.001 ? 1 : cube * cube * cube;
                if (pass == 0)
                {
                    (weights, sum, middle) = (weights + weight, sum + (weight * values[i]), middle + (weight * i));
                }
                else
                {
                    var off = i - (middle / weights);
                    (spread, joint) = (spread + (weight * off * off), joint + (weight * off * values[i]));
                }
            }
        }

        var mean = sum / weights;
        return isLine && Math.Sqrt(spread / weights) > 0.001 * (n - 1) ? mean + ((at - (middle / weights)) * joint / spread) : mean;
    }

    private static void Average(ReadOnlySpan<double> values, int length, Span<double> to)
    {
        var sum = 0.0;
        for (var t = 0; t < values.Length; t++)
        {
            sum += values[t] - (t >= length ? values[t - length] : 0);
            if (t >= length - 1)
            {
                to[t - length + 1] = sum / length;
            }
        }
    }

    private static int Odd(int length) => Math.Max(3, length % 2 == 1 ? length : length + 1);
}
