namespace Marketing.Model.Forecasting.Intermittent;

/// <summary>
/// Demand that is often 0: its size and the time between two of it are smoothed apart (<c>croston</c>: Croston 1972; <c>sba</c>: without its bias, Syntetos and Boylan 2005, eq. 5), its size and its
/// probability (<c>tsb</c>: Teunter, Syntetos and Babai 2011, eq. 3), which alone forgets what is no longer asked for; or it is smoothed in larger steps in which it is seldom 0
/// (<c>adida</c>: Nikolopoulos et al. 2011, at the mean time between two; <c>imapa</c>: Petropoulos and Kourentzes 2015, the mean over all steps up to that).
/// The deviation is that of the demand itself about its mean.
/// </summary>
internal sealed class IntermittentForecaster : IForecaster
{
    private const double Alpha = 0.1;
    private readonly Func<ReadOnlySpan<double>, double> _mean;

    private IntermittentForecaster(string kind, Func<ReadOnlySpan<double>, double> mean) => (Kind, _mean) = (kind, mean);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<IntermittentForecaster> All { get; } =
    [
        new("croston", values => Croston(values, Alpha)),
        new("sba", values => (1 - (Alpha / 2)) * Croston(values, Alpha)),
        new("tsb", values => Tsb(values, Alpha, Alpha)),
        new("adida", values => Aggregated(values, Interval(values))),
        new("imapa", values => Enumerable.Range(1, Interval(values)).Average(Over(values))),
    ];

    public string Kind { get; }

    public ForecastOutcome Forecast(ReadOnlySpan<double> values, int season, int horizon)
    {
        SeriesGuard.Check(values, season, horizon);
        if (values.IsEmpty)
        {
            return new ForecastOutcome.Declined(DeclineReasons.TooShort);
        }

        if (values.ContainsAnyExceptInRange(0, double.MaxValue))
        {
            return new ForecastOutcome.Declined(DeclineReasons.Negative);
        }

        var (mean, deviation) = (new double[horizon], new double[horizon]);
        Array.Fill(mean, values.ContainsAnyExcept(0) ? _mean(values) : 0);
        Array.Fill(deviation, Deviation(values));
        return new ForecastOutcome.Foretold(mean, deviation, Kind, []);
    }

    /// <summary>Mean demand a step by Croston's method, begun with the first demand and the steps until it.</summary>
    /// <param name="values">Demand, at least once above 0.</param>
    /// <param name="alpha">Smoothing constant of both parts, in (0, 1).</param>
    public static double Croston(ReadOnlySpan<double> values, double alpha)
    {
        var (size, interval, since) = (0.0, 0.0, 0);
        foreach (var value in values)
        {
            since++;
            if (value > 0)
            {
                (size, interval) = size == 0 ? (value, since) : (size + (alpha * (value - size)), interval + (alpha * (since - interval)));
                since = 0;
            }
        }

        return size / interval;
    }

    /// <summary>Mean demand a step as probability times size; the first begins as the share of steps with demand, the second with the first demand.</summary>
    /// <param name="values">Demand, at least once above 0.</param>
    /// <param name="alpha">Smoothing constant of the size.</param>
    /// <param name="beta">Smoothing constant of the probability.</param>
    public static double Tsb(ReadOnlySpan<double> values, double alpha, double beta)
    {
        var (size, count) = (0.0, 0);
        foreach (var value in values)
        {
            count += value > 0 ? 1 : 0;
        }

        var probability = count / (double)values.Length;
        foreach (var value in values)
        {
            if (value > 0)
            {
                size = size == 0 ? value : size + (alpha * (value - size));
                probability += beta * (1 - probability);
            }
            else
            {
                probability -= beta * probability;
            }
        }

        return probability * size;
    }

    // Steps between two demands on average, in whole ones.
    private static int Interval(ReadOnlySpan<double> values)
    {
        var (demands, last) = (0, 0);
        for (var t = 0; t < values.Length; t++)
        {
            (demands, last) = values[t] > 0 ? (demands + 1, t + 1) : (demands, last);
        }

        return Math.Clamp((int)Math.Round(last / (double)Math.Max(1, demands)), 1, values.Length);
    }

    private static Func<int, double> Over(ReadOnlySpan<double> values)
    {
        var own = values.ToArray();
        return steps => Aggregated(own, steps);
    }

    // Sums of some steps, counted from the end, smoothed; a step has its share of the next sum.
    private static double Aggregated(ReadOnlySpan<double> values, int steps)
    {
        var count = values.Length / steps;
        var (first, level) = (values.Length - (count * steps), double.NaN);
        for (var part = 0; part < count; part++)
        {
            var sum = 0.0;
            foreach (var value in values.Slice(first + (part * steps), steps))
            {
                sum += value;
            }

            level = double.IsNaN(level) ? sum : level + (Alpha * (sum - level));
        }

        return level / steps;
    }

    private static double Deviation(ReadOnlySpan<double> values)
    {
        var (mean, squares) = (0.0, 0.0);
        foreach (var value in values)
        {
            mean += value / values.Length;
        }

        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean) / values.Length;
        }

        return Math.Sqrt(squares);
    }
}
