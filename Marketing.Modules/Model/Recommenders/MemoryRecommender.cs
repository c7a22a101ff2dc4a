using Marketing.Data;

namespace Marketing.Model.Recommenders;

/// <summary>
/// A recommender that reads the histories of the snapshot which is served, and keeps nothing of persons: an erased person is gone from it at
/// once, and a new order counts at once. Its file holds the catalogue and popularity, for those who have bought nothing of it.
/// </summary>
/// <param name="kind">Method.</param>
/// <param name="parameters">Parameters by the field's names.</param>
/// <param name="products">Ids of the catalogue, ascending; other products score 0.</param>
/// <param name="popularity">Popularity of the catalogue.</param>
internal abstract class MemoryRecommender(string kind, IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity) : StoredRecommender(kind, parameters, products)
{
    public sealed override void Score(ShopSnapshot snapshot, int customer, Span<float> scores)
    {
        var binding = Bind(snapshot);
        if (!Knows(snapshot, customer, binding))
        {
            Spread(popularity, binding, scores);
            return;
        }

        scores.Clear();
        Score(snapshot, customer, binding, scores);
        for (var product = 0; product < scores.Length; product++)
        {
            if (binding.ToModel[product] < 0)
            {
                scores[product] = 0;
            }
        }
    }

    public sealed override IReadOnlyList<Contribution> Explain(ShopSnapshot snapshot, int customer, int product, int take)
    {
        var binding = Bind(snapshot);
        if (binding.ToModel[product] < 0 || !Knows(snapshot, customer, binding))
        {
            return [];
        }

        var contributions = ExplainOne(snapshot, customer, product);
        contributions.Sort((a, b) => b.Value != a.Value ? b.Value.CompareTo(a.Value) : a.Product.CompareTo(b.Product));
        return contributions.Count <= take ? contributions : contributions[..take];
    }

    public override void Write(BinaryWriter writer)
    {
        ModelBody.Write(writer, Products);
        ModelBody.Write(writer, popularity);
    }

    /// <summary>Popularity by the model's index.</summary>
    protected float[] Popularity => popularity;

    /// <summary>Scores the products of the snapshot for a customer who has bought some of the catalogue.</summary>
    /// <param name="snapshot">Snapshot whose indices are used.</param>
    /// <param name="customer">Index of the customer.</param>
    /// <param name="binding">Product indices of model and snapshot.</param>
    /// <param name="scores">One entry a product of the snapshot, all 0.</param>
    protected abstract void Score(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<float> scores);

    /// <summary>What each own product adds to a score, in any order; empty where the score is no such sum.</summary>
    protected abstract List<Contribution> ExplainOne(ShopSnapshot snapshot, int customer, int product);
}
