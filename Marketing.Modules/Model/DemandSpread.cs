using Marketing.Model.Demand;

namespace Marketing.Model;

/// <summary>How sums of demand over some days spread about what was foretold, learned from backtests: the variance is <c>A m + B m²</c> of the mean m.</summary>
/// <param name="Days">Days of the sums it was learned from.</param>
/// <param name="A">Share of the mean, 1 or more: chance of single orders, above 1 where they come in lots.</param>
/// <param name="B">Share of the squared mean, 0 or more: error of the forecast itself.</param>
/// <param name="Levels">
/// Levels of the negative binomial distribution at which the shares <see cref="DemandSpread.Shares"/> of what came lay, ascending; what makes up for the distribution's own error.
/// </param>
public sealed record SpanSpread(int Days, double A, double B, IReadOnlyList<double> Levels)
{
    /// <summary>What is known of sums of some size, by their mean ascending, where enough of them came; empty where all are taken alike.</summary>
    public IReadOnlyList<SizeBand> Bands { get; init; } = [];

    /// <summary>Variance of a sum, and the levels at which the shares of what came lie: between two bands they are read off a line over the logarithm of the mean.</summary>
    internal double At(double mean, Span<double> levels)
    {
        var high = 0;
        while (high < Bands.Count - 1 && Bands[high].Mean < mean)
        {
            high++;
        }

        var low = high == 0 || Bands[high].Mean <= mean ? high : high - 1;
        var share = low == high ? 0 : Math.Log(mean / Bands[low].Mean) / Math.Log(Bands[high].Mean / Bands[low].Mean);
        for (var i = 0; i < levels.Length; i++)
        {
            levels[i] = Bands.Count == 0 ? Levels[i] : Bands[low].Levels[i] + (share * (Bands[high].Levels[i] - Bands[low].Levels[i]));
        }

        return ((A * mean) + (B * mean * mean)) * (Bands.Count == 0 ? 1 : Bands[low].Scale + (share * (Bands[high].Scale - Bands[low].Scale)));
    }
}

/// <summary>How sums of about one size spread.</summary>
/// <param name="Mean">Their geometric mean, above 0.</param>
/// <param name="Scale">What the variance is of that of all sizes, above 0.</param>
/// <param name="Levels">Levels as those of all sizes.</param>
public sealed record SizeBand(double Mean, double Scale, IReadOnlyList<double> Levels);

/// <summary>Distribution of demand about its mean: negative binomial, or Poisson where it spreads no more, at levels calibrated on backtests.</summary>
/// <param name="Spans">A spread each for sums over some days, by days ascending; at least one.</param>
public sealed record DemandSpread(IReadOnlyList<SpanSpread> Spans)
{
    /// <summary>Shares of what came for which levels are kept.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975, 0.99];

    /// <summary>Variance of the demand of some days.</summary>
    /// <param name="mean">Its mean, 0 or more.</param>
    /// <param name="days">Days, above 0; between two spans it is read off a line over the logarithm of days, beyond them it is that of the nearest.</param>
    public double Variance(double mean, double days) => Read(mean, days, stackalloc double[Shares.Count]);

    /// <summary>The least whole number of units that covers the demand of some days with a probability.</summary>
    /// <param name="level">Probability in (0, 1).</param>
    /// <param name="mean">Mean demand of the days, 0 or more.</param>
    /// <param name="days">The days, above 0.</param>
    /// <param name="more">Variance on top, for example of the days themselves where a supplier is not on time.</param>
    public double Quantile(double level, double mean, double days, double more = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, 1);
        if (mean <= 0)
        {
            return 0;
        }

        Span<double> levels = stackalloc double[Shares.Count];
        var variance = Read(mean, days, levels);
        return CountDistribution.Quantile(Math.Clamp(At(levels, level), 1e-6, 1 - 1e-6), mean, variance + more);
    }

    /// <summary>Probability that the demand of some days is at most so many: what <see cref="Quantile"/> turns round.</summary>
    /// <param name="count">Units; below 0 the probability is 0.</param>
    /// <param name="mean">Mean demand of the days, 0 or more.</param>
    /// <param name="days">The days, above 0.</param>
    /// <param name="more">Variance on top.</param>
    public double AtMost(double count, double mean, double days, double more = 0)
    {
        if (count < 0 || mean <= 0)
        {
            return count < 0 ? 0 : 1;
        }

        Span<double> levels = stackalloc double[Shares.Count];
        var told = CountDistribution.AtMost(Math.Floor(count), mean, Read(mean, days, levels) + more);
        var (fromLevel, fromShare) = (0.0, 0.0);
        for (var next = 0; next <= Shares.Count; next++)
        {
            var (toLevel, toShare) = next == Shares.Count ? (1.0, 1.0) : (levels[next], Shares[next]);
            if (told < toLevel)
            {
                return Blend(fromShare, toShare, (told - fromLevel) / (toLevel - fromLevel));
            }

            (fromLevel, fromShare) = (toLevel, toShare);
        }

        return 1;
    }

    /// <summary>Mean of what is asked for beyond a stock: <c>E (D - count)⁺</c> of the distribution before its levels are calibrated.</summary>
    /// <remarks>By the size-biased distribution: what it has less 1 is negative binomial with a size greater by 1, or Poisson again.</remarks>
    /// <param name="count">Units in stock; below 0 counts as asked for already.</param>
    /// <param name="mean">Mean demand of the days, 0 or more.</param>
    /// <param name="days">The days, above 0.</param>
    /// <param name="more">Variance on top.</param>
    public double Shortage(double count, double mean, double days, double more = 0)
    {
        if (mean <= 0 || count <= 0)
        {
            return Math.Max(0, mean) - Math.Min(0, count);
        }

        var (whole, variance) = (Math.Floor(count), Math.Max(mean, Variance(mean, days) + more));
        var biased = mean + (variance / mean) - 1;
        var above = mean * (1 - CountDistribution.AtMost(whole - 1, biased, biased * variance / mean));
        return Math.Clamp(above - (count * (1 - CountDistribution.AtMost(whole, mean, variance))), Math.Max(0, mean - count), mean);
    }

    // Variance, and the levels to ask the distribution for so that what comes lies below the shares.
    private double Read(double mean, double days, Span<double> levels)
    {
        var (low, high, share) = Between(days);
        Span<double> above = stackalloc double[Shares.Count];
        var (a, b) = (low.At(mean, levels), high.At(mean, above));
        for (var i = 0; i < levels.Length; i++)
        {
            levels[i] = Blend(levels[i], above[i], share);
        }

        return Blend(a, b, share);
    }

    private static double At(ReadOnlySpan<double> levels, double level)
    {
        // Beyond the first and the last share the rest is shared out evenly.
        var next = 0;
        while (next < Shares.Count && Shares[next] < level)
        {
            next++;
        }

        var (fromShare, from) = next == 0 ? (0.0, 0.0) : (Shares[next - 1], levels[next - 1]);
        var (toShare, to) = next == Shares.Count ? (1.0, 1.0) : (Shares[next], levels[next]);
        return Blend(from, to, (level - fromShare) / (toShare - fromShare));
    }

    private (SpanSpread Low, SpanSpread High, double Share) Between(double days)
    {
        var high = 0;
        while (high < Spans.Count - 1 && Spans[high].Days < days)
        {
            high++;
        }

        var low = high == 0 || Spans[high].Days <= days ? high : high - 1;
        return low == high ? (Spans[high], Spans[high], 0) : (Spans[low], Spans[high], Math.Log(days / Spans[low].Days) / Math.Log(Spans[high].Days / (double)Spans[low].Days));
    }

    private static double Blend(double a, double b, double share) => a + (share * (b - a));
}
