namespace Marketing.Features.Treating;

/// <summary>Treats one column of numbers: outliers first, then what is missing. Pure.</summary>
internal static class TreatColumn
{
    /// <summary>Treats the values of a column in place; rows that are left out are taken off <paramref name="kept"/>.</summary>
    public static (long Marked, long Capped, long Filled, string? Undefined) Apply(string feature, TreatedColumns column, Treatment treatment, bool[] kept)
    {
        var marks = Marks([feature], [column], treatment.Outliers, treatment.Threshold ?? OutlierRule.Usual(treatment.Outliers));
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

    // Rows that are out may get a value here; nobody reads it, and it is not counted.
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

        var missing = Missing(values, kept);
        _ = treatment.Missing switch
        {
            MissingMethod.Constant => MissingValues.Constant(values, treatment.Constant),
            MissingMethod.Mean => MissingValues.Mean(values),
            MissingMethod.Median => MissingValues.Median(values),
            MissingMethod.Interpolate => MissingValues.Interpolate(values, column.Times),
            MissingMethod.GroupMedian => MissingValues.GroupMedian(values, column.Groups),
            _ => 0,
        };
        return missing - Missing(values, kept);
    }

    private static long Missing(double[] values, bool[] kept) => values.Where((value, row) => kept[row] && double.IsNaN(value)).LongCount();

    /// <summary>Outliers, the most extreme first; null when they cannot be told.</summary>
    public static List<OutlierMark>? Marks(IReadOnlyList<string> features, List<TreatedColumns> columns, OutlierMethod method, double threshold)
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
}
