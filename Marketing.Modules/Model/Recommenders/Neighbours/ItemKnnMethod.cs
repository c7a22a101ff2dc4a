using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model.Recommenders.Popularity;

namespace Marketing.Model.Recommenders.Neighbours;

/// <summary>Fits and reads <c>item-knn</c>.</summary>
internal sealed class ItemKnnMethod : IRecommenderMethod
{
    private const string Neighbours = "K";
    private const string IncludeSelf = "include_self";
    private const string Weights = "weighting";
    private const string Cosine = "cosine";
    private const string TfIdf = "tfidf";
    private const string Bm25 = "bm25";
    private const string Saturation = "K1";
    private const string Length = "B";
    private const string Side = "side";
    private const string Candidate = "candidate";
    private const string Liked = "liked";
    private const string Shrinkage = "shrinkage";

    public string Kind => "item-knn";

    public int Cost => 2;

    public IReadOnlyList<MethodParameter> Parameters { get; } =
    [
        MethodParameter.Whole(Neighbours, 200, 1, 100_000),
        MethodParameter.Flag(IncludeSelf, true),
        MethodParameter.Word(Weights, Cosine, TfIdf, Bm25),
        MethodParameter.Real(Saturation, 1.2, 0, 1e6),
        MethodParameter.Real(Length, 0.75, 0, 1),
        MethodParameter.Word(Side, Candidate, Liked),
        MethodParameter.Real(Shrinkage, 0, 0, 1e9),
        PopularMethod.HalfLife,
        .. InterestTerms.All,
    ];

    public StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        values = InterestTerms.Settle(snapshot, values);
        var (training, terms) = (TrainingSet.Of(snapshot, values.Interest), Terms(values, values.Interest));
        var similar = ItemKnn.Fit(training.Wanted, terms, share => progress?.Report(new Progress(Kind, share)), cancellation);
        var popularity = PopularMethod.Of(snapshot, values);
        progress?.Report(new Progress(Kind, 1));
        return new ItemKnnRecommender(values.Shown, training.Products, popularity, training.Wanters(), similar, terms);
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

        // Files of earlier versions have no parameters but the first two.
        var terms = Terms(ParameterValues.Of(Kind, Parameters, parameters), InterestTerms.Of(parameters));
        return new ItemKnnRecommender(parameters, products, popularity, buyers, SimilarityBody.Read(reader, buyers, terms.OfCounts), terms);
    }

    private static ItemKnnTerms Terms(ParameterValues values, InterestTerms interest) => new(
        values.Whole(Neighbours),
        values.Flag(IncludeSelf),
        values.Word(Weights) switch { TfIdf => Weighting.TfIdf, Bm25 => Weighting.Bm25, _ => Weighting.Cosine },
        values.Word(Side) == Liked,
        values.Real(Shrinkage),
        values.Real(Saturation),
        values.Real(Length),
        interest.IsBinary);
}
