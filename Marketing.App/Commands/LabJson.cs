using System.Globalization;
using Marketing.Evaluation;
using Marketing.Model;

namespace Marketing.App.Commands;

/// <summary>What every report of the laboratory says as JSON, in the names that <c>--json</c> has promised to other programs.</summary>
internal static class LabJson
{
    /// <summary>The beginning of a report; what is its own comes behind.</summary>
    public static OrderedDictionary<string, object?> Head(string kind, LabMeasured measured, IReadOnlyDictionary<string, long> rows)
    {
        var head = Model(measured);
        head.Insert(0, "kind", kind);
        head["rows"] = rows;
        return head;
    }

    /// <summary>One measured model.</summary>
    public static OrderedDictionary<string, object?> Model(LabMeasured measured) => new()
    {
        ["model"] = measured.Model,
        ["parameters"] = Parameters(measured.Parameters),
        ["metrics"] = Metrics(measured.Metrics),
        ["seconds"] = new { fit = measured.FitSeconds, score = measured.ScoreSeconds },
        ["cpu_seconds"] = measured.CpuSeconds,
        ["peak_bytes"] = measured.PeakBytes,
    };

    /// <summary>Numbers and flags as such.</summary>
    public static Dictionary<string, object> Parameters(IReadOnlyDictionary<string, string> parameters) => parameters.ToDictionary(
        parameter => parameter.Key,
        parameter => bool.TryParse(parameter.Value, out var flag) ? flag
            : double.TryParse(parameter.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? (object)number
            : parameter.Value);

    /// <summary>Figures, with their intervals where they have some.</summary>
    public static Dictionary<string, object> Metrics(IEnumerable<Metric> metrics) => metrics.ToDictionary(
        metric => metric.Name,
        metric => metric is { Low: { } low, High: { } high } ? (object)new { value = metric.Value, low, high } : metric.Value);
}
