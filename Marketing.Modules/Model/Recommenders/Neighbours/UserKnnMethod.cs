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
/// how much customers want products): <c>sim(u, v) = Σ x_ui x_vi / (|x_u| |x_v|)</c>, of purchases alone <c>|I_u ∩ I_v| / sqrt(|I_u| |I_v|)</c>; N(u) are
/// the k most similar others, only above 0, ties to the lower index; <c>score(u, i) = Σ sim(u, v) x_vi</c> over the v of N(u). A neighbour's
/// similarity is a sum over the common products, so that each own product's share of a score is exact.
/// </summary>
internal sealed class UserKnnRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity, int k) : MemoryRecommender("user-knn", parameters, products, popularity)
{
    protected override void Sum(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<double> sums)
    {
        var interest = InterestIn(snapshot);
        var wanted = interest.Wanted;
        var (best, who) = (ArrayPool<double>.Shared.Rent(k), ArrayPool<int>.Shared.Rent(k));
        try
        {
            var found = Nearest(interest, customer, best.AsSpan(0, k), who.AsSpan(0, k));
            for (var n = 0; n < found; n++)
            {
                for (var i = wanted.RowStart[who[n]]; i < wanted.RowStart[who[n] + 1]; i++)
                {
                    sums[wanted.Column[i]] += best[n] * wanted.ValueAt(i);
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
        var interest = InterestIn(snapshot);
        var wanted = interest.Wanted;
        var (best, who) = (new double[k], new int[k]);
        var found = Nearest(interest, customer, best, who);
        var own = wanted.Row(customer);
        var shares = new double[own.Length];
        for (var n = 0; n < found; n++)
        {
            if (wanted.Contains(who[n], product))
            {
                // A similarity is the sum of these parts over one root.
                var one = wanted.ValueAt(interest.Place(who[n], product)) / Math.Sqrt(interest.Squares[customer] * interest.Squares[who[n]]);
                for (var i = 0; i < own.Length; i++)
                {
                    shares[i] += wanted.Contains(who[n], own[i]) ? one * wanted.ValueAt(wanted.RowStart[customer] + i) * wanted.ValueAt(interest.Place(who[n], own[i])) : 0;
                }
            }
        }

        return Positive(own, shares);
    }

    private static int Nearest(Interest interest, int customer, Span<double> best, Span<int> who)
    {
        var (wanted, squares) = (interest.Wanted, interest.Squares);
        var common = ArrayPool<double>.Shared.Rent(wanted.Rows);
        try
        {
            var dots = common.AsSpan(0, wanted.Rows);
            dots.Clear();
            interest.Multiply(customer, dots);
            dots[customer] = 0;
            var top = new TopK<double>(best, who);
            for (var other = 0; other < dots.Length; other++)
            {
                if (dots[other] > 0)
                {
                    top.Offer(dots[other] / Math.Sqrt(squares[customer] * squares[other]), other);
                }
            }

            return top.Sort();
        }
        finally
        {
            ArrayPool<double>.Shared.Return(common);
        }
    }
}
