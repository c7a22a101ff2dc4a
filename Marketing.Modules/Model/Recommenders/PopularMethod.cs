using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;
using Microsoft.Extensions.Options;

namespace Marketing.Model.Recommenders;

/// <summary>Fits and reads <c>popular</c>: the same order for everybody.</summary>
internal sealed class PopularMethod(IOptions<ModelOptions> options) : IRecommenderMethod
{
    public string Kind => "popular";

    public int Cost => 1;

    public StoredRecommender Fit(ShopSnapshot snapshot, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var popularity = Popular.Of(snapshot, options.Value.PopularHalfLifeDays);
        cancellation.ThrowIfCancellationRequested();
        var catalogue = Interactions.Of(snapshot).Catalogue();
        progress?.Report(new Progress(Kind, 1));
        return new PopularRecommender(
            new Dictionary<string, string> { ["half_life_days"] = Display(options.Value.PopularHalfLifeDays) },
            Array.ConvertAll(catalogue, product => snapshot.Products.Id[product]),
            Array.ConvertAll(catalogue, product => popularity[product]));
    }

    public StoredRecommender Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters)
    {
        var products = ModelBody.ReadLongs(reader);
        return new PopularRecommender(parameters, products, ModelBody.ReadFloats(reader, products.Length));
    }

    /// <summary>A half-life as a parameter of the registry.</summary>
    public static string Display(double? halfLifeDays) => halfLifeDays?.ToString(CultureInfo.InvariantCulture) ?? "infinite";
}

/// <summary>Fitted popularity.</summary>
internal sealed class PopularRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity) : StoredRecommender("popular", parameters, products)
{
    public override void Score(ShopSnapshot snapshot, int customer, Span<float> scores) => Spread(popularity, Bind(snapshot), scores);

    public override IReadOnlyList<Contribution> Explain(ShopSnapshot snapshot, int customer, int product, int take) => [];

    public override void Write(BinaryWriter writer)
    {
        ModelBody.Write(writer, Products);
        ModelBody.Write(writer, popularity);
    }
}
