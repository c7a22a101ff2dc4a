using Marketing.Kernel.Numerics;

namespace Marketing.Model.Demand;

/// <summary>What was foretold of a sum of days, and what came.</summary>
/// <param name="Mean">Foretold, 0 or more.</param>
/// <param name="Came">What came, 0 or more.</param>
internal readonly record struct ToldAndCame(double Mean, double Came);

/// <summary>Learns how demand spreads about forecasts.</summary>
internal static class LearnSpread
{
    // Below this a distribution is not corrected by what came: a few sums say little of its tails.
    private const int FewestForLevels = 200;
    private const double LeastMean = 0.01;

    // Slow sellers are many and heavy ones few, and err otherwise.
    private static readonly double[] Sizes = [0.3, 1, 3, 10, 30, 100, 300, 1000];

    /// <summary>Spread of sums over some days.</summary>
    /// <param name="days">Days of the sums.</param>
    /// <param name="pairs">Forecasts and what came.</param>
    public static SpanSpread Of(int days, IReadOnlyList<ToldAndCame> pairs)
    {
        var (a, b) = Variance(pairs);
        return pairs.Count < FewestForLevels ? new SpanSpread(days, a, b, DemandSpread.Shares) : new SpanSpread(days, a, b, Levels(pairs, a, b)) { Bands = Bands(pairs, a, b) };
    }

    // By size; what is too little for a band of its own joins the next larger one, and the last what is before it.
    private static List<SizeBand> Bands(IReadOnlyList<ToldAndCame> pairs, double a, double b)
    {
        var groups = new List<List<ToldAndCame>>();
        foreach (var group in pairs.GroupBy(pair => Sizes.Count(size => size <= pair.Mean)).OrderBy(group => group.Key))
        {
            if (groups.Count > 0 && groups[^1].Count < FewestForLevels)
            {
                groups[^1].AddRange(group);
            }
            else
            {
                groups.Add([.. group]);
            }
        }

        if (groups.Count > 1 && groups[^1].Count < FewestForLevels)
        {
            groups[^2].AddRange(groups[^1]);
            groups.RemoveAt(groups.Count - 1);
        }

        return [.. groups.Select(group =>
        {
            var (came, told, log) = (0.0, 0.0, 0.0);
            foreach (var pair in group)
            {
                var m = Math.Max(LeastMean, pair.Mean);
                (came, told, log) = (came + ((pair.Came - m) * (pair.Came - m) / m), told + a + (b * m), log + Math.Log(m));
            }

            var scale = Math.Clamp(came / told, 0.05, 20);
            return new SizeBand(Math.Exp(log / group.Count), scale, Levels(group, a * scale, b * scale));
        })];
    }

    // Least squares of (y - m)² / m² on A / m + B, weighted so that rare wild sums do not decide: by m / (1 + m). A is at least 1, B at least 0.
    private static (double A, double B) Variance(IReadOnlyList<ToldAndCame> pairs)
    {
        var (xx, x1, one, xy, y1) = (0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var (mean, came) in pairs)
        {
            var m = Math.Max(LeastMean, mean);
            var (x, y, w) = (1 / m, (came - m) * (came - m) / (m * m), m * m / ((1 + m) * (1 + m)));
            (xx, x1, one, xy, y1) = (xx + (w * x * x), x1 + (w * x), one + w, xy + (w * x * y), y1 + (w * y));
        }

        var determinant = (xx * one) - (x1 * x1);
        var (a, b) = determinant > 1e-12 * xx * one ? (((xy * one) - (x1 * y1)) / determinant, ((xx * y1) - (x1 * xy)) / determinant) : (1, one > 0 ? (y1 - x1) / one : 1);
        if (b < 0)
        {
            (a, b) = (xx > 0 ? xy / xx : 1, 0);
        }

        return a >= 1 ? (a, b) : (1, Math.Max(0, one > 0 ? (y1 - x1) / one : 1));
    }

    // Levels at which what came lay in the distributions told before, as shares of all: a count is spread evenly over its probability (randomised probability integral transform: Czado, Gneiting
    // and Held 2009), so that a true distribution gives the shares themselves.
    private static double[] Levels(IReadOnlyList<ToldAndCame> pairs, double a, double b)
    {
        var random = new SeededRandom(3);
        var lay = new double[pairs.Count];
        for (var i = 0; i < lay.Length; i++)
        {
            var (mean, came) = (Math.Max(LeastMean, pairs[i].Mean), Math.Round(pairs[i].Came));
            var variance = (a * mean) + (b * mean * mean);
            var (below, upTo) = (CountDistribution.AtMost(came - 1, mean, variance), CountDistribution.AtMost(came, mean, variance));
            lay[i] = below + (random.NextDouble() * (upTo - below));
        }

        Array.Sort(lay);
        return [.. DemandSpread.Shares.Select(share => Interval.Quantile(lay, share))];
    }
}
