namespace Marketing.Kernel.Numerics;

/// <summary>How far two samples, or two tables of counts, are apart.</summary>
internal static class TwoSamples
{
    // Below this the alternating series converges slowly and the other form of the theta function is used; both agree here.
    private const double SmallLambda = 1.18;
    private const int Terms = 100;

    /// <summary>
    /// Kolmogorov-Smirnov: the largest distance between two empirical distribution functions, in [0, 1], and its asymptotic p-value with
    /// the small-sample correction of Stephens (1970), lambda = (sqrt(N) + 0.12 + 0.11 / sqrt(N)) D with N = n m / (n + m). Ties are
    /// stepped over together. Null when a sample is empty.
    /// </summary>
    /// <param name="first">Ascending values.</param>
    /// <param name="second">Ascending values.</param>
    public static (double D, double P)? KolmogorovSmirnov(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.IsEmpty || second.IsEmpty)
        {
            return null;
        }

        int i = 0, j = 0;
        var d = 0.0;
        while (i < first.Length && j < second.Length)
        {
            var value = Math.Min(first[i], second[j]);
            while (i < first.Length && first[i] <= value)
            {
                i++;
            }

            while (j < second.Length && second[j] <= value)
            {
                j++;
            }

            d = Math.Max(d, Math.Abs(((double)i / first.Length) - ((double)j / second.Length)));
        }

        var root = Math.Sqrt((double)first.Length * second.Length / ((double)first.Length + second.Length));
        return (d, KolmogorovTail((root + 0.12 + (0.11 / root)) * d));
    }

    /// <summary>Q(lambda) = 2 sum over j of (-1)^(j-1) exp(-2 j^2 lambda^2) (Kolmogorov 1933; Smirnov 1948), in [0, 1].</summary>
    /// <param name="lambda">At least 0.</param>
    public static double KolmogorovTail(double lambda)
    {
        if (lambda <= 0)
        {
            return 1;
        }

        var sum = 0.0;
        if (lambda < SmallLambda)
        {
            for (var k = 1; k <= Terms; k++)
            {
                var odd = (2 * k) - 1;
                sum += Math.Exp(-odd * odd * Math.PI * Math.PI / (8 * lambda * lambda));
            }

            return Math.Clamp(1 - (Math.Sqrt(2 * Math.PI) / lambda * sum), 0, 1);
        }

        for (var k = 1; k <= Terms; k++)
        {
            sum += (k % 2 == 1 ? 1 : -1) * Math.Exp(-2.0 * k * k * lambda * lambda);
        }

        return Math.Clamp(2 * sum, 0, 1);
    }

    /// <summary>
    /// Population stability index, sum over bins of (p - q) ln(p / q) (Siddiqi, Credit Risk Scorecards, 2006; it is
    /// the symmetric divergence of Jeffreys 1946). Half a count is added to every bin of both, so that an empty bin does not make it infinite. Null when a side is empty.
    /// </summary>
    /// <param name="now">Counts a bin.</param>
    /// <param name="before">Counts a bin, the same bins.</param>
    public static double? PopulationStability(ReadOnlySpan<long> now, ReadOnlySpan<long> before)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(now.Length, before.Length);
        long all = 0, past = 0;
        for (var b = 0; b < now.Length; b++)
        {
            all += now[b];
            past += before[b];
        }

        if (all == 0 || past == 0)
        {
            return null;
        }

        var index = 0.0;
        for (var b = 0; b < now.Length; b++)
        {
            var p = (now[b] + 0.5) / (all + (0.5 * now.Length));
            var q = (before[b] + 0.5) / (past + (0.5 * now.Length));
            index += (p - q) * Math.Log(p / q);
        }

        return index;
    }

    /// <summary>The index of two samples of numbers over bins that hold equal shares of the earlier one; null when a side is empty.</summary>
    /// <param name="now">Ascending values.</param>
    /// <param name="before">Ascending values.</param>
    /// <param name="bins">How many bins, at least 1; fewer where values repeat.</param>
    public static double? PopulationStability(ReadOnlySpan<double> now, ReadOnlySpan<double> before, int bins)
    {
        if (now.IsEmpty || before.IsEmpty)
        {
            return null;
        }

        var edges = new List<double>(bins);
        for (var b = 1; b < bins; b++)
        {
            var edge = Interval.Quantile(before, (double)b / bins);
            if (edges.Count == 0 || edge > edges[^1])
            {
                edges.Add(edge);
            }
        }

        return PopulationStability(Counts(now, edges), Counts(before, edges));
    }

    // A bin holds what is above the edge before it, up to and with its own edge.
    private static long[] Counts(ReadOnlySpan<double> sorted, List<double> edges)
    {
        var counts = new long[edges.Count + 1];
        var at = 0;
        for (var b = 0; b < edges.Count; b++)
        {
            var start = at;
            while (at < sorted.Length && sorted[at] <= edges[b])
            {
                at++;
            }

            counts[b] = at - start;
        }

        counts[^1] = sorted.Length - at;
        return counts;
    }
}
