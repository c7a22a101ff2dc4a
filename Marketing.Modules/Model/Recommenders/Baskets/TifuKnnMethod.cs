using System.Buffers;
using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Recommenders.Baskets;

/// <summary>Fits and reads <c>tifu-knn</c>.</summary>
internal sealed class TifuKnnMethod() : MemoryMethod(
    "tifu-knn",
    cost: 5,
    MethodParameter.Whole(Neighbours, 100, 1, 100_000),
    MethodParameter.Real(WithinDecay, 0.95, 0.001, 1),
    MethodParameter.Real(GroupDecay, 0.9, 0.001, 1),
    MethodParameter.Real(Own, 0.3, 0, 1),
    MethodParameter.Whole(Groups, 7, 1, 1000))
{
    private const string Neighbours = "k";
    private const string WithinDecay = "rb";
    private const string GroupDecay = "rg";
    private const string Own = "alpha";
    private const string Groups = "m";

    protected override StoredRecommender Of(ParameterValues values, IReadOnlyDictionary<string, string> shown, long[] products, float[] popularity) =>
        new TifuKnnRecommender(shown, products, popularity, values.Whole(Neighbours), values.Real(WithinDecay), values.Real(GroupDecay), values.Real(Own), values.Whole(Groups));
}

/// <summary>
/// Temporal-item-frequency kNN (Hu, He, Gao and Zhang 2020, "Modeling personalized item frequency information for next-basket
/// recommendation", sec. 4), in the form of the repository of Li et al. 2023, where the decay within groups runs over the whole history:
/// the n baskets of a customer are put into m groups, the later ones larger by one where n is no multiple; with fewer baskets each is its own.
/// Basket t, counted from 0, in group g of size s weighs <c>r_b^(n-1-t) r_g^(m-1-g) / s / G</c> with G groups used. A customer's vector v is
/// the weighted sum of the baskets, which age by the half-life of interest as well where there is one; baskets are orders, as in the paper, and what
/// was looked at or put in the cart and never bought counts as its weight's part of the latest basket, see <see cref="Interest.Weigh"/>; <c>score(u) = α v_u + (1-α) mean(v)</c> over the k customers nearest by Euclidean distance.
/// </summary>
internal sealed class TifuKnnRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity, int k, double rb, double rg, double alpha, int m) : MemoryRecommender("tifu-knn", parameters, products, popularity)
{
    private readonly ConditionalWeakTable<ShopSnapshot, Lazy<Vectors>> _vectors = [];

    /// <summary>Vectors of all customers, by the entries of Wanted and by those of Wanters, with their squared lengths.</summary>
    private sealed record Vectors(double[] Value, double[] ByWanter, double[] Length);

    protected override void Sum(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<double> sums)
    {
        var (interest, vectors) = (InterestIn(snapshot), Of(snapshot));
        var (best, who) = (ArrayPool<double>.Shared.Rent(k), ArrayPool<int>.Shared.Rent(k));
        try
        {
            Add(interest, vectors, customer, alpha, sums);
            var found = Nearest(interest, Histories.Of(snapshot), vectors, customer, best.AsSpan(0, k), who.AsSpan(0, k));
            for (var n = 0; n < found; n++)
            {
                Add(interest, vectors, who[n], (1 - alpha) / found, sums);
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(best);
            ArrayPool<int>.Shared.Return(who);
        }
    }

    // The neighbours' part belongs to no single product of the customer's: they are near by all of them.
    protected override List<Contribution> ExplainOne(ShopSnapshot snapshot, int customer, int product)
    {
        var interest = InterestIn(snapshot);
        return interest.Wanted.Contains(customer, product) ? [new Contribution(product, (float)(alpha * Of(snapshot).Value[interest.Place(customer, product)]))] : [];
    }

    private static void Add(Interest interest, Vectors vectors, int customer, double weight, Span<double> sums)
    {
        for (var i = interest.Wanted.RowStart[customer]; i < interest.Wanted.RowStart[customer + 1]; i++)
        {
            sums[interest.Wanted.Column[i]] += weight * vectors.Value[i];
        }
    }

    private static int Nearest(Interest interest, Histories histories, Vectors vectors, int customer, Span<double> best, Span<int> who)
    {
        var (wanted, wanters) = (interest.Wanted, interest.Wanters);
        var dots = ArrayPool<double>.Shared.Rent(wanted.Rows);
        try
        {
            dots.AsSpan(0, wanted.Rows).Clear();
            for (var i = wanted.RowStart[customer]; i < wanted.RowStart[customer + 1]; i++)
            {
                var (product, value) = (wanted.Column[i], vectors.Value[i]);
                for (var j = wanters.RowStart[product]; j < wanters.RowStart[product + 1]; j++)
                {
                    dots[wanters.Column[j]] += value * vectors.ByWanter[j];
                }
            }

            var top = new TopK<double>(best, who);
            for (var other = 0; other < wanted.Rows; other++)
            {
                // Whoever has bought nothing is nobody's neighbour; after a few looks he would be near to everybody.
                if (other != customer && !histories.Orders(other).IsEmpty)
                {
                    top.Offer((2 * dots[other]) - vectors.Length[other], other);
                }
            }

            return top.Sort();
        }
        finally
        {
            ArrayPool<double>.Shared.Return(dots);
        }
    }

    private Vectors Of(ShopSnapshot snapshot) => _vectors.GetValue(snapshot, key => new Lazy<Vectors>(() => Build(InterestIn(key)))).Value;

    private Vectors Build(Interest interest)
    {
        var (wanted, wanters) = (interest.Wanted, interest.Wanters);
        var value = interest.Weigh(Weight);
        var (byWanter, length) = (new double[value.Length], new double[wanted.Rows]);
        var next = wanters.RowStart.AsSpan(0, wanters.Rows).ToArray();
        for (var customer = 0; customer < wanted.Rows; customer++)
        {
            // Wanters stand in ascending order, as they come here.
            for (var i = wanted.RowStart[customer]; i < wanted.RowStart[customer + 1]; i++)
            {
                byWanter[next[wanted.Column[i]]++] = value[i];
                length[customer] += value[i] * value[i];
            }
        }

        return new Vectors(value, byWanter, length);
    }

    /// <summary>Weight of basket t of n.</summary>
    internal double Weight(int n, int t)
    {
        if (n < m)
        {
            return Math.Pow(rb, n - 1 - t) * Math.Pow(rg, m - 1 - t) / n;
        }

        // The first groups have the smaller size.
        var (small, smaller) = (n / m, m - (n % m));
        var (group, size) = t < small * smaller ? (t / small, small) : (smaller + ((t - (small * smaller)) / (small + 1)), small + 1);
        return Math.Pow(rb, n - 1 - t) * Math.Pow(rg, m - 1 - group) / size / m;
    }
}
