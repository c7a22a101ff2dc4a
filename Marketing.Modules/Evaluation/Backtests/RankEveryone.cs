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

    // So many vectors of 64 factors stay in the first cache beside the products that they are multiplied with.
    private const int Together = 96;

    public static RankedLists By(IRecommender model, HeldOut question, CancellationToken cancellation)
    {
        var lists = new RankedLists(Long, question.Customers.Length);
        Parallel.For(0, (question.Customers.Length + Together - 1) / Together, HeavyWork.Loop(cancellation), block =>
        {
            var first = block * Together;
            var customers = question.Customers.AsSpan(first, Math.Min(Together, question.Customers.Length - first));
            var (scores, products, counts) = lists.Room(first, customers.Length);
            model.Top(question.Past, customers, (list, product) => MayStand(question, question.Customers[first + list], product), scores.Span, products.Span, counts.Span);
        });
        return lists;
    }

    private static bool MayStand(HeldOut question, int customer, int product) =>
        question.Catalogue[product] && (!question.OnlyNew || question.Bought.Row(customer).BinarySearch(product) < 0);
}
