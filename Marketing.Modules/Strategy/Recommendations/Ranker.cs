using System.Buffers;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model;

namespace Marketing.Strategy.Recommendations;

/// <summary>One place of a list.</summary>
/// <param name="Product">Index of the product.</param>
/// <param name="Score">Score of the method that chose it.</param>
/// <param name="Kind">Method that chose it.</param>
/// <param name="Because">Own products that carried the score, strongest first.</param>
/// <param name="Times">On how many orders the customer has bought it.</param>
internal sealed record Place(int Product, float Score, string Kind, IReadOnlyList<int> Because, int Times);

/// <summary>A list with the method that answered; the version is null where popularity in the snapshot did.</summary>
internal sealed record RankedList(string Kind, ModelVersionId? Model, IReadOnlyList<Place> Places);

/// <summary>
/// Ranks the catalogue of one snapshot for its customers. The version speaks first; places that it leaves empty are filled by
/// popularity. Several threads may ask at once.
/// </summary>
internal sealed class Ranker(ShopSnapshot snapshot, ModelVersionId? version, IRecommender? model, IRecommender popular, Catalogue catalogue, PurchaseIndex purchases, int reasonProducts)
{
    public const string Popular = "popular";

    public ShopSnapshot Snapshot => snapshot;

    public Catalogue Catalogue => catalogue;

    /// <summary>The list for a customer by index, or for somebody unknown (-1).</summary>
    public RankedList Rank(int customer, int take, bool includeBought)
    {
        var places = new List<Place>(take);
        if (model is not null)
        {
            Fill(model, customer, take, includeBought, places);
        }

        var own = places.Count;
        if (own < take)
        {
            Fill(popular, customer, take, includeBought, places);
        }

        return own > 0 ? new RankedList(model!.Kind, version, places) : new RankedList(Popular, null, places);
    }

    private void Fill(IRecommender recommender, int customer, int take, bool includeBought, List<Place> places)
    {
        var count = snapshot.Products.Count;
        var buffer = ArrayPool<float>.Shared.Rent(count);
        try
        {
            var scores = buffer.AsSpan(0, count);
            recommender.Score(snapshot, customer, scores);
            Mask(scores, customer, includeBought, places);
            var wanted = take - places.Count;
            Span<float> best = stackalloc float[wanted];
            Span<int> items = stackalloc int[wanted];
            var found = TopK.Select(scores, best, items);
            for (var i = 0; i < found; i++)
            {
                places.Add(new Place(items[i], best[i], recommender.Kind, Because(recommender, customer, items[i]), purchases.Times(customer, items[i])));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    // The selection leaves out negative infinity.
    private void Mask(Span<float> scores, int customer, bool includeBought, List<Place> places)
    {
        for (var p = 0; p < scores.Length; p++)
        {
            if (scores[p] <= 0 || !catalogue.Offered[p])
            {
                scores[p] = float.NegativeInfinity;
            }
        }

        foreach (var p in includeBought ? [] : purchases.Products(customer))
        {
            scores[p] = float.NegativeInfinity;
        }

        foreach (var place in places)
        {
            scores[place.Product] = float.NegativeInfinity;
        }
    }

    private int[] Because(IRecommender recommender, int customer, int product) => customer < 0
        ? []
        : [.. recommender.Explain(snapshot, customer, product, reasonProducts + 1)
            .Where(contribution => contribution.Value > 0 && contribution.Product != product)
            .Take(reasonProducts)
            .Select(contribution => contribution.Product)];
}
