using Marketing.Kernel;
using Marketing.Model.Recommenders;

namespace Marketing.Model.Tables;

/// <summary>A way to learn the probability of one of two outcomes from a table.</summary>
internal interface ITableMethod
{
    /// <summary>Machine name.</summary>
    string Kind { get; }

    /// <summary>Parameters by the field's names; one called <c>seed</c> takes the seed of everything random.</summary>
    IReadOnlyList<MethodParameter> Parameters { get; }

    /// <summary>Fits the method.</summary>
    /// <param name="rows">Rows to learn from, at least one of each label.</param>
    /// <param name="positive">Label of each row.</param>
    /// <param name="values">A value for each of the parameters.</param>
    /// <param name="progress">Takes reports, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    TableModel Fit(TableData rows, ReadOnlyMemory<bool> positive, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation);
}
