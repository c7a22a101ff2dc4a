using Marketing.Evaluation;
using Marketing.Model;

namespace Marketing.App.Components.Pages.Results;

/// <summary>What a report says in one sentence.</summary>
internal static class BacktestFinding
{
    /// <summary>The method that gained most over popularity, with that gain; a null gain when nothing was compared.</summary>
    public static (string Method, Metric? Gain) Of(BacktestReport report)
    {
        var best = report.Methods.Where(method => method.NdcgGain is not null).MaxBy(method => method.NdcgGain!.Value);
        return (best?.Kind ?? "", best?.NdcgGain);
    }

    /// <summary>Key of the verdict on a gain: its interval lies above zero, below, or holds it.</summary>
    public static string Verdict(Metric gain) => gain switch
    {
        { Low: > 0 } => "Results.IsBetter",
        { High: < 0 } => "Results.IsWorse",
        _ => "Results.IsSame",
    };
}
