using Marketing.Kernel.Numerics;

namespace Marketing.Features.Treating;

/// <summary>Outliers by an isolation forest, each with the features that isolate it. Pure; the seed is fixed, so the same data gives the same marks.</summary>
internal static class ForestMarks
{
    private const ulong Seed = 20081215;

    /// <summary>Fewest rows of which a forest says anything.</summary>
    public const int LeastRows = 16;

    /// <summary>Scores every row without a missing value; null when there are too few.</summary>
    /// <param name="names">Names of the features.</param>
    /// <param name="columns">One column a feature.</param>
    /// <param name="keys">Key of each row.</param>
    /// <param name="threshold">Score from which on a row is an outlier.</param>
    public static List<OutlierMark>? Of(IReadOnlyList<string> names, IReadOnlyList<double[]> columns, IReadOnlyList<string> keys, double threshold)
    {
        var width = columns.Count;
        var whole = Enumerable.Range(0, keys.Count).Where(row => columns.All(column => !double.IsNaN(column[row]))).ToArray();
        if (whole.Length < LeastRows)
        {
            return null;
        }

        var rows = new double[whole.Length * width];
        for (var i = 0; i < whole.Length; i++)
        {
            for (var q = 0; q < width; q++)
            {
                rows[(i * width) + q] = columns[q][whole[i]];
            }
        }

        var forest = IsolationForest.Grow(rows, width, new SeededRandom(Seed));
        var marks = new List<OutlierMark>();
        var saved = new double[width];
        for (var i = 0; i < whole.Length; i++)
        {
            var row = rows.AsSpan(i * width, width);
            var score = forest.Score(row);
            if (score > threshold)
            {
                forest.Explain(row, saved);
                IsolatingFeature[] isolating = [.. Enumerable.Range(0, width).Select(q => new IsolatingFeature(names[q], columns[q][whole[i]], saved[q])).OrderByDescending(feature => feature.Saved)];
                marks.Add(new OutlierMark(whole[i], keys[whole[i]], width == 1 ? row[0] : null, score, null, null, null, null, isolating));
            }
        }

        return [.. marks.OrderByDescending(mark => mark.Score).ThenBy(mark => mark.Row)];
    }
}
