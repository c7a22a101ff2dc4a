using System.Buffers;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model.Recommenders.Popularity;

namespace Marketing.Model.Recommenders.Neighbours;

/// <summary>Fits and reads <c>user-knn</c>.</summary>
internal sealed class UserKnnMethod : IRecommenderMethod
{
    internal const string Neighbours = "k";

    public string Kind => "user-knn";

    public int Cost => 3;

    public IReadOnlyList<MethodParameter> Parameters { get; } = [MethodParameter.Whole(Neighbours, 100, 1, 100_000), PopularMethod.HalfLife];

    public StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var popularity = PopularMethod.Of(snapshot, values);
        progress?.Report(new Progress(Kind, 1));
        return new UserKnnRecommender(values.Shown, TrainingSet.Of(snapshot).Products, popularity, values.Whole(Neighbours));
    }

    public StoredRecommender Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters)
    {
        var products = ModelBody.ReadLongs(reader);
        return new UserKnnRecommender(parameters, products, ModelBody.ReadFloats(reader, products.Length), ParameterValues.Of(Kind, Parameters, parameters).Whole(Neighbours));
    }
}

/// <summary>
/// User-based collaborative filtering (Herlocker, Konstan, Borchers and Riedl 1999; the cosine as in Breese, Heckerman and Kadie 1998, eq. 4, of
/// binary vectors): <c>sim(u, v) = |I_u ∩ I_v| / sqrt(|I_u| |I_v|)</c>; N(u) are the k most similar others, only above 0, ties to the lower
/// index; <c>score(u, i) = Σ sim(u, v)</c> over the v of N(u) who have i. A neighbour's similarity is a sum over the common products, so that
/// each own product's share of a score is exact.
/// </summary>
internal sealed class UserKnnRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity, int k) : MemoryRecommender("user-knn", parameters, products, popularity)
{
    protected override void Score(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<float> scores)
    {
        var histories = Histories.Of(snapshot);
        var sums = ArrayPool<double>.Shared.Rent(scores.Length);
        var (best, who) = (ArrayPool<double>.Shared.Rent(k), ArrayPool<int>.Shared.Rent(k));
        try
        {
            sums.AsSpan(0, scores.Length).Clear();
            var found = Nearest(histories, customer, best.AsSpan(0, k), who.AsSpan(0, k));
            for (var n = 0; n < found; n++)
            {
                foreach (var product in histories.Bought.Row(who[n]))
                {
                    sums[product] += best[n];
                }
            }

            for (var product = 0; product < scores.Length; product++)
            {
                scores[product] = (float)sums[product];
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(sums);
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

        var contributions = new List<Contribution>();
        for (var i = 0; i < own.Length; i++)
        {
            if (shares[i] > 0)
            {
                contributions.Add(new Contribution(own[i], (float)shares[i]));
            }
        }

        return contributions;
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
