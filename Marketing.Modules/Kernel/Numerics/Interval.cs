using MathNet.Numerics.Distributions;

namespace Marketing.Kernel.Numerics;

/// <summary>A value with the ends of its interval.</summary>
/// <param name="Value">Estimate.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
internal readonly record struct Interval(double Value, double Low, double High)
{
    /// <summary>Wilson's score interval of a share (Wilson 1927; Newcombe 1998, method 3); null without a trial.</summary>
    /// <param name="successes">Successes, in [0, trials].</param>
    /// <param name="trials">Trials.</param>
    /// <param name="level">Confidence, in (0, 1).</param>
    public static Interval? Wilson(long successes, long trials, double level = 0.95)
    {
        if (trials == 0)
        {
            return null;
        }

        var z = Normal.InvCDF(0, 1, (1 + level) / 2);
        double n = trials;
        var p = successes / n;
        var middle = (p + (z * z / (2 * n))) / (1 + (z * z / n));
        var half = z / (1 + (z * z / n)) * Math.Sqrt((p * (1 - p) / n) + (z * z / (4 * n * n)));

        // At the borders the closed form is the border itself; rounding must not step over it.
        return new Interval(p, successes == 0 ? 0 : middle - half, successes == trials ? 1 : middle + half);
    }

    /// <summary>Exact interval of the mean of a Poisson count (Garwood 1936), by quantiles of the gamma distribution.</summary>
    /// <param name="count">What was counted, 0 or more.</param>
    /// <param name="level">Confidence, in (0, 1).</param>
    public static Interval Poisson(long count, double level = 0.95) => new(
        count,
        count == 0 ? 0 : Gamma.InvCDF(count, 1, (1 - level) / 2),
        Gamma.InvCDF(count + 1, 1, (1 + level) / 2));

    /// <summary>
    /// Percentile bootstrap interval of a mean (Efron and Tibshirani 1993, sec. 13.3): whole customers are drawn with replacement.
    /// For a paired comparison the values are the differences. Null without a value.
    /// </summary>
    /// <param name="values">One value a customer.</param>
    /// <param name="random">Source of the draws.</param>
    /// <param name="resamples">Number of resamples, at least 1.</param>
    /// <param name="level">Confidence, in (0, 1).</param>
    public static Interval? BootstrapMean(ReadOnlySpan<double> values, SeededRandom random, int resamples, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);
        if (values.IsEmpty)
        {
            return null;
        }

        var n = values.Length;
        var means = new double[resamples];
        for (var b = 0; b < resamples; b++)
        {
            var sum = 0.0;
            for (var i = 0; i < n; i++)
            {
                sum += values[random.NextInt(n)];
            }

            means[b] = sum / n;
        }

        Array.Sort(means);
        return new Interval(Mean(values), Quantile(means, (1 - level) / 2), Quantile(means, (1 + level) / 2));
    }

    /// <summary>Mean of at least one value.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    /// <summary>Quantile of ascending values by linear interpolation (Hyndman and Fan 1996, type 7).</summary>
    internal static double Quantile(ReadOnlySpan<double> sorted, double p)
    {
        var h = (sorted.Length - 1) * p;
        var below = (int)h;
        return below + 1 < sorted.Length ? sorted[below] + ((h - below) * (sorted[below + 1] - sorted[below])) : sorted[^1];
    }
}
