using System.Buffers;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model.Recommenders.Popularity;

namespace Marketing.Model.Recommenders;

/// <summary>
/// A recommender that reads the histories of the snapshot which is served, and keeps nothing of persons: an erased person is gone from it at
/// once, and a new order counts at once. Its file holds the catalogue and popularity alone.
/// </summary>
/// <param name="kind">Method.</param>
/// <param name="parameters">Parameters by the field's names.</param>
/// <param name="products">Ids of the catalogue, ascending; other products score 0.</param>
/// <param name="popularity">Popularity of the catalogue.</param>
internal abstract class MemoryRecommender(string kind, IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity) : PersonalRecommender(kind, parameters, products, popularity)
{
    protected sealed override void Score(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<float> own)
    {
        var count = snapshot.Products.Count;
        var sums = ArrayPool<double>.Shared.Rent(count);
        try
        {
            sums.AsSpan(0, count).Clear();
            Sum(snapshot, customer, binding, sums.AsSpan(0, count));
            for (var i = 0; i < own.Length; i++)
            {
                own[i] = binding.ToSnapshot[i] is >= 0 and var product ? (float)sums[product] : 0;
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(sums);
        }
    }

    protected sealed override List<Contribution> Explain(ShopSnapshot snapshot, int customer, ProductBinding binding, int candidate) =>
        ExplainOne(snapshot, customer, binding.ToSnapshot[candidate]);

    /// <summary>Scores the products of the snapshot for a customer who wants some of the catalogue.</summary>
    /// <param name="snapshot">Snapshot whose indices are used.</param>
    /// <param name="customer">Index of the customer.</param>
    /// <param name="binding">Product indices of model and snapshot.</param>
    /// <param name="sums">One entry a product of the snapshot, all 0.</param>
    protected abstract void Sum(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<double> sums);

    /// <summary>What each own product adds to a score, in any order; empty where the score is no such sum.</summary>
    protected abstract List<Contribution> ExplainOne(ShopSnapshot snapshot, int customer, int product);

    /// <summary>Own products with the parts that say something for a product.</summary>
    protected static List<Contribution> Positive(ReadOnlySpan<int> own, ReadOnlySpan<double> parts)
    {
        var contributions = new List<Contribution>();
        for (var i = 0; i < own.Length; i++)
        {
            if (parts[i] > 0)
            {
                contributions.Add(new Contribution(own[i], (float)parts[i]));
            }
        }

        return contributions;
    }
}

/// <summary>Fits and reads a recommender of that family: there is nothing to learn but catalogue and popularity.</summary>
/// <param name="kind">Method.</param>
/// <param name="cost">Order on offer.</param>
/// <param name="parameters">Its own parameters; what signs weigh and the half-life of popularity come behind them.</param>
internal abstract class MemoryMethod(string kind, int cost, params IReadOnlyList<MethodParameter> parameters) : IRecommenderMethod
{
    public string Kind => kind;

    public int Cost => cost;

    public IReadOnlyList<MethodParameter> Parameters { get; } = [.. parameters, PopularMethod.HalfLife, .. InterestTerms.All];

    public StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        values = InterestTerms.Settle(snapshot, values);
        var popularity = PopularMethod.Of(snapshot, values);
        progress?.Report(new Progress(kind, 1));
        return Of(values, values.Shown, TrainingSet.Of(snapshot, values.Interest).Products, popularity);
    }

    public StoredRecommender Read(BinaryReader reader, IReadOnlyDictionary<string, string> shown)
    {
        var products = ModelBody.ReadLongs(reader);
        return Of(ParameterValues.Of(kind, Parameters, shown), shown, products, ModelBody.ReadFloats(reader, products.Length));
    }

    /// <summary>The recommender.</summary>
    /// <param name="values">Parameters.</param>
    /// <param name="shown">The same, as the registry keeps them.</param>
    /// <param name="products">Ids of the catalogue, ascending.</param>
    /// <param name="popularity">Popularity of the catalogue.</param>
    protected abstract StoredRecommender Of(ParameterValues values, IReadOnlyDictionary<string, string> shown, long[] products, float[] popularity);
}
