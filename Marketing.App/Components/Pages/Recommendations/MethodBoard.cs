using Marketing.Evaluation;
using Marketing.Model;

namespace Marketing.App.Components.Pages.Recommendations;

/// <summary>A method as it stands against the one in charge.</summary>
/// <param name="Version">Its newest measured version.</param>
/// <param name="AgainstChampion">Its NDCG@10 less the champion's on the same customers, or null where that was not measured.</param>
public sealed record MethodStanding(ModelVersion Version, Metric? AgainstChampion);

/// <summary>Methods by what they foresee and what they cost.</summary>
internal static class MethodBoard
{
    public const string Accuracy = "ndcg@10";

    /// <summary>The newest measured version of each method, the most accurate first; the champion's stands for its method.</summary>
    /// <param name="versions">All versions.</param>
    /// <param name="report">The newest backtest, or null.</param>
    public static IReadOnlyList<MethodStanding> Of(IReadOnlyList<ModelVersion> versions, BacktestReport? report)
    {
        var champion = versions.FirstOrDefault(version => version.State == ModelState.Champion);
        return
        [
            .. MethodLists.Latest([.. versions.Where(version => Figure(version, Accuracy) is not null)])
                .Select(version => new MethodStanding(version, champion is null || champion.Kind == version.Kind ? null : report?.Methods.FirstOrDefault(method => method.Kind == version.Kind)?.Gains.GetValueOrDefault(champion.Kind)))
                .OrderByDescending(standing => Figure(standing.Version, Accuracy)!.Value),
        ];
    }

    /// <summary>A measured figure of a version, or null.</summary>
    public static Metric? Figure(ModelVersion version, string name) => version.Metrics.FirstOrDefault(metric => metric.Name == name);
}
