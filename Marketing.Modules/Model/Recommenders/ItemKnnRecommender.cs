using System.Buffers;
using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Recommenders;

/// <summary>
/// Fitted item-based collaborative filtering. Similarities are single precision and sums double, so a sum is exact and does not
/// depend on the order of its terms: equal scores are equal. Whoever has bought nothing of the catalogue gets popularity.
/// </summary>
/// <param name="parameters">Parameters by the field's names.</param>
/// <param name="products">Ids of the catalogue, ascending.</param>
/// <param name="popularity">Popularity of the catalogue.</param>
/// <param name="buyers">Distinct customers of each product.</param>
/// <param name="similar">By owned product, see <see cref="ItemKnn.Fit"/>.</param>
internal sealed class ItemKnnRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity, int[] buyers, SparseMatrix similar) : StoredRecommender("item-knn", parameters, products)
{
    public override void Score(ShopSnapshot snapshot, int customer, Span<float> scores)
    {
        var binding = Bind(snapshot);
        var sums = ArrayPool<double>.Shared.Rent(Products.Length);
        try
        {
            if (!Sum(snapshot, customer, binding, sums.AsSpan(0, Products.Length)))
            {
                Spread(popularity, binding, scores);
                return;
            }

            scores.Clear();
            for (var i = 0; i < Products.Length; i++)
            {
                if (binding.ToSnapshot[i] is >= 0 and var product)
                {
                    scores[product] = (float)sums[i];
                }
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(sums);
        }
    }

    public override IReadOnlyList<Contribution> Explain(ShopSnapshot snapshot, int customer, int product, int take)
    {
        var binding = Bind(snapshot);
        var candidate = binding.ToModel[product];
        if (customer < 0 || candidate < 0)
        {
            return [];
        }

        var contributions = new List<Contribution>();
        foreach (var own in Interactions.Of(snapshot).Bought.Row(customer))
        {
            if (binding.ToModel[own] is >= 0 and var row && similar.Row(row).BinarySearch(candidate) is >= 0 and var at)
            {
                contributions.Add(new Contribution(own, similar.Values(row)[at]));
            }
        }

        contributions.Sort((a, b) => b.Value != a.Value ? b.Value.CompareTo(a.Value) : a.Product.CompareTo(b.Product));
        return contributions.Count <= take ? contributions : contributions[..take];
    }

    public override void Write(BinaryWriter writer)
    {
        ModelBody.Write(writer, Products);
        ModelBody.Write(writer, popularity);
        foreach (var count in buyers)
        {
            writer.Write7BitEncodedInt(count);
        }

        SimilarityBody.Write(writer, similar, buyers);
    }

    // Adds the rows of the customer's own products; false when there is none.
    private bool Sum(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<double> sums)
    {
        if (customer < 0)
        {
            return false;
        }

        sums.Clear();
        var any = false;
        foreach (var own in Interactions.Of(snapshot).Bought.Row(customer))
        {
            if (binding.ToModel[own] is not (>= 0 and var row))
            {
                continue;
            }

            any = true;
            var candidates = similar.Row(row);
            var values = similar.Values(row);
            for (var i = 0; i < candidates.Length; i++)
            {
                sums[candidates[i]] += values[i];
            }
        }

        return any;
    }
}
