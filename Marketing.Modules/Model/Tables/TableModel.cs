namespace Marketing.Model.Tables;

/// <summary>A fitted method: holds the columns of what is scored against those that were learned from.</summary>
/// <param name="kind">Method.</param>
/// <param name="parameters">All its parameters.</param>
/// <param name="learned">Table that it was fitted on.</param>
internal abstract class TableModel(string kind, IReadOnlyDictionary<string, string> parameters, TableData learned) : ITableModel
{
    // The names only: the rows are not kept in memory by the model.
    private readonly string[] _numbers = [.. learned.Numbers.Select(column => column.Name)];
    private readonly string[] _categories = [.. learned.Categories.Select(column => column.Name)];
    private readonly int[] _levels = [.. learned.Categories.Select(column => column.Levels.Count)];

    public string Kind => kind;

    public IReadOnlyDictionary<string, string> Parameters => parameters;

    public void Score(TableData rows, Span<double> probability)
    {
        if (!rows.Numbers.Select(column => column.Name).SequenceEqual(_numbers)
            || !rows.Categories.Select(column => column.Name).SequenceEqual(_categories)
            || !rows.Categories.Select(column => column.Levels.Count).SequenceEqual(_levels))
        {
            throw new ArgumentException($"The rows have other columns than those that {kind} was fitted on.", nameof(rows));
        }

        if (probability.Length != rows.Rows)
        {
            throw new ArgumentException($"There are {rows.Rows} rows and place for {probability.Length} probabilities.", nameof(probability));
        }

        ScoreRows(rows, probability);
    }

    /// <summary>Scores rows whose columns are right.</summary>
    protected abstract void ScoreRows(TableData rows, Span<double> probability);

    /// <summary>1 / (1 + e^-m), without an overflow.</summary>
    protected static double Logistic(double margin) => margin >= 0 ? 1 / (1 + Math.Exp(-margin)) : Math.Exp(margin) / (1 + Math.Exp(margin));
}
