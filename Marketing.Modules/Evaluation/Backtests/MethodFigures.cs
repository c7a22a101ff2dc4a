using Marketing.Kernel.Numerics;
using Marketing.Model;

namespace Marketing.Evaluation.Backtests;

/// <summary>Figures of the methods with their intervals, and how far each is ahead of each other on the same customers.</summary>
internal static class MethodFigures
{
    internal const string Baseline = "popular";
    internal const string Ndcg = "ndcg@10";

    /// <summary>A method's ranking and times.</summary>
    internal sealed record Measured(string Kind, Ranking Ranking, double FitSeconds, double ScoreSeconds);

    /// <summary>One result a method. Every interval starts from the same seed, so that a method's figures do not depend on the others measured.</summary>
    public static List<MethodResult> Of(IReadOnlyList<Measured> methods, EvaluationOptions options) =>
        [.. methods.Select(method =>
        {
            var gains = methods.Where(other => other != method)
                .Select(other => (other.Kind, Gain: Figure("ndcg@10 gain", Differences(method.Ranking.Ndcg, other.Ranking.Ndcg), options)))
                .Where(pair => pair.Gain is not null)
                .ToDictionary(pair => pair.Kind, pair => pair.Gain!);
            return new MethodResult(method.Kind, Figures(method.Ranking, options), gains.GetValueOrDefault(Baseline), gains, method.FitSeconds, method.ScoreSeconds);
        })];

    /// <summary>Figures with their intervals; empty when nobody was evaluated.</summary>
    public static List<Metric> Figures(Ranking ranking, EvaluationOptions options) => ranking.Ndcg.Length == 0
        ? []
        : [
            Figure(Ndcg, ranking.Ndcg, options)!,
            Figure("recall@20", ranking.Recall, options)!,
            Figure("hit@10", ranking.Hit, options)!,
            Figure("map@10", ranking.AveragePrecision, options)!,
            Figure("novelty@10", ranking.Novelty, options)!,
            Figure("diversity@10", ranking.Diversity, options)!,
            new Metric("coverage@10", ranking.Coverage),
            new Metric("gini@10", ranking.Gini),
        ];

    /// <summary>Mean of one figure with its bootstrap interval.</summary>
    public static Metric? Figure(string name, double[] values, EvaluationOptions options) =>
        Interval.BootstrapMean(values, new SeededRandom((ulong)options.Seed), options.BootstrapResamples) is { } interval
            ? new Metric(name, interval.Value, interval.Low, interval.High)
            : null;

    /// <summary>A customer's figure by one method less that by another.</summary>
    public static double[] Differences(double[] a, double[] b)
    {
        var differences = new double[a.Length];
        for (var i = 0; i < a.Length; i++)
        {
            differences[i] = a[i] - b[i];
        }

        return differences;
    }
}
