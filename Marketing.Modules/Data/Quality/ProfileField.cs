using Marketing.Kernel.Numerics;

namespace Marketing.Data.Quality;

/// <summary>To which side of the comparison a row belongs.</summary>
internal enum Side : byte
{
    /// <summary>To neither.</summary>
    Neither,

    /// <summary>To what there was before.</summary>
    Before,

    /// <summary>To what is looked at.</summary>
    Now,
}

/// <summary>Looks at one column. Pure.</summary>
internal static class ProfileField
{
    private const int Bars = 24;
    private const int PsiBins = 10;
    private const int TopValues = 12;
    private const int CoursePeriods = 13;
    private const double OuterShare = 0.01;

    /// <summary>A handful of new products or customers says nothing about the shape of all: shifts are told from this many rows on.</summary>
    public const int LeastRows = 25;

    /// <summary>Summary of ascending numbers; null without one.</summary>
    public static NumberSummary? Summary(ReadOnlySpan<double> sorted) => sorted.IsEmpty
        ? null
        : new NumberSummary(
            sorted.Length,
            sorted[0],
            Interval.Quantile(sorted, 0.25),
            Interval.Quantile(sorted, 0.5),
            Interval.Quantile(sorted, 0.75),
            sorted[^1],
            Interval.Mean(sorted),
            Spread.Moments(sorted)?.Scale ?? 0);

    /// <param name="column">The column.</param>
    /// <param name="side">Side of each row.</param>
    /// <param name="end">End of the latest period, UTC milliseconds.</param>
    /// <param name="period">Length of a period in milliseconds.</param>
    public static FieldProfile Of(ProfiledColumn column, Side[] side, long end, long period) =>
        column is NumberColumn numbers ? Numbers(numbers, side, end, period) : Codes((CodeColumn)column, side, end, period);

    private static FieldProfile Numbers(NumberColumn column, Side[] side, long end, long period)
    {
        var values = column.Values;
        var rows = new long[3];
        var parts = new List<double>[] { new(values.Length), [], [] };
        for (var i = 0; i < values.Length; i++)
        {
            var at = (int)side[i];
            rows[0]++;
            rows[at] += at == 0 ? 0 : 1;
            if (!double.IsNaN(values[i]))
            {
                parts[0].Add(values[i]);
                if (at > 0)
                {
                    parts[at].Add(values[i]);
                }
            }
        }

        var (all, before, now) = (Sorted(parts[0]), Sorted(parts[(int)Side.Before]), Sorted(parts[(int)Side.Now]));
        var shift = column.Type == "time" ? new FieldShift(null, null, null, "moves-by-itself") : Shift(now, before);
        var course = Course(column.Times, end, period, i => values[i], mean: column.Type != "time");
        return new FieldProfile(column.Dataset, column.Field, column.Type, Sided(rows[0], all), Sided(rows[(int)Side.Now], now), Sided(rows[(int)Side.Before], before), shift, Histogram(all, now, before), [], course);
    }

    private static FieldProfile Codes(CodeColumn column, Side[] side, long end, long period)
    {
        // Of each code, and at the end of what is missing: all, before, now.
        var counts = new long[3, column.Count + 1];
        for (var i = 0; i < column.Codes.Length; i++)
        {
            var code = column.Codes[i] < 0 ? column.Count : column.Codes[i];
            counts[0, code]++;
            if (side[i] != Side.Neither)
            {
                counts[(int)side[i], code]++;
            }
        }

        var (all, before, now) = (Row(counts, 0), Row(counts, (int)Side.Before), Row(counts, (int)Side.Now));
        var top = column.Names is null ? [] : Top(column.Names, all, now, before);
        var reason = Reason(now.Sum(), before.Sum());
        double? psi = reason is not null ? null : column.Names is null
            ? TwoSamples.PopulationStability([now.Sum() - now[^1], now[^1]], [before.Sum() - before[^1], before[^1]])
            : TwoSamples.PopulationStability([.. top.Select(value => value.Now), now[^1]], [.. top.Select(value => value.Before), before[^1]]);
        var shift = new FieldShift(psi, null, null, reason);
        var course = Course(column.Times, end, period, _ => 1, mean: false);
        return new FieldProfile(column.Dataset, column.Field, column.Type, Sided(all), Sided(now), Sided(before), shift, [], top, course);
    }

    private static double[] Sorted(List<double> values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return sorted;
    }

    private static FieldShift Shift(double[] now, double[] before)
    {
        if (Reason(now.Length, before.Length) is { } reason)
        {
            return new FieldShift(null, null, null, reason);
        }

        var ks = TwoSamples.KolmogorovSmirnov(now, before);
        return new FieldShift(TwoSamples.PopulationStability(now, before, PsiBins), ks?.D, ks?.P, null);
    }

    private static string? Reason(long now, long before) =>
        now == 0 ? "no-rows-now" : before == 0 ? "no-rows-before" : Math.Min(now, before) < LeastRows ? "too-few-rows" : null;

    private static FieldSide Sided(long rows, double[] sorted)
    {
        long distinct = sorted.Length == 0 ? 0 : 1;
        for (var i = 1; i < sorted.Length; i++)
        {
            distinct += sorted[i] > sorted[i - 1] ? 1 : 0;
        }

        return new FieldSide(rows, rows - sorted.Length, distinct, Summary(sorted));
    }

    private static FieldSide Sided(long[] counts) => new(counts.Sum(), counts[^1], counts.AsSpan(..^1).Length - counts.AsSpan(..^1).Count(0), null);

    private static long[] Row(long[,] counts, int side) => [.. Enumerable.Range(0, counts.GetLength(1)).Select(code => counts[side, code])];

    private static List<ValueCount> Top(IReadOnlyList<string> names, long[] all, long[] now, long[] before)
    {
        var order = Enumerable.Range(0, names.Count).Where(code => all[code] > 0).OrderByDescending(code => all[code]).ThenBy(code => code).ToList();
        var top = order.Take(TopValues).Select(code => new ValueCount(names[code], all[code], now[code], before[code])).ToList();
        if (order.Count > TopValues)
        {
            var rest = order.Skip(TopValues).ToList();
            top.Add(new ValueCount("", rest.Sum(code => all[code]), rest.Sum(code => now[code]), rest.Sum(code => before[code])));
        }

        return top;
    }

    private static List<HistogramBar> Histogram(double[] all, double[] now, double[] before)
    {
        if (all.Length == 0)
        {
            return [];
        }

        var (low, high) = (Interval.Quantile(all, OuterShare), Interval.Quantile(all, 1 - OuterShare));
        if (low == high)
        {
            (low, high) = (all[0], all[^1]);
        }

        var (first, width, bars) = RoundSteps.Over(low, high, Bars);
        var (a, n, b) = (Counts(all, first, width, bars), Counts(now, first, width, bars), Counts(before, first, width, bars));
        return [.. Enumerable.Range(0, bars).Select(bar => new HistogramBar(first + (bar * width), first + ((bar + 1) * width), a[bar], n[bar], b[bar]))];
    }

    private static long[] Counts(double[] values, double low, double width, int bars)
    {
        var counts = new long[bars];
        foreach (var value in values)
        {
            counts[(int)Math.Clamp((value - low) / width, 0, bars - 1)]++;
        }

        return counts;
    }

    private static double?[] Course(long[] times, long end, long period, Func<int, double> value, bool mean)
    {
        var (sums, counts) = (new double[CoursePeriods], new long[CoursePeriods]);
        for (var i = 0; i < times.Length; i++)
        {
            var back = times[i] == long.MinValue ? CoursePeriods : (end - 1 - times[i]) / period;
            var amount = value(i);
            if (back < CoursePeriods && !double.IsNaN(amount))
            {
                sums[CoursePeriods - 1 - back] += amount;
                counts[CoursePeriods - 1 - back]++;
            }
        }

        return [.. Enumerable.Range(0, CoursePeriods).Select(at => counts[at] == 0 ? (double?)null : mean ? sums[at] / counts[at] : counts[at])];
    }
}
