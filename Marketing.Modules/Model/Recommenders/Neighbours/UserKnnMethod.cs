using System.Buffers;
using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Recommenders.Neighbours;

/// <summary>Fits and reads <c>user-knn</c>.</summary>
internal sealed class UserKnnMethod() : MemoryMethod("user-knn", cost: 3, MethodParameter.Whole(Neighbours, 100, 1, 100_000))
{
    private const string Neighbours = "k";

    protected override StoredRecommender Of(ParameterValues values, IReadOnlyDictionary<string, string> shown, long[] products, float[] popularity) =>
        new UserKnnRecommender(shown, products, popularity, values.Whole(Neighbours));
}

/// <summary>
/// User-based collaborative filtering (Herlocker, Konstan, Borchers and Riedl 1999; the cosine as in Breese, Heckerman and Kadie 1998, eq. 4, of
/// binary vectors): <c>sim(u, v) = |I_u ∩ I_v| / sqrt(|I_u| |I_v|)</c>; N(u) are the k most similar others, only above 0, ties to the lower
/// index; <c>score(u, i) = Σ sim(u, v)</c> over the v of N(u) who have i. A neighbour's similarity is a sum over the common products, so that
/// each own product's share of a score is exact.
/// </summary>
internal sealed class UserKnnRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity, int k) : MemoryRecommender("user-knn", parameters, products, popularity)
{
    protected override void Sum(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<double> sums)
    {
        var histories = Histories.Of(snapshot);
        var (best, who) = (ArrayPool<double>.Shared.Rent(k), ArrayPool<int>.Shared.Rent(k));
        try
        {
            var found = Nearest(histories, customer, best.AsSpan(0, k), who.AsSpan(0, k));
            for (var n = 0; n < found; n++)
            {
                foreach (var product in histories.Bought.Row(who[n]))
                {
                    sums[product] += best[n];
                }
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(best);
            ArrayPool<int>.Shared.Return(who);
        }
    }

    protected override List<Contribution> ExplainOne(ShopSnapshot snapshot, int customer, int product)
    {
        var histories = Histories.Of(snapshot);
        var (best, who) = (new double[k], new int[k]);
        var found = Nearest(histories, customer, best, who);
        var own = histories.Bought.Row(customer);
        var shares = new double[own.Length];
        for (var n = 0; n < found; n++)
        {
            if (!histories.Bought.Contains(who[n], product))
            {
                continue;
            }

            var common = Common(own, histories.Bought.Row(who[n]));
            for (var i = 0; i < own.Length; i++)
            {
                shares[i] += histories.Bought.Contains(who[n], own[i]) ? best[n] / common : 0;
            }
        }

        return Positive(own, shares);
    }

    private static int Nearest(Histories histories, int customer, Span<double> best, Span<int> who)
    {
        var common = ArrayPool<int>.Shared.Rent(histories.Bought.Rows);
        try
        {
            common.AsSpan(0, histories.Bought.Rows).Clear();
            var own = histories.Bought.Row(customer);
            foreach (var product in own)
            {
                foreach (var other in histories.Buyers.Row(product))
                {
                    common[other]++;
                }
            }

            common[customer] = 0;
            var top = new TopK<double>(best, who);
            for (var other = 0; other < histories.Bought.Rows; other++)
            {
                if (common[other] > 0)
                {
                    top.Offer(common[other] / Math.Sqrt((double)own.Length * histories.Bought.Row(other).Length), other);
                }
            }

            return top.Sort();
        }
        finally
        {
            ArrayPool<int>.Shared.Return(common);
        }
    }

    private static int Common(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        var common = 0;
        foreach (var item in a)
        {
            common += b.BinarySearch(item) >= 0 ? 1 : 0;
        }

        return common;
    }
}
