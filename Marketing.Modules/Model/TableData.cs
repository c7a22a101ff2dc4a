namespace Marketing.Model;

/// <summary>A column of numbers; flags are 0 and 1.</summary>
/// <param name="name">Name in the file.</param>
/// <param name="values">A value a row; NaN where there is none.</param>
public sealed class NumberColumn(string name, float[] values)
{
    /// <summary>Name in the file.</summary>
    public string Name => name;

    /// <summary>A value a row; NaN where there is none.</summary>
    public ReadOnlyMemory<float> Values => values;
}

/// <summary>A column of categories.</summary>
/// <param name="name">Name in the file.</param>
/// <param name="codes">A code a row: the place in <paramref name="levels"/>, or their number for what the training rows do not have.</param>
/// <param name="levels">What the training rows have, in the order of appearance; an empty text stands for a missing one.</param>
public sealed class CategoryColumn(string name, int[] codes, IReadOnlyList<string> levels)
{
    /// <summary>Name in the file.</summary>
    public string Name => name;

    /// <summary>A code a row: the place in <see cref="Levels"/>, or their number for what the training rows do not have.</summary>
    public ReadOnlyMemory<int> Codes => codes;

    /// <summary>What the training rows have; an empty text stands for a missing one.</summary>
    public IReadOnlyList<string> Levels => levels;
}

/// <summary>Rows to learn from or to score, in columns. A table that is scored has the columns of the one that was learned from, in the same order and with its levels.</summary>
public sealed class TableData
{
    /// <param name="rows">Number of rows.</param>
    /// <param name="numbers">Columns of numbers.</param>
    /// <param name="categories">Columns of categories.</param>
    /// <exception cref="ArgumentException">A column has another number of rows, or a code that it cannot have.</exception>
    public TableData(int rows, IReadOnlyList<NumberColumn> numbers, IReadOnlyList<CategoryColumn> categories)
    {
        (Rows, Numbers, Categories) = (rows, numbers, categories);
        foreach (var (name, length) in numbers.Select(column => (column.Name, column.Values.Length)).Concat(categories.Select(column => (column.Name, column.Codes.Length))))
        {
            if (length != rows)
            {
                throw new ArgumentException($"The column {name} has {length} rows; the table has {rows}.", nameof(rows));
            }
        }

        if (categories.FirstOrDefault(column => column.Codes.Span.ContainsAnyExceptInRange(0, column.Levels.Count)) is { } wrong)
        {
            throw new ArgumentException($"The column {wrong.Name} has a code outside of its {wrong.Levels.Count} levels.", nameof(categories));
        }
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Columns of numbers.</summary>
    public IReadOnlyList<NumberColumn> Numbers { get; }

    /// <summary>Columns of categories.</summary>
    public IReadOnlyList<CategoryColumn> Categories { get; }
}
