using System.Buffers;
using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Recommenders.Content;

/// <summary>
/// Content-based filtering (Lops, de Gemmis and Semeraro 2011, sec. 3.3.1): products are TF-IDF vectors of length 1 over the terms of their names,
/// categories and brands; a customer's profile is the weighted sum of those of the own products; <c>score(u, j) = Σ w_i cos(i, j)</c>. What was
/// never sold has a score as well.
/// </summary>
/// <param name="parameters">Parameters by the field's names.</param>
/// <param name="products">Ids of all products, ascending.</param>
/// <param name="popularity">Their popularity.</param>
/// <param name="terms">Terms, see <see cref="ProductText"/>.</param>
/// <param name="vectors">Products by terms.</param>
/// <param name="recencyDays">Days before the customer's latest sign at which another weighs half, or null for all ages alike; half-lives from any later instant on differ by one factor for all of a customer's.</param>
internal sealed class ContentRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity, string[] terms, SparseMatrix vectors, double? recencyDays) : PersonalRecommender("content", parameters, products, popularity)
{
    public override void Write(BinaryWriter writer)
    {
        base.Write(writer);
        writer.Write7BitEncodedInt(terms.Length);
        foreach (var term in terms)
        {
            writer.Write(term);
        }

        ContentBody.Write(writer, vectors);
    }

    public override IReadOnlyList<string> Shared(ShopSnapshot snapshot, int customer, int product, int take)
    {
        var binding = Bind(snapshot);
        if (binding.ToModel[product] is not (>= 0 and var candidate) || !Knows(snapshot, customer, binding))
        {
            return [];
        }

        var sums = new Dictionary<int, double>();
        foreach (var (own, weight) in Weights(snapshot, customer, binding).Where(one => one.Own != candidate))
        {
            for (var i = 0; i < vectors.Row(candidate).Length; i++)
            {
                if (vectors.Row(own).BinarySearch(vectors.Row(candidate)[i]) is >= 0 and var at)
                {
                    var term = vectors.Row(candidate)[i];
                    sums[term] = sums.GetValueOrDefault(term) + (weight * vectors.Values(own)[at] * vectors.Values(candidate)[i]);
                }
            }
        }

        // Of levels that tell the same, the deepest stands behind the others.
        return [.. sums.Where(one => terms[one.Key][0] != ProductText.Part).OrderByDescending(one => one.Value).ThenByDescending(one => one.Key).Take(take).Select(one => terms[one.Key][1..])];
    }

    protected override void Score(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<float> own)
    {
        var profile = ArrayPool<double>.Shared.Rent(terms.Length);
        try
        {
            profile.AsSpan(0, terms.Length).Clear();
            foreach (var (product, weight) in Weights(snapshot, customer, binding))
            {
                for (var i = vectors.RowStart[product]; i < vectors.RowStart[product + 1]; i++)
                {
                    profile[vectors.Column[i]] += weight * vectors.Value![i];
                }
            }

            for (var product = 0; product < own.Length; product++)
            {
                var sum = 0.0;
                for (var i = vectors.RowStart[product]; i < vectors.RowStart[product + 1]; i++)
                {
                    sum += profile[vectors.Column[i]] * vectors.Value![i];
                }

                own[product] = (float)sum;
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(profile);
        }
    }

    protected override List<Contribution> Explain(ShopSnapshot snapshot, int customer, ProductBinding binding, int candidate)
    {
        var contributions = new List<Contribution>();
        foreach (var (own, weight) in Weights(snapshot, customer, binding))
        {
            var sum = 0.0;
            for (var i = 0; i < vectors.Row(own).Length; i++)
            {
                sum += vectors.Row(candidate).BinarySearch(vectors.Row(own)[i]) is >= 0 and var at ? vectors.Values(own)[i] * vectors.Values(candidate)[at] : 0;
            }

            if (sum > 0)
            {
                contributions.Add(new Contribution(binding.ToSnapshot[own], (float)(weight * sum)));
            }
        }

        return contributions;
    }

    // Own products by the model's index, each with the weight of its strongest sign.
    private List<(int Own, double Weight)> Weights(ShopSnapshot snapshot, int customer, ProductBinding binding)
    {
        var (signs, terms, latest) = (CustomerSigns.Of(snapshot), InterestTerms with { HalfLifeDays = recencyDays }, long.MinValue);
        var (from, to) = signs.Row(customer);
        for (var i = from; i < to; i++)
        {
            latest = Math.Max(latest, signs.Latest(i, terms));
        }

        var weights = new List<(int Own, double Weight)>(to - from);
        for (var i = from; i < to; i++)
        {
            if (binding.ToModel[signs.Product(i)] is >= 0 and var own && signs.Value(i, terms, latest) is > 0 and var weight)
            {
                weights.Add((own, weight));
            }
        }

        return weights;
    }
}
