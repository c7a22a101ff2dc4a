using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model;

namespace Marketing.Evaluation.Backtests;

/// <summary>Ranks the full catalogue for every evaluated customer and compares with the truth; no candidate is sampled.</summary>
internal static class RankEveryone
{
    /// <summary>Cut of NDCG, hit rate and coverage.</summary>
    public const int Short = 10;

    /// <summary>Cut of recall.</summary>
    public const int Long = 20;

    public static RankedLists By(IRecommender model, HeldOut question, CancellationToken cancellation)
    {
        var lists = new RankedLists(Long, question.Customers.Length);
        Parallel.For(
            0,
            question.Customers.Length,
            HeavyWork.Loop(cancellation),
            () => new float[question.Catalogue.Length],
            (i, _, scores) =>
            {
                var customer = question.Customers[i];
                model.Score(question.Past, customer, scores);
                Exclude(question, customer, scores);
                var (best, items) = lists.Room(i);
                lists.Filled(i, TopK.Select(scores, best.Span, items.Span));
                return scores;
            },
            _ => { });
        return lists;
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
