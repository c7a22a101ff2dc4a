using Marketing.Kernel.Numerics;

namespace Marketing.Model.Demand;

/// <summary>What was foretold of a sum of days, and what came.</summary>
/// <param name="Mean">Foretold, 0 or more.</param>
/// <param name="Came">What came, 0 or more.</param>
internal readonly record struct ToldAndCame(double Mean, double Came);

/// <summary>
/// Learns how demand spreads about forecasts. A wild order counts as one sum among others and not by its square, which would make intervals wide for all: variances are read off where most of what came lies.
/// </summary>
internal static class LearnSpread
{
    // Below this a distribution is not corrected by what came: a few sums say little of its tails.
    private const int FewestForLevels = 200;

    private const int FewestForVariance = 50;
    private const int EnoughForVariance = 600;
    private const int EnoughForLevels = 5000;
    private const double Middle80 = 0.8;
    private const double FewUnits = 3;
    private const double LeastMean = 0.01;
    private const double LeastRatio = 1e-3;

    // The 90 % quantile of the square of a standard normal number.
    private const double NormalSquare = 2.7055;

    // Slow sellers are many and heavy ones few, and err otherwise.
    private static readonly double[] Sizes = [0.3, 1, 3, 10, 30, 100, 300, 1000, 3000, 10000];

    /// <summary>Spread of sums over some days.</summary>
    /// <param name="days">Days of the sums.</param>
    /// <param name="pairs">Forecasts and what came.</param>
    public static SpanSpread Of(int days, IReadOnlyList<ToldAndCame> pairs)
    {
        List<ToldAndCame> known = [.. pairs.Select(pair => new ToldAndCame(Math.Max(LeastMean, pair.Mean), Math.Round(pair.Came)))];
        var (a, b) = Variance(Groups(known, FewestForVariance));
        var all = new SpanSpread(days, a, b, DemandSpread.Shares);
        if (known.Count < FewestForLevels)
        {
            return all;
        }

        // Levels are learned about the variances that are read off between bands, not about a band's own: else neither holds between them.
        var groups = Groups(known, FewestForLevels);
        var scaled = all with { Bands = [.. groups.Select(group => Scaled(group, a, b))] };
        return scaled with { Levels = Levels(known, all), Bands = [.. groups.Zip(scaled.Bands, (group, band) => band with { Levels = Levels(group, scaled) })] };
    }

    // By size; what is too little for a group of its own joins the next larger one, and the last what is before it.
    private static List<List<ToldAndCame>> Groups(List<ToldAndCame> pairs, int fewest)
    {
        var groups = new List<List<ToldAndCame>>();
        foreach (var group in pairs.GroupBy(pair => Sizes.Count(size => size <= pair.Mean)).OrderBy(group => group.Key))
        {
            if (groups.Count > 0 && groups[^1].Count < fewest)
            {
                groups[^1].AddRange(group);
            }
            else
            {
                groups.Add([.. group]);
            }
        }

        if (groups.Count > 1 && groups[^1].Count < fewest)
        {
            groups[^2].AddRange(groups[^1]);
            groups.RemoveAt(groups.Count - 1);
        }

        return groups;
    }

    // Least squares of the groups' variances in units of their means on A + B m, in relative terms: they differ by powers of ten. A is at least 1, B at least 0.
    private static (double A, double B) Variance(List<List<ToldAndCame>> groups)
    {
        var (xx, x1, one, xy, y1) = (0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var group in groups)
        {
            var (x, y) = (Middle(group), Ratio(group, mean => mean));
            var w = group.Count / (y * y);
            (xx, x1, one, xy, y1) = (xx + (w * x * x), x1 + (w * x), one + w, xy + (w * x * y), y1 + (w * y));
        }

        var determinant = (xx * one) - (x1 * x1);
        var (a, b) = determinant > 1e-9 * xx * one ? (((y1 * xx) - (xy * x1)) / determinant, ((xy * one) - (x1 * y1)) / determinant) : (1, xx > 0 ? (xy - x1) / xx : 1);
        return b < 0 ? (Math.Max(1, y1 / one), 0) : a >= 1 ? (a, b) : (1, Math.Max(0, (xy - x1) / xx));
    }

    private static SizeBand Scaled(List<ToldAndCame> group, double a, double b) => new(Middle(group), Ratio(group, mean => (a * mean) + (b * mean * mean)), DemandSpread.Shares);

    private static double Middle(List<ToldAndCame> group) => Math.Exp(group.Average(pair => Math.Log(pair.Mean)));

    // What the variance of sums is of another: where 80 % of what came lie in the 80 % in the middle, looked for about the 90 % quantile of the squared errors in units of that of a normal distribution
    // (a skew distribution that is wide without end has its middle at nothing). Of few units by the mean of the squares, the largest 2 % of them cut.
    private static double Ratio(List<ToldAndCame> group, Func<double, double> variance)
    {
        double[] squares = [.. group.Select(pair => (pair.Came - pair.Mean) * (pair.Came - pair.Mean) / variance(pair.Mean)).Order()];
        if (Middle(group) < FewUnits)
        {
            var cap = Interval.Quantile(squares, 0.98);
            return Math.Max(LeastRatio, squares.Average(square => Math.Min(cap, square)));
        }

        var (low, high) = (0.0, Math.Max(LeastRatio, Interval.Quantile(squares, 0.9) / NormalSquare / 4));
        var (best, most) = (high, 0.0);
        for (var step = 0; step < 9; step++, high *= 2)
        {
            var inside = Inside(group, variance, high);
            (best, most) = inside > most ? (high, inside) : (best, most);
            if (inside >= Middle80)
            {
                for (var half = 0; half < 6; half++)
                {
                    var between = (low + high) / 2;
                    (low, high) = Inside(group, variance, between) < Middle80 ? (between, high) : (low, between);
                }

                return high;
            }

            low = high;
        }

        return best;
    }

    // Share of what came between the levels .1 and .9.
    private static double Inside(List<ToldAndCame> group, Func<double, double> variance, double ratio)
    {
        var (inside, count) = (0.0, 0);
        foreach (var pair in Some(group, EnoughForVariance))
        {
            var (below, upTo) = At(pair, ratio * variance(pair.Mean));
            (inside, count) = (inside + CountDistribution.Within(below, upTo, 0.1, 0.9), count + 1);
        }

        return inside / count;
    }

    // Levels at which what came lay in the distributions told before, as shares of all: a count is spread evenly over its probability (randomised probability integral transform: Czado, Gneiting
    // and Held 2009), so that a true distribution gives the shares themselves.
    private static double[] Levels(List<ToldAndCame> pairs, SpanSpread spread)
    {
        var random = new SeededRandom(3);
        Span<double> unused = stackalloc double[DemandSpread.Shares.Count];
        var some = Some(pairs, EnoughForLevels);
        var lay = new double[some.Count];
        for (var i = 0; i < lay.Length; i++)
        {
            var (below, upTo) = At(some[i], spread.At(some[i].Mean, unused));
            lay[i] = below + (random.NextDouble() * (upTo - below));
        }

        Array.Sort(lay);
        return [.. DemandSpread.Shares.Select(share => Interval.Quantile(lay, share))];
    }

    // So many of them, drawn by chance: they come by product and day, and every so-manieth would be of one weekday.
    private static List<ToldAndCame> Some(List<ToldAndCame> pairs, int enough)
    {
        var random = new SeededRandom(5);
        return pairs.Count <= enough ? pairs : [.. Enumerable.Range(0, enough).Select(_ => pairs[random.NextInt(pairs.Count)])];
    }

    private static (double Below, double UpTo) At(ToldAndCame pair, double variance) =>
        (CountDistribution.AtMost(pair.Came - 1, pair.Mean, variance), CountDistribution.AtMost(pair.Came, pair.Mean, variance));
}
