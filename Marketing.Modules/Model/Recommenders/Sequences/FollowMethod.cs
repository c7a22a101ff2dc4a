using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model.Recommenders.Neighbours;
using Marketing.Model.Recommenders.Popularity;

namespace Marketing.Model.Recommenders.Sequences;

/// <summary>Terms of sequential rules.</summary>
/// <param name="Follow">Weight of how many customers bought b directly after a.</param>
/// <param name="Mix">Weight of the cosine of a and b.</param>
/// <param name="Last">Latest orders of a customer that count; 0 for all.</param>
/// <param name="Decay">Whether the j-th latest order weighs 1 / j; else all weigh 1.</param>
internal sealed record FollowTerms(double Follow, double Mix, int Last, bool Decay);

/// <summary>Fits and reads <c>follow</c>.</summary>
internal sealed class FollowMethod : IRecommenderMethod
{
    private const string Neighbours = "K";
    private const string Direct = "follow";
    private const string Mix = "mix";
    private const string Last = "last";
    private const string Decay = "decay";

    public string Kind => "follow";

    public int Cost => 3;

    public IReadOnlyList<MethodParameter> Parameters { get; } =
    [
        MethodParameter.Real(Direct, 1, 0, 1e6),
        MethodParameter.Real(Mix, 1, 0, 1e6),
        MethodParameter.Whole(Last, 0, 0, 10_000),
        MethodParameter.Flag(Decay, true),
        MethodParameter.Whole(Neighbours, 500, 1, 100_000),
        PopularMethod.HalfLife,
        .. InterestTerms.All,
    ];

    public StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        values = InterestTerms.Settle(snapshot, values);
        var (training, kept) = (TrainingSet.Of(snapshot, values.Interest), values.Whole(Neighbours));
        var follow = FollowCounts.Fit(snapshot, training, Interest.Of(snapshot, values.Interest), kept, cancellation);
        progress?.Report(new Progress(Kind, 0.5));
        var similar = ItemKnn.Fit(training.Wanted, new ItemKnnTerms(kept, IncludeSelf: true, Liked: true), null, cancellation);
        progress?.Report(new Progress(Kind, 1));
        return new FollowRecommender(values.Shown, training.Products, PopularMethod.Of(snapshot, values), follow, similar, Terms(values));
    }

    public StoredRecommender Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters)
    {
        var products = ModelBody.ReadLongs(reader);
        var (popularity, buyers) = (ModelBody.ReadFloats(reader, products.Length), new int[products.Length]);
        var follow = SimilarityBody.Read(reader, buyers, counts: false);
        return new FollowRecommender(parameters, products, popularity, follow, SimilarityBody.Read(reader, buyers, counts: false), Terms(ParameterValues.Of(Kind, Parameters, parameters)));
    }

    private static FollowTerms Terms(ParameterValues values) => new(values.Real(Direct), values.Real(Mix), values.Whole(Last), values.Flag(Decay));
}
