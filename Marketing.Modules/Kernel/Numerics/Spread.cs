namespace Marketing.Kernel.Numerics;

/// <summary>Where values lie and how far they spread, for telling outliers.</summary>
/// <param name="Centre">Mean or median.</param>
/// <param name="Scale">Standard deviation, or what stands for it; above 0.</param>
internal readonly record struct Spread(double Centre, double Scale)
{
    /// <summary>1 / Phi^-1(3/4): makes the median absolute deviation of normal values their standard deviation.</summary>
    public const double NormalConsistency = 1.4826;

    /// <summary>How many scales a value is from the centre, with its sign.</summary>
    public double Z(double value) => (value - Centre) / Scale;

    /// <summary>Mean and standard deviation with n - 1 (Welford 1962); null with fewer than two values or none that differs.</summary>
    public static Spread? Moments(ReadOnlySpan<double> values)
    {
        double mean = 0, squares = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var delta = values[i] - mean;
            mean += delta / (i + 1);
            squares += delta * (values[i] - mean);
        }

        return values.Length < 2 || squares <= 0 ? null : new Spread(mean, Math.Sqrt(squares / (values.Length - 1)));
    }

    /// <summary>Median and 1.4826 times the median absolute deviation from it (Hampel 1974); null when half of the values are the same.</summary>
    /// <param name="sorted">Ascending values.</param>
    public static Spread? Robust(ReadOnlySpan<double> sorted)
    {
        if (sorted.Length < 2)
        {
            return null;
        }

        var median = Interval.Quantile(sorted, 0.5);
        var deviations = new double[sorted.Length];
        for (var i = 0; i < sorted.Length; i++)
        {
            deviations[i] = Math.Abs(sorted[i] - median);
        }

        Array.Sort(deviations);
        var scale = NormalConsistency * Interval.Quantile(deviations, 0.5);
        return scale > 0 ? new Spread(median, scale) : null;
    }

    /// <summary>Tukey's fences (1977): the quartiles less and plus a multiple of the distance between them; null without a value.</summary>
    /// <param name="sorted">Ascending values.</param>
    /// <param name="reach">Multiple, usually 1.5.</param>
    public static (double Low, double High)? Fences(ReadOnlySpan<double> sorted, double reach)
    {
        if (sorted.IsEmpty)
        {
            return null;
        }

        var (low, high) = (Interval.Quantile(sorted, 0.25), Interval.Quantile(sorted, 0.75));
        return (low - (reach * (high - low)), high + (reach * (high - low)));
    }
}
