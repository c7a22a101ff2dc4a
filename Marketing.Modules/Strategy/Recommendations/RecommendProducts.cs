using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Microsoft.Extensions.Options;

namespace Marketing.Strategy.Recommendations;

/// <summary>Lists from memory: what a snapshot needs for ranking is computed once and kept beside it.</summary>
internal sealed class RecommendProducts(ISnapshots snapshots, IModels models, IRecommenderMethods methods, IOptions<StrategyOptions> options) : IRecommendations
{
    private const int LongestList = 100;
    private const string Purpose = "recommend";
    private readonly ConditionalWeakTable<ShopSnapshot, Lazy<Shared>> _shared = [];

    private sealed record Shared(IRecommender Popular, Catalogue Catalogue, PurchaseIndex Purchases);

    public async Task<RecommendationList> ForAsync(CustomerId? customer, ModelVersionId? version, int take, bool includeBought, CancellationToken cancellation)
    {
        if (take is < 1 or > LongestList)
        {
            throw new ArgumentOutOfRangeException(nameof(take), take, $"A list has 1 to {LongestList} products.");
        }

        var snapshot = await snapshots.CurrentAsync(cancellation).ConfigureAwait(false);
        var ranker = await RankerAsync(snapshot, version, cancellation).ConfigureAwait(false);
        var list = ranker.Rank(customer is { } id ? snapshot.Customers.IndexOf(id) : -1, take, includeBought);
        return new RecommendationList(customer, list.Model, list.Kind, [.. list.Places.Select(place => Product(place, snapshot))]);
    }

    /// <summary>Ranking over a snapshot by a version, or by the champion.</summary>
    public async Task<Ranker> RankerAsync(ShopSnapshot snapshot, ModelVersionId? version, CancellationToken cancellation)
    {
        var asked = version ?? (await models.ChampionAsync(Purpose, cancellation).ConfigureAwait(false))?.Id;
        var model = asked is { } id ? await models.LoadAsync(id, cancellation).ConfigureAwait(false) : null;
        var lazy = _shared.GetValue(snapshot, key => new Lazy<Shared>(() => Share(key)));
        var shared = lazy.IsValueCreated ? lazy.Value : await Task.Run(() => lazy.Value, cancellation).ConfigureAwait(false);
        return new Ranker(snapshot, asked, model, shared.Popular, shared.Catalogue, shared.Purchases, options.Value.ReasonProducts);
    }

    // Several readers may wait for this, so that no one of them may cancel it.
    private Shared Share(ShopSnapshot snapshot) =>
        new(methods.Fit(Ranker.Popular, snapshot, null, null, CancellationToken.None), Catalogue.Of(snapshot), PurchaseIndex.Of(snapshot));

    private static RecommendedProduct Product(Place place, ShopSnapshot snapshot)
    {
        var products = snapshot.Products;
        return new RecommendedProduct(
            new ProductId(products.Id[place.Product]),
            products.Code[place.Product],
            products.Name[place.Product],
            products.Price[place.Product],
            place.Score,
            Reasons.Of(place, snapshot));
    }
}
