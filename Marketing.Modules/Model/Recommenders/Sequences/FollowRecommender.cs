using System.Buffers;
using Marketing.Data;
using Marketing.Kernel.Numerics;
using Marketing.Model.Recommenders.Neighbours;

namespace Marketing.Model.Recommenders.Sequences;

/// <summary>
/// Sequential rules (Kamehkhosh, Jannach and Ludewig 2017, sec. 2.2, of step 1) mixed with item-based filtering (Sarwar et al. 2001):
/// <c>score(u, b) = Σ (x_ua / j) (follow · n(a, b) + mix · cos(a, b))</c> over the products a of the customer, with x how much he wants a, 1 for what was
/// bought, and j the place of the latest order that holds a, counted from the latest; n(a, b) are the customers who bought b in the order
/// directly after one with a. Only orders follow one another, as in the paper: what was looked at or put in the cart and never bought stands
/// in the place of the latest order. Equal scores go by popularity, and so does what nothing speaks for, far below all else.
/// </summary>
/// <param name="parameters">Parameters by the field's names.</param>
/// <param name="products">Ids of the catalogue, ascending.</param>
/// <param name="popularity">Popularity of the catalogue.</param>
/// <param name="follow">n(a, b), see <see cref="FollowCounts.Fit"/>.</param>
/// <param name="similar">Cosines by owned product, see <see cref="ItemKnn.Fit"/>.</param>
/// <param name="terms">Terms.</param>
internal sealed class FollowRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity, SparseMatrix follow, SparseMatrix similar, FollowTerms terms) : PersonalRecommender("follow", parameters, products, popularity)
{
    // What popularity adds at most.
    private const double Tie = 1e-9;

    // What popularity adds to each product, and the score of a product that nothing else speaks for.
    private readonly double[] _part = Parts(popularity);
    private readonly float[] _alone = Array.ConvertAll(Parts(popularity), part => (float)part);

    public override void Write(BinaryWriter writer)
    {
        base.Write(writer);
        var buyers = new int[Products.Length];
        SimilarityBody.Write(writer, follow, buyers, counts: false);
        SimilarityBody.Write(writer, similar, buyers, counts: false);
    }

    protected override void Score(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<float> own)
    {
        var n = own.Length;
        var (keys, items) = (ArrayPool<double>.Shared.Rent(n), ArrayPool<int>.Shared.Rent(n));
        try
        {
            var sums = keys.AsSpan(0, n);
            sums.Clear();
            foreach (var (product, weight) in Weights(snapshot, customer, binding))
            {
                Add(follow, product, weight * terms.Follow, sums);
                Add(similar, product, weight * terms.Mix, sums);
            }

            Order(sums, items, own);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(keys);
            ArrayPool<int>.Shared.Return(items);
        }
    }

    protected override List<Contribution> Explain(ShopSnapshot snapshot, int customer, ProductBinding binding, int candidate)
    {
        var contributions = new List<Contribution>();
        foreach (var (product, weight) in Weights(snapshot, customer, binding))
        {
            var value = weight * ((terms.Follow * At(follow, product, candidate)) + (terms.Mix * At(similar, product, candidate)));
            if (value > 0)
            {
                contributions.Add(new Contribution(binding.ToSnapshot[product], (float)value));
            }
        }

        return contributions;
    }

    // Products of the model among the customer's last orders, each with the weight of the latest that holds it; then what was never bought.
    private Dictionary<int, double> Weights(ShopSnapshot snapshot, int customer, ProductBinding binding)
    {
        var (histories, interest, weights) = (Histories.Of(snapshot), InterestIn(snapshot), new Dictionary<int, double>());
        var wanted = interest.Wanted;
        var orders = histories.Orders(customer);
        for (var j = 1; j <= orders.Length && (terms.Last == 0 || j <= terms.Last); j++)
        {
            foreach (var product in histories.Basket(orders[^j]))
            {
                if (binding.ToModel[product] is >= 0 and var own)
                {
                    weights.TryAdd(own, wanted.ValueAt(interest.Place(customer, product)) * (terms.Decay ? 1.0 / j : 1));
                }
            }
        }

        for (var i = wanted.RowStart[customer]; !InterestTerms.WithoutEvents && i < wanted.RowStart[customer + 1]; i++)
        {
            if (binding.ToModel[wanted.Column[i]] is >= 0 and var own && !histories.Bought.Contains(customer, wanted.Column[i]))
            {
                weights.Add(own, wanted.ValueAt(i));
            }
        }

        return weights;
    }

    // Single precision is too coarse for the part of popularity: equal scores are set apart by the smallest steps there are, in their order.
    private void Order(Span<double> sums, int[] items, Span<float> own)
    {
        var found = 0;
        _alone.CopyTo(own);
        for (var item = 0; item < sums.Length; item++)
        {
            if (sums[item] > 0)
            {
                (sums[found], items[found++]) = (-(sums[item] + _part[item]), item);
            }
        }

        sums[..found].Sort(items.AsSpan(0, found));
        var (before, last) = (double.NaN, float.PositiveInfinity);
        for (var i = 0; i < found; i++)
        {
            last = Math.Min((float)-sums[i], sums[i] == before ? last : MathF.BitDecrement(last));
            (before, own[items[i]]) = (sums[i], last);
        }
    }

    private static double[] Parts(float[] popularity)
    {
        var most = popularity.Length == 0 ? 1 : 1.0 + popularity.Max();
        return Array.ConvertAll(popularity, one => one * Tie / most);
    }

    private static void Add(SparseMatrix matrix, int row, double weight, Span<double> sums)
    {
        var columns = matrix.Row(row);
        var values = matrix.Values(row);
        for (var i = 0; i < columns.Length && weight > 0; i++)
        {
            sums[columns[i]] += weight * values[i];
        }
    }

    private static double At(SparseMatrix matrix, int row, int column) => matrix.Row(row).BinarySearch(column) is >= 0 and var at ? matrix.Values(row)[at] : 0;
}
