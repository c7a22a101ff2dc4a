using System.Buffers;
using Marketing.Data;

namespace Marketing.Model.Recommenders;

/// <summary>A recommender that tells customers apart by what they want; whoever has bought, or where it counts looked at, nothing of the catalogue gets popularity.</summary>
/// <param name="kind">Method.</param>
/// <param name="parameters">Parameters by the field's names.</param>
/// <param name="products">Ids of the catalogue, ascending.</param>
/// <param name="popularity">Popularity of the catalogue.</param>
internal abstract class PersonalRecommender(string kind, IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity) : StoredRecommender(kind, parameters, products)
{
    /// <summary>Popularity by the model's index.</summary>
    protected float[] Popularity => popularity;

    public sealed override void Score(ShopSnapshot snapshot, int customer, Span<float> scores)
    {
        var binding = Bind(snapshot);
        if (!Knows(snapshot, customer, binding))
        {
            Spread(popularity, binding, scores);
            return;
        }

        ScoreKnown(snapshot, customer, binding, scores);
    }

    public sealed override IReadOnlyList<Contribution> Explain(ShopSnapshot snapshot, int customer, int product, int take)
    {
        var binding = Bind(snapshot);
        if (binding.ToModel[product] is not (>= 0 and var candidate) || !Knows(snapshot, customer, binding))
        {
            return [];
        }

        var contributions = Explain(snapshot, customer, binding, candidate);
        contributions.Sort((a, b) => b.Value != a.Value ? b.Value.CompareTo(a.Value) : a.Product.CompareTo(b.Product));
        return contributions.Count <= take ? contributions : contributions[..take];
    }

    public override void Write(BinaryWriter writer)
    {
        ModelBody.Write(writer, Products);
        ModelBody.Write(writer, popularity);
    }

    /// <summary>Scores every product of the catalogue for a customer who wants some of it.</summary>
    /// <param name="snapshot">Snapshot whose indices are used.</param>
    /// <param name="customer">Index of the customer.</param>
    /// <param name="binding">Product indices of model and snapshot.</param>
    /// <param name="own">One entry a product of the model, in any state; overwritten.</param>
    protected abstract void Score(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<float> own);

    /// <summary>Scores the products of the snapshot for a customer who wants some of the catalogue; those that the catalogue does not have become 0 unless the method can tell what they are.</summary>
    /// <param name="snapshot">Snapshot whose indices are used.</param>
    /// <param name="customer">Index of the customer.</param>
    /// <param name="binding">Product indices of model and snapshot.</param>
    /// <param name="scores">One entry a product of the snapshot; overwritten.</param>
    protected virtual void ScoreKnown(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<float> scores)
    {
        var own = ArrayPool<float>.Shared.Rent(Products.Length);
        try
        {
            Score(snapshot, customer, binding, own.AsSpan(0, Products.Length));
            Spread(own.AsSpan(0, Products.Length), binding, scores);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(own);
        }
    }

    /// <summary>The model's indices of what a customer wants, ascending, and how much; no strengths where all are 1.</summary>
    protected (int[] Items, float[] Strengths) Own(ShopSnapshot snapshot, int customer, ProductBinding binding)
    {
        var wanted = InterestIn(snapshot).Wanted;
        var (items, strengths) = (new List<int>(), new List<float>());
        for (var i = wanted.RowStart[customer]; i < wanted.RowStart[customer + 1]; i++)
        {
            if (binding.ToModel[wanted.Column[i]] is >= 0 and var item)
            {
                items.Add(item);
                strengths.Add(wanted.ValueAt(i));
            }
        }

        return ([.. items], wanted.Value is null ? [] : [.. strengths]);
    }

    /// <summary>What each own product adds to the score of a product of the model, in any order; empty where the score is no such sum.</summary>
    protected abstract List<Contribution> Explain(ShopSnapshot snapshot, int customer, ProductBinding binding, int candidate);
}
