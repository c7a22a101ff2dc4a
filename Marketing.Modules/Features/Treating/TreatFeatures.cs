using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Features.Treating;

/// <summary>Tries treatments on copies of the features before any treatment; what it reads stays as it is.</summary>
internal sealed class TreatFeatures : ITreatments
{
    private const int Bars = 24;
    private const double OuterShare = 0.01;

    public IReadOnlyList<string> Names => TreatedColumns.Names;

    public TreatmentEffect Preview(FeatureFrame frame, string feature, Treatment treatment)
    {
        var column = TreatedColumns.Of(frame.Stored, feature);
        var before = MissingValues.Present(column.Values);
        var missing = column.Values.LongLength - before.LongLength;
        var kept = new bool[column.Values.Length];
        Array.Fill(kept, true);
        var (marked, _, filled, undefined) = TreatColumn.Apply(feature, column, treatment, kept);
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
        var columns = features.Select(feature => TreatedColumns.Of(frame.Stored, feature)).ToList();
        if (columns.Count == 0 || columns.Any(column => column.Values.Length != columns[0].Values.Length) || features.Select(feature => feature.Split('.')[0]).Distinct().Count() > 1)
        {
            throw new ArgumentException("Choose features of customers, or features of products, not of both.", nameof(features));
        }

        if (columns.Count > 1 && method != OutlierMethod.IsolationForest)
        {
            throw new ArgumentException("Only the isolation forest looks at several features together; choose one feature.", nameof(features));
        }

        return TreatColumn.Marks(features, columns, method, threshold ?? OutlierRule.Usual(method)) ?? [];
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
        var (first, width, bars) = RoundSteps.Over(low, high, Bars);
        var (all, now) = (Counts(before, first, width, bars), Counts(after, first, width, bars));
        return [.. Enumerable.Range(0, bars).Select(bar => new HistogramBar(first + (bar * width), first + ((bar + 1) * width), all[bar], now[bar], all[bar]))];
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
}
