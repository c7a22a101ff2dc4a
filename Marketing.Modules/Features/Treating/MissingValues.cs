using Marketing.Kernel.Numerics;

namespace Marketing.Features.Treating;

/// <summary>Fills missing values, NaN, in place. Pure; each says how many it filled.</summary>
internal static class MissingValues
{
    /// <summary>A given value.</summary>
    public static long Constant(Span<double> values, double constant)
    {
        long filled = 0;
        foreach (ref var value in values)
        {
            if (double.IsNaN(value))
            {
                value = constant;
                filled++;
            }
        }

        return filled;
    }

    /// <summary>The mean of what is there; nothing is filled when nothing is there.</summary>
    public static long Mean(Span<double> values) => Present(values) is { Length: > 0 } present ? Constant(values, Interval.Mean(present)) : 0;

    /// <summary>The median of what is there; nothing is filled when nothing is there.</summary>
    public static long Median(Span<double> values) => Present(values) is { Length: > 0 } present ? Constant(values, Interval.Quantile(present, 0.5)) : 0;

    /// <summary>
    /// Linear interpolation in time: on the straight line between the neighbours that are there, by their times; beyond the first and
    /// the last the nearest. Rows of one instant count in the order given.
    /// </summary>
    /// <param name="values">Values.</param>
    /// <param name="times">A time each, in any order; a row at NaN has no place in time and stays missing.</param>
    public static long Interpolate(Span<double> values, ReadOnlySpan<double> times)
    {
        var order = Order(times);
        long filled = 0;
        for (var i = 0; i < order.Length; i++)
        {
            if (!double.IsNaN(values[order[i]]))
            {
                continue;
            }

            // What stands before i is filled already, or nothing was there before it.
            var next = i;
            while (next < order.Length && double.IsNaN(values[order[next]]))
            {
                next++;
            }

            var before = i - 1;
            for (var gap = i; gap < next && (before >= 0 || next < order.Length); gap++)
            {
                values[order[gap]] = before < 0 ? values[order[next]]
                    : next == order.Length ? values[order[before]]
                    : Between(times[order[before]], values[order[before]], times[order[next]], values[order[next]], times[order[gap]]);
                filled++;
            }

            i = next;
        }

        return filled;
    }

    /// <summary>The median of the row's group; the median of all for a group of which nothing is there, or a row of no group (below 0).</summary>
    public static long GroupMedian(Span<double> values, ReadOnlySpan<int> group)
    {
        var groups = new Dictionary<int, List<double>>();
        for (var i = 0; i < values.Length; i++)
        {
            if (group[i] >= 0 && !double.IsNaN(values[i]))
            {
                if (!groups.TryGetValue(group[i], out var members))
                {
                    groups[group[i]] = members = [];
                }

                members.Add(values[i]);
            }
        }

        var medians = groups.ToDictionary(pair => pair.Key, pair => Interval.Quantile([.. pair.Value.Order()], 0.5));
        var all = Present(values) is { Length: > 0 } present ? Interval.Quantile(present, 0.5) : double.NaN;
        long filled = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                values[i] = medians.GetValueOrDefault(group[i], all);
                filled += double.IsNaN(values[i]) ? 0 : 1;
            }
        }

        return filled;
    }

    /// <summary>What is there, ascending.</summary>
    public static double[] Present(ReadOnlySpan<double> values)
    {
        var present = new List<double>(values.Length);
        foreach (var value in values)
        {
            if (!double.IsNaN(value))
            {
                present.Add(value);
            }
        }

        present.Sort();
        return [.. present];
    }

    private static int[] Order(ReadOnlySpan<double> times)
    {
        var placed = new List<(double Time, int Row)>(times.Length);
        for (var i = 0; i < times.Length; i++)
        {
            if (!double.IsNaN(times[i]))
            {
                placed.Add((times[i], i));
            }
        }

        placed.Sort();
        return [.. placed.Select(place => place.Row)];
    }

    private static double Between(double t0, double v0, double t1, double v1, double t) => t1 > t0 ? v0 + ((t - t0) / (t1 - t0) * (v1 - v0)) : v0;
}
