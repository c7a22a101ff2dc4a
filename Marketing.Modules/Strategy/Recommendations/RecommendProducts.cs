using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy.Merchandising;
using Microsoft.Extensions.Options;

namespace Marketing.Strategy.Recommendations;

/// <summary>Lists from memory: what a snapshot needs for ranking is computed once and kept beside it.</summary>
internal sealed class RecommendProducts(
    ISnapshots snapshots,
    IModels models,
    IRecommenderMethods methods,
    KeepRuleBooks books,
    ISegments segments,
    IShop shop,
    BusinessClock clock,
    IOptions<StrategyOptions> options) : IRecommendations
{
    private const string Purpose = "recommend";
    private readonly ConditionalWeakTable<ShopSnapshot, Lazy<ShopBase>> _bases = [];

    public async Task<RecommendationList> ForAsync(RecommendationQuery query, CancellationToken cancellation)
    {
        query.Check();
        var snapshot = await snapshots.CurrentAsync(cancellation).ConfigureAwait(false);
        var book = await books.CurrentAsync(cancellation).ConfigureAwait(false);
        var ranker = await RankerAsync(snapshot, book.Book, query.Version, null, cancellation).ConfigureAwait(false);
        return List(ranker, query.Customer, query.Take, query.Placement, query.Bought);
    }

    /// <summary>Ranking over a snapshot by the champion under the book in force.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="of">Segments of its customers.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task<Ranker> RankerAsync(ShopSnapshot snapshot, Segmentation of, CancellationToken cancellation)
    {
        var book = await books.CurrentAsync(cancellation).ConfigureAwait(false);
        return await RankerAsync(snapshot, book.Book, null, of, cancellation).ConfigureAwait(false);
    }

    /// <summary>Ranking over a snapshot.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="book">Rules.</param>
    /// <param name="version">A version, or null for the champion.</param>
    /// <param name="of">Segments of its customers, or null to look for them when a rule asks.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task<Ranker> RankerAsync(ShopSnapshot snapshot, RuleBook book, ModelVersionId? version, Segmentation? of, CancellationToken cancellation)
    {
        var asked = version ?? (await models.ChampionAsync(Purpose, cancellation).ConfigureAwait(false))?.Id;
        var model = asked is { } id ? await models.LoadAsync(id, cancellation).ConfigureAwait(false) : null;
        var lazy = _bases.GetValue(snapshot, key => new Lazy<ShopBase>(() => Base(key)));
        var known = lazy.IsValueCreated ? lazy.Value : await Task.Run(() => lazy.Value, cancellation).ConfigureAwait(false);
        var compiled = known.Compile(book, shop.DayOf(clock.GetUtcNow()));
        if (of is null && compiled.NeedsSegments)
        {
            var current = await segments.CurrentAsync(cancellation).ConfigureAwait(false);

            // A new snapshot may have come meanwhile; whoever is not in it has no segment.
            of = ReferenceEquals(current.Frame.Snapshot, snapshot) ? current : null;
        }

        return new Ranker(known, compiled, of, asked, model, options.Value.ReasonProducts);
    }

    /// <summary>One list for people.</summary>
    public static RecommendationList List(Ranker ranker, CustomerId? customer, int take, string? placement, BoughtPolicy? bought)
    {
        var snapshot = ranker.Snapshot;
        var list = ranker.Rank(customer is { } id ? snapshot.Customers.IndexOf(id) : -1, take, placement, bought);
        return new RecommendationList(customer, list.Model, list.Kind, [.. list.Places.Select(place => Product(place, snapshot))]);
    }

    // Several readers may wait for this, so that no one of them may cancel it.
    private ShopBase Base(ShopSnapshot snapshot) =>
        new(snapshot, methods.Fit(Ranker.Popular, snapshot, null, null, CancellationToken.None), PurchaseIndex.Of(snapshot), new ProductFacts(snapshot));

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
