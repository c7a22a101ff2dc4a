using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Features.Treating;

/// <summary>Treats copies of features; what it reads stays as it is.</summary>
internal sealed class TreatFeatures(ITreatmentSettings settings) : ITreatments
{
    private const int Bars = 24;
    private const double OuterShare = 0.01;

    public IReadOnlyList<string> Names => TreatedColumns.Names;

    public TreatmentEffect Preview(FeatureFrame frame, string feature, Treatment treatment)
    {
        var column = TreatedColumns.Of(frame, feature);
        var before = MissingValues.Present(column.Values);
        var missing = column.Values.LongLength - before.LongLength;
        var kept = new bool[column.Values.Length];
        Array.Fill(kept, true);
        var (marked, _, filled, undefined) = Apply(feature, column, treatment, kept);
        var stays = column.Values.Where((_, row) => kept[row]).ToArray();
        var after = MissingValues.Present(stays);
        return new TreatmentEffect(
            Summary(before),
            Summary(after),
            column.Values.Length,
            missing,
            stays.Length - after.Length,
            filled,
            marked,
            column.Values.Length - stays.Length,
            Histogram(before, after),
            undefined);
    }

    public IReadOnlyList<OutlierMark> Outliers(FeatureFrame frame, IReadOnlyList<string> features, OutlierMethod method, double? threshold)
    {
        var columns = features.Select(feature => TreatedColumns.Of(frame, feature)).ToList();
        if (columns.Count == 0 || columns.Any(column => column.Values.Length != columns[0].Values.Length) || features.Select(feature => feature.Split('.')[0]).Distinct().Count() > 1)
        {
            throw new ArgumentException("Choose features of customers, or features of products, not of both.", nameof(features));
        }

        if (columns.Count > 1 && method != OutlierMethod.IsolationForest)
        {
            throw new ArgumentException("Only the isolation forest looks at several features together; choose one feature.", nameof(features));
        }

        return Marks(features, columns, method, threshold ?? OutlierRule.Usual(method)) ?? [];
    }

    public TreatedFeatures Customers(FeatureFrame frame) =>
        Customers(frame, settings.InForce.Where(one => one.Treatment is not { Missing: MissingMethod.Leave, Outliers: OutlierMethod.None }).ToDictionary(one => one.Feature, one => one.Treatment, StringComparer.Ordinal));

    public TreatedFeatures RawCustomers(FeatureFrame frame) => Customers(frame, new Dictionary<string, Treatment>(StringComparer.Ordinal));

    private TreatedFeatures Customers(FeatureFrame frame, Dictionary<string, Treatment> treatments)
    {
        string[] names = [.. Names.Where(name => name.StartsWith(TreatedColumns.Customers, StringComparison.Ordinal))];
        var kept = new bool[frame.Frequency.Length];
        Array.Fill(kept, true);
        var columns = new List<double[]>(names.Length);
        var changes = new List<TreatmentChange>(treatments.Count);
        foreach (var name in names)
        {
            var column = TreatedColumns.Of(frame, name);
            columns.Add(column.Values);
            if (treatments.GetValueOrDefault(name) is { } treatment)
            {
                var rows = kept.LongCount(row => row);
                var (marked, capped, filled, _) = Apply(name, column, treatment, kept);
                changes.Add(new TreatmentChange(name, treatment, filled, marked, capped, rows - kept.LongCount(row => row)));
            }
        }

        return new TreatedFeatures(names, columns, kept, changes);
    }

    /// <summary>Treats the values of a column in place; rows that are left out are taken off <paramref name="kept"/>.</summary>
    private static (long Marked, long Capped, long Filled, string? Undefined) Apply(string feature, TreatedColumns column, Treatment treatment, bool[] kept)
    {
        List<OutlierMark>? marks = [];
        if (treatment.Outliers != OutlierMethod.None)
        {
            marks = Marks([feature], [column], treatment.Outliers, treatment.Threshold ?? OutlierRule.Usual(treatment.Outliers));
        }

        long capped = 0;
        if (marks is { Count: > 0 } && treatment.Action != OutlierAction.Mark)
        {
            capped = Change(column.Values, marks, treatment.Action, kept);
        }

        return (marks?.Count ?? 0, capped, Fill(column, treatment, kept), marks is null ? "no-spread" : null);
    }

    /// <returns>How many values were moved to an ordinary one.</returns>
    private static long Change(double[] values, List<OutlierMark> marks, OutlierAction action, bool[] kept)
    {
        var rows = marks.Select(mark => mark.Row).ToHashSet();
        var ordinary = MissingValues.Present([.. values.Where((_, row) => !rows.Contains(row))]);
        foreach (var row in rows)
        {
            if (action == OutlierAction.Exclude)
            {
                (values[row], kept[row]) = (double.NaN, false);
            }
            else if (ordinary.Length > 0)
            {
                values[row] = Nearest(ordinary, values[row]);
            }
        }

        return action == OutlierAction.Cap && ordinary.Length > 0 ? rows.Count : 0;
    }

    private static double Nearest(double[] sorted, double value)
    {
        var place = Array.BinarySearch(sorted, value);
        var above = place < 0 ? ~place : place;
        return above == 0 ? sorted[0]
            : above == sorted.Length ? sorted[^1]
            : value - sorted[above - 1] <= sorted[above] - value ? sorted[above - 1] : sorted[above];
    }

    // What was excluded must not be filled again: its row is out.
    private static long Fill(TreatedColumns column, Treatment treatment, bool[] kept)
    {
        var values = column.Values;
        if (treatment.Missing == MissingMethod.Drop)
        {
            for (var row = 0; row < values.Length; row++)
            {
                kept[row] &= !double.IsNaN(values[row]);
            }

            return 0;
        }

        var before = values.Where((value, row) => double.IsNaN(value) && !kept[row]).LongCount();
        var filled = treatment.Missing switch
        {
            MissingMethod.Constant => MissingValues.Constant(values, treatment.Constant),
            MissingMethod.Mean => MissingValues.Mean(values),
            MissingMethod.Median => MissingValues.Median(values),
            MissingMethod.Interpolate => MissingValues.Interpolate(values, column.Times),
            MissingMethod.GroupMedian => MissingValues.GroupMedian(values, column.Groups),
            _ => 0,
        };
        return filled == 0 ? 0 : Math.Max(0, filled - before);
    }

    private static List<OutlierMark>? Marks(IReadOnlyList<string> features, List<TreatedColumns> columns, OutlierMethod method, double threshold)
    {
        if (method == OutlierMethod.None)
        {
            return [];
        }

        if (method == OutlierMethod.IsolationForest)
        {
            return ForestMarks.Of(features, [.. columns.Select(column => column.Values)], columns[0].Keys, threshold);
        }

        var column = columns[0];
        if (OutlierRule.Of(MissingValues.Present(column.Values), method, threshold) is not { } rule)
        {
            return null;
        }

        return [.. Enumerable.Range(0, column.Values.Length)
            .Where(row => rule.Marks(column.Values[row]))
            .Select(row => new OutlierMark(row, column.Keys[row], column.Values[row], rule.Score(column.Values[row], threshold), rule.Centre, rule.Scale, rule.Low, rule.High, []))
            .OrderByDescending(mark => Math.Abs(mark.Score)).ThenBy(mark => mark.Row)];
    }

    private static NumberSummary? Summary(double[] sorted) => sorted.Length == 0
        ? null
        : new NumberSummary(sorted.Length, sorted[0], Interval.Quantile(sorted, 0.25), Interval.Quantile(sorted, 0.5), Interval.Quantile(sorted, 0.75), sorted[^1], Interval.Mean(sorted), Spread.Moments(sorted)?.Scale ?? 0);

    private static List<HistogramBar> Histogram(double[] before, double[] after)
    {
        if (before.Length == 0)
        {
            return [];
        }

        var (low, high) = (Interval.Quantile(before, OuterShare), Interval.Quantile(before, 1 - OuterShare));
        var bars = low < high ? Bars : 1;
        var width = (high - low) / bars;
        var (all, now) = (Counts(before, low, width, bars), Counts(after, low, width, bars));
        return [.. Enumerable.Range(0, bars).Select(bar => new HistogramBar(low + (bar * width), low + ((bar + 1) * width), all[bar], now[bar], all[bar]))];
    }

    private static long[] Counts(double[] values, double low, double width, int bars)
    {
        var counts = new long[bars];
        foreach (var value in values)
        {
            counts[bars == 1 ? 0 : (int)Math.Clamp((value - low) / width, 0, bars - 1)]++;
        }

        return counts;
    }
}
