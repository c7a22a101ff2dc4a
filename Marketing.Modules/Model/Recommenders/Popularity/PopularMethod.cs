using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Model.Recommenders.Popularity;

/// <summary>Fits and reads <c>popular</c>: the same order for everybody.</summary>
internal sealed class PopularMethod : IRecommenderMethod
{
    /// <summary>Days after which a sign counts half; methods that tell customers apart have it for those they know nothing of.</summary>
    public static readonly MethodParameter HalfLife = MethodParameter.RealOrNone("half_life_days", 10, 0.1, 1_000_000);

    public string Kind => "popular";

    public int Cost => 1;

    public IReadOnlyList<MethodParameter> Parameters { get; } = [HalfLife, .. InterestTerms.Weights];

    public StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        values = InterestTerms.Settle(snapshot, values);
        var popularity = Of(snapshot, values);
        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new Progress(Kind, 1));
        return new PopularRecommender(values.Shown, TrainingSet.Of(snapshot, values.Interest).Products, popularity);
    }

    public StoredRecommender Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters)
    {
        var products = ModelBody.ReadLongs(reader);
        return new PopularRecommender(parameters, products, ModelBody.ReadFloats(reader, products.Length));
    }

    /// <summary>Popularity of the products of the training set.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="values">Settled; hold <see cref="HalfLife"/>.</param>
    public static float[] Of(ShopSnapshot snapshot, ParameterValues values) => TrainingSet.Of(snapshot, values.Interest).Narrow(OfAll(snapshot, values));

    /// <summary>Popularity of all products of the snapshot.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="values">Settled; hold <see cref="HalfLife"/>.</param>
    public static float[] OfAll(ShopSnapshot snapshot, ParameterValues values) => Popular.Of(snapshot, values.Interest with { HalfLifeDays = values.RealOrNone(HalfLife.Name) });
}

/// <summary>Fitted popularity.</summary>
internal sealed class PopularRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity) : StoredRecommender("popular", parameters, products)
{
    public override bool Knows(ShopSnapshot snapshot, int customer) => false;

    public override void Score(ShopSnapshot snapshot, int customer, Span<float> scores) => Spread(popularity, Bind(snapshot), scores);

    public override IReadOnlyList<Contribution> Explain(ShopSnapshot snapshot, int customer, int product, int take) => [];

    public override void Write(BinaryWriter writer)
    {
        ModelBody.Write(writer, Products);
        ModelBody.Write(writer, popularity);
    }
}
