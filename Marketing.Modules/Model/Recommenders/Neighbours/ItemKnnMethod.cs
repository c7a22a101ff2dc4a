using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model.Recommenders.Popularity;

namespace Marketing.Model.Recommenders.Neighbours;

/// <summary>Fits and reads <c>item-knn</c>.</summary>
internal sealed class ItemKnnMethod : IRecommenderMethod
{
    private const string Neighbours = "K";
    private const string IncludeSelf = "include_self";

    public string Kind => "item-knn";

    public int Cost => 2;

    public IReadOnlyList<MethodParameter> Parameters { get; } =
    [
        MethodParameter.Whole(Neighbours, 200, 1, 100_000),
        MethodParameter.Flag(IncludeSelf, true),
        PopularMethod.HalfLife,
    ];

    public StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var training = TrainingSet.Of(snapshot);
        var similar = ItemKnn.Fit(training.Bought, values.Whole(Neighbours), values.Flag(IncludeSelf), share => progress?.Report(new Progress(Kind, share)), cancellation);
        var popularity = PopularMethod.Of(snapshot, values);
        progress?.Report(new Progress(Kind, 1));
        return new ItemKnnRecommender(values.Shown, training.Products, popularity, training.Buyers(), similar);
    }

    public StoredRecommender Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters)
    {
        var products = ModelBody.ReadLongs(reader);
        var popularity = ModelBody.ReadFloats(reader, products.Length);
        var buyers = new int[products.Length];
        for (var i = 0; i < buyers.Length; i++)
        {
            buyers[i] = reader.Read7BitEncodedInt();
        }

        return new ItemKnnRecommender(parameters, products, popularity, buyers, SimilarityBody.Read(reader, buyers));
    }
}
