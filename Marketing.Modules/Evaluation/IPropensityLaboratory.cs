using Marketing.Kernel;

namespace Marketing.Evaluation;

/// <summary>What to measure on tables.</summary>
/// <param name="Train">CSV with a header and a row a case.</param>
/// <param name="Test">The same columns, in any order; further ones are not read.</param>
/// <param name="Label">Column that holds what is to be foretold, with two values.</param>
/// <param name="Model">Model measured.</param>
public sealed record PropensityQuestion(string Train, string Test, string Label, LabModel Model)
{
    /// <summary>Value of the label whose probability is told, or null for 1, true or yes where there is one of them, else the later of the two in order.</summary>
    public string? Positive { get; init; }

    /// <summary>Columns that hold categories, although they are written as numbers.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Columns that are not learned from.</summary>
    public IReadOnlyList<string> LeaveOut { get; init; } = [];

    /// <summary>Seed of the resampling and of methods that have one.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Processors that loops use, or null for all.</summary>
    public int? Threads { get; init; }
}

/// <summary>How a column was read.</summary>
/// <param name="Name">Name in the training file.</param>
/// <param name="Levels">Different values of a category, a missing one among them; null for numbers and flags.</param>
/// <param name="Missing">Training rows without a value.</param>
public sealed record PropensityColumn(string Name, int? Levels, long Missing);

/// <summary>What came out.</summary>
/// <param name="Measured">The model; figures are <c>auc average_precision log_loss brier</c>.</param>
/// <param name="Positive">Value of the label whose probability is told.</param>
/// <param name="Negative">The other value.</param>
/// <param name="Columns">Columns that were learned from.</param>
/// <param name="Rows">Rows by name: <c>train test train_positive test_positive columns</c>.</param>
/// <param name="Probabilities">Probability of the positive value for each row of the test file, in its order.</param>
public sealed record PropensityReport(LabMeasured Measured, string Positive, string Negative, IReadOnlyList<PropensityColumn> Columns, IReadOnlyDictionary<string, long> Rows, IReadOnlyList<double> Probabilities);

/// <summary>Probabilities of one of two outcomes, on plain tables. Needs no shop.</summary>
public interface IPropensityLaboratory
{
    /// <summary>Fits a model on one table and measures its probabilities on another, with bootstrap intervals over the rows of the latter.</summary>
    /// <exception cref="OperatorException">A file cannot be read, lacks a column or holds a wrong value, or a model or parameter is not known; the message names file, row and column.</exception>
    Task<PropensityReport> MeasureAsync(PropensityQuestion question, IProgress<Progress>? progress, CancellationToken cancellation);
}
