using Marketing.Kernel;

namespace Marketing.Model;

/// <summary>What was fitted on a table.</summary>
public interface ITableModel
{
    /// <summary>Method.</summary>
    string Kind { get; }

    /// <summary>All its parameters, by the field's names.</summary>
    IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>Probability of each row that its label is the positive one.</summary>
    /// <param name="rows">Rows with the columns of those that were learned from.</param>
    /// <param name="probability">Takes one probability a row, in [0, 1].</param>
    /// <exception cref="ArgumentException">The columns are others, or the span is not as long as the table.</exception>
    void Score(TableData rows, Span<double> probability);
}

/// <summary>Every method that learns the probability of one of two outcomes from a table. Nothing is stored.</summary>
public interface ITableMethods
{
    /// <summary>Methods on offer.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>Parameters of a method, by the field's names.</summary>
    /// <exception cref="ArgumentException">The kind is not on offer.</exception>
    IReadOnlyList<MethodParameter> Parameters(string kind);

    /// <summary>Looks whether parameters may be given to a method.</summary>
    /// <exception cref="ArgumentException">The kind is not on offer, has no such parameter, or a value is out of its range; the message names it.</exception>
    void Check(string kind, IReadOnlyDictionary<string, string> parameters);

    /// <summary>Fits a method; the same rows, parameters and seed give the same probabilities.</summary>
    /// <param name="kind">Method.</param>
    /// <param name="rows">Rows to learn from.</param>
    /// <param name="positive">Label of each row; both must occur.</param>
    /// <param name="parameters">Values that differ from the defaults, by name.</param>
    /// <param name="progress">Takes reports, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">The kind or a parameter is not known, there is not a label a row, or all labels are the same.</exception>
    ITableModel Fit(string kind, TableData rows, ReadOnlyMemory<bool> positive, IReadOnlyDictionary<string, string> parameters, IProgress<Progress>? progress, CancellationToken cancellation);
}
