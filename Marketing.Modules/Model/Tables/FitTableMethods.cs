using Marketing.Kernel;
using Marketing.Model.Recommenders;

namespace Marketing.Model.Tables;

/// <summary>Finds methods by their kind.</summary>
internal sealed class FitTableMethods(IEnumerable<ITableMethod> methods) : ITableMethods
{
    private readonly ITableMethod[] _methods = [.. methods];

    public IReadOnlyList<string> Kinds => Array.ConvertAll(_methods, method => method.Kind);

    public IReadOnlyList<MethodParameter> Parameters(string kind) => Method(kind).Parameters;

    public void Check(string kind, IReadOnlyDictionary<string, string> parameters) => ParameterValues.Of(kind, Method(kind).Parameters, parameters);

    public ITableModel Fit(string kind, TableData rows, ReadOnlyMemory<bool> positive, IReadOnlyDictionary<string, string> parameters, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var method = Method(kind);
        var values = ParameterValues.Of(kind, method.Parameters, parameters);
        if (positive.Length != rows.Rows || !positive.Span.Contains(true) || !positive.Span.Contains(false))
        {
            throw new ArgumentException($"There are {positive.Length} labels for {rows.Rows} rows; there must be one a row, and both must occur.", nameof(positive));
        }

        return method.Fit(rows, positive, values, progress, cancellation);
    }

    private ITableMethod Method(string kind) =>
        Array.Find(_methods, method => method.Kind == kind) ?? throw new ArgumentException($"There is no model '{kind}'; there are {string.Join(", ", Kinds)}.", nameof(kind));
}
