using System.Buffers;
using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Recommenders.Neighbours;

/// <summary>
/// Fitted item-based collaborative filtering. Similarities are single precision and sums double, so a sum is exact and does not
/// depend on the order of its terms: equal scores are equal.
/// </summary>
/// <param name="parameters">Parameters by the field's names.</param>
/// <param name="products">Ids of the catalogue, ascending.</param>
/// <param name="popularity">Popularity of the catalogue.</param>
/// <param name="buyers">Distinct customers of each product.</param>
/// <param name="similar">By owned product, see <see cref="ItemKnn.Fit"/>.</param>
/// <param name="terms">Terms.</param>
internal sealed class ItemKnnRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity, int[] buyers, SparseMatrix similar, ItemKnnTerms terms) : PersonalRecommender("item-knn", parameters, products, popularity)
{
    public override void Write(BinaryWriter writer)
    {
        base.Write(writer);
        foreach (var count in buyers)
        {
            writer.Write7BitEncodedInt(count);
        }

        SimilarityBody.Write(writer, similar, buyers, terms.OfCounts);
    }

    protected override void Score(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<float> own)
    {
        var sums = ArrayPool<double>.Shared.Rent(own.Length);
        try
        {
            sums.AsSpan(0, own.Length).Clear();
            var wanted = InterestIn(snapshot).Wanted;
            for (var at = wanted.RowStart[customer]; at < wanted.RowStart[customer + 1]; at++)
            {
                if (binding.ToModel[wanted.Column[at]] is >= 0 and var row)
                {
                    double strength = wanted.ValueAt(at);
                    var candidates = similar.Row(row);
                    var values = similar.Values(row);
                    for (var i = 0; i < candidates.Length; i++)
                    {
                        sums[candidates[i]] += strength * values[i];
                    }
                }
            }

            for (var i = 0; i < own.Length; i++)
            {
                own[i] = (float)sums[i];
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(sums);
        }
    }

    protected override List<Contribution> Explain(ShopSnapshot snapshot, int customer, ProductBinding binding, int candidate)
    {
        var contributions = new List<Contribution>();
        var wanted = InterestIn(snapshot).Wanted;
        for (var own = wanted.RowStart[customer]; own < wanted.RowStart[customer + 1]; own++)
        {
            if (binding.ToModel[wanted.Column[own]] is >= 0 and var row && similar.Row(row).BinarySearch(candidate) is >= 0 and var at)
            {
                contributions.Add(new Contribution(wanted.Column[own], wanted.ValueAt(own) * similar.Values(row)[at]));
            }
        }

        return contributions;
    }
}
