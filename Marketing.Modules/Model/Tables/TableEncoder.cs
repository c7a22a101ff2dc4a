namespace Marketing.Model.Tables;

/// <summary>
/// A table as numbers for methods that multiply: numbers standardised to mean 0 and deviation 1, a missing one at the mean with an
/// indicator beside it where the training rows miss some, categories one-hot. Everything is learned from the training rows; a column
/// that is the same in all of them is left out.
/// </summary>
internal sealed class TableEncoder
{
    private readonly (int Column, double Mean, double Deviation, int Indicator)[] _numbers;
    private readonly (OneHot Levels, int First)[] _categories;

    private TableEncoder((int, double, double, int)[] numbers, (OneHot, int)[] categories, int dense, int width) => (_numbers, _categories, Dense, Width) = (numbers, categories, dense, width);

    /// <summary>Numbers of an encoded row.</summary>
    public int Width { get; }

    /// <summary>Of them, the first that are not one-hot.</summary>
    public int Dense { get; }

    /// <summary>Categories, each of which has at most one of the other numbers at 1.</summary>
    public int Categories => _categories.Length;

    /// <summary>Learns means, deviations and places.</summary>
    public static TableEncoder Learn(TableData rows)
    {
        var numbers = new List<(int, double, double, int)>();
        var dense = 0;
        foreach (var (at, column) in rows.Numbers.Index())
        {
            var (mean, deviation, missing) = Spread(column.Values.Span);
            var some = deviation > 0;
            if (some || (missing > 0 && missing < rows.Rows))
            {
                // A number that is always the same can still be missing or not; its deviation is infinite, so that the value itself is 0.
                numbers.Add((at, mean, some ? deviation : double.PositiveInfinity, missing > 0 ? dense + 1 : -1));
                dense += missing > 0 ? 2 : 1;
            }
        }

        var categories = new List<(OneHot, int)>();
        var width = dense;
        foreach (var column in rows.Categories)
        {
            var levels = OneHot.Learn(column);
            categories.Add((levels, width));
            width += levels.Width;
        }

        return new TableEncoder([.. numbers], [.. categories], dense, width);
    }

    /// <summary>Writes one row.</summary>
    /// <param name="rows">Table with the columns that were learned from.</param>
    /// <param name="row">Its row.</param>
    /// <param name="x">Takes <see cref="Width"/> numbers.</param>
    public void Write(TableData rows, int row, Span<float> x)
    {
        x[Dense..].Clear();
        WriteDense(rows, row, x[..Dense]);
        for (var category = 0; category < _categories.Length; category++)
        {
            if (Place(rows, row, category) is >= 0 and var place)
            {
                x[place] = 1;
            }
        }
    }

    /// <summary>Writes the first <see cref="Dense"/> numbers of a row.</summary>
    public void WriteDense(TableData rows, int row, Span<float> x)
    {
        var at = 0;
        foreach (var (column, mean, deviation, indicator) in _numbers)
        {
            var value = rows.Numbers[column].Values.Span[row];
            var missing = float.IsNaN(value);
            x[at++] = missing ? 0 : (float)((value - mean) / deviation);
            if (indicator >= 0)
            {
                x[at++] = missing ? 1 : 0;
            }
        }
    }

    /// <summary>Which number of a row a category has at 1, or -1 for none.</summary>
    public int Place(TableData rows, int row, int category)
    {
        var (levels, first) = _categories[category];
        return levels.Place(rows.Categories[category].Codes.Span[row]) is >= 0 and var place ? first + place : -1;
    }

    // Mean and deviation (of the rows themselves) in two passes, and how many are missing.
    private static (double Mean, double Deviation, int Missing) Spread(ReadOnlySpan<float> values)
    {
        var (sum, missing) = (0.0, 0);
        foreach (var value in values)
        {
            sum += float.IsNaN(value) ? 0 : value;
            missing += float.IsNaN(value) ? 1 : 0;
        }

        var known = values.Length - missing;
        var mean = known == 0 ? 0 : sum / known;
        var squares = 0.0;
        foreach (var value in values)
        {
            squares += float.IsNaN(value) ? 0 : (value - mean) * (value - mean);
        }

        return (mean, known == 0 ? 0 : Math.Sqrt(squares / known), missing);
    }
}
