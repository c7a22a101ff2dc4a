using Marketing.Kernel.Numerics;

namespace Marketing.Features.Treating;

/// <summary>What makes a value of one dimension an outlier. Pure.</summary>
/// <param name="Low">Least ordinary value.</param>
/// <param name="High">Largest ordinary value.</param>
/// <param name="Centre">Centre, or null for fences.</param>
/// <param name="Scale">Scale, or the interquartile range for fences.</param>
internal sealed record OutlierRule(double Low, double High, double? Centre, double Scale)
{
    // |z| above 3 (Shewhart 1931); modified z above 3.5 (Iglewicz and Hoaglin 1993); 1.5 interquartile ranges (Tukey 1977);
    // a score well above the 0.5 that the paper calls ordinary.
    private const double UsualZ = 3;
    private const double UsualRobustZ = 3.5;
    private const double UsualReach = 1.5;
    private const double UsualScore = 0.6;

    /// <summary>The usual threshold of a method.</summary>
    public static double Usual(OutlierMethod method) => method switch
    {
        OutlierMethod.ZScore => UsualZ,
        OutlierMethod.RobustZ => UsualRobustZ,
        OutlierMethod.Fences => UsualReach,
        _ => UsualScore,
    };

    /// <summary>The rule that a method makes of the values that are there; null when they do not spread or there are too few.</summary>
    /// <param name="sorted">Ascending values.</param>
    /// <param name="method">Any but the forest.</param>
    /// <param name="threshold">Threshold.</param>
    public static OutlierRule? Of(ReadOnlySpan<double> sorted, OutlierMethod method, double threshold)
    {
        if (method == OutlierMethod.Fences)
        {
            if (Spread.Fences(sorted, threshold) is not { } fences)
            {
                return null;
            }

            var reach = Interval.Quantile(sorted, 0.75) - Interval.Quantile(sorted, 0.25);
            return reach > 0 ? new OutlierRule(fences.Low, fences.High, null, reach) : null;
        }

        var spread = method == OutlierMethod.ZScore ? Spread.Moments(sorted) : Spread.Robust(sorted);
        return spread is { } found ? new OutlierRule(found.Centre - (threshold * found.Scale), found.Centre + (threshold * found.Scale), found.Centre, found.Scale) : null;
    }

    /// <summary>Whether a value is an outlier; a missing one is not.</summary>
    public bool Marks(double value) => value < Low || value > High;

    /// <summary>How far out it is, with its sign.</summary>
    /// <param name="value">Value.</param>
    /// <param name="threshold">Threshold of the rule.</param>
    public double Score(double value, double threshold) => Centre is { } centre
        ? (value - centre) / Scale
        : value > High ? ((value - High) / Scale) + threshold : value < Low ? ((value - Low) / Scale) - threshold : 0;
}
