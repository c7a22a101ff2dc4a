using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model;

namespace Marketing.Evaluation.Backtests;

/// <summary>Figures of one method, one entry an evaluated customer, and the share of the catalogue that reached somebody's first ten.</summary>
internal sealed record Ranking(double[] Ndcg, double[] Recall, double[] Hit, double Coverage);

/// <summary>Ranks the full catalogue for every evaluated customer and compares with the truth; no candidate is sampled.</summary>
internal static class RankEveryone
{
    /// <summary>Cut of NDCG, hit rate and coverage.</summary>
    public const int Short = 10;

    /// <summary>Cut of recall.</summary>
    public const int Long = 20;

    public static Ranking By(IRecommender model, HeldOut question, CancellationToken cancellation)
    {
        var n = question.Customers.Length;
        var (ndcg, recall, hit) = (new double[n], new double[n], new double[n]);
        var shown = new bool[question.Catalogue.Length];
        Parallel.For(
            0,
            n,
            HeavyWork.Loop(cancellation),
            () => (Scores: new float[question.Catalogue.Length], Best: new float[Long], Items: new int[Long]),
            (i, _, memory) =>
            {
                var customer = question.Customers[i];
                model.Score(question.Past, customer, memory.Scores);
                Exclude(question, customer, memory.Scores);
                var ranked = memory.Items.AsSpan(0, TopK.Select(memory.Scores, memory.Best, memory.Items));
                var truth = question.Truth.Row(customer);
                var atShort = RankingMetrics.At(ranked, truth, Short)!.Value;
                (ndcg[i], hit[i], recall[i]) = (atShort.Ndcg, atShort.Hit, RankingMetrics.At(ranked, truth, Long)!.Value.Recall);
                foreach (var product in ranked[..Math.Min(Short, ranked.Length)])
                {
                    shown[product] = true;
                }

                return memory;
            },
            _ => { });
        return new Ranking(ndcg, recall, hit, question.CatalogueSize == 0 ? 0 : shown.Count(seen => seen) / (double)question.CatalogueSize);
    }

    private static void Exclude(HeldOut question, int customer, float[] scores)
    {
        for (var product = 0; product < scores.Length; product++)
        {
            scores[product] = question.Catalogue[product] ? scores[product] : float.NegativeInfinity;
        }

        if (question.OnlyNew)
        {
            foreach (var product in question.Bought.Row(customer))
            {
                scores[product] = float.NegativeInfinity;
            }
        }
    }
}
