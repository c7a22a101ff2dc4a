using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model;
using Marketing.Strategy.Merchandising;
using Marketing.Strategy.Recommendations.Links;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketing.Strategy.Recommendations;

/// <summary>Lists from memory: what a snapshot needs for ranking is computed once and kept beside it.</summary>
internal sealed partial class RecommendProducts(
    ISnapshots snapshots,
    IModels models,
    IRecommenderMethods methods,
    IRelatedProducts related,
    RecordLists records,
    KeepRuleBooks books,
    ISegments segments,
    IShop shop,
    IVisitSources sources,
    IInventory inventory,
    BusinessClock clock,
    IOptions<StrategyOptions> options,
    ILogger<RecommendProducts> log) : IRecommendations
{
    private const string Purpose = "recommend";
    private const int Slice = 500;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);
    private readonly ConditionalWeakTable<ShopSnapshot, Lazy<Task<ShopBase>>> _bases = [];
    private BrokenModel? _broken;

    private sealed record BrokenModel(ModelVersionId Version, DateTimeOffset Until);

    public async Task<RecommendationList> ForAsync(RecommendationQuery query, CancellationToken cancellation)
    {
        var (list, snapshot, _, _) = await RankAsync(query, cancellation).ConfigureAwait(false);
        return List(list, query.Customer, snapshot);
    }

    public async Task<RecordedList> RecordAsync(RecommendationQuery query, CancellationToken cancellation)
    {
        var (plain, snapshot, book, ranker) = await RankAsync(query, cancellation).ConfigureAwait(false);
        var list = ranker.Explore(plain, query.Placement, Chance(plain.Asker.Customer));
        var decision = await records.WriteAsync(RecordLists.Draft(list, query, book, ranker.Shop), cancellation).ConfigureAwait(false);
        return new RecordedList(List(list, query.Customer, snapshot), decision);
    }

    public Task<IReadOnlyList<ReportResult>> ReportAsync(IReadOnlyList<Outcome> outcomes, CancellationToken cancellation) => records.ReportAsync(outcomes, cancellation);

    public async IAsyncEnumerable<CustomerList> ForEverybodyAsync(RelatedQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        query.Check();
        var (ranker, _) = await CurrentAsync(null, cancellation).ConfigureAwait(false);
        var customers = ranker.Snapshot.Customers;
        for (var from = 0; from < customers.Count; from += Slice)
        {
            var lists = new RecommendationList[Math.Min(Slice, customers.Count - from)];
            var first = from;
            await HeavyWork.RunAsync(
                () => Parallel.For(0, lists.Length, HeavyWork.Loop(cancellation), i => lists[i] = List(ranker, new CustomerId(customers.Id[first + i]), query.Take, query.Placement, null)),
                cancellation).ConfigureAwait(false);
            for (var i = 0; i < lists.Length; i++)
            {
                yield return new CustomerList(customers.Key[from + i], lists[i]);
            }
        }
    }

    public Task<RecommendationList?> SimilarAsync(ProductId product, RelatedQuery query, CancellationToken cancellation) => OfProductAsync(
        product,
        query,
        async (shop, index) => [new SimilarLink(shop.Snapshot, index, (await related.SimilarAsync(shop.Snapshot, cancellation).ConfigureAwait(false)).Of(index)), new AlikeLink(shop.Snapshot, index, shop.Facts.Likeness)],
        cancellation);

    public Task<RecommendationList?> TogetherAsync(ProductId product, RelatedQuery query, CancellationToken cancellation) => OfProductAsync(
        product,
        query,
        async (shop, index) => [new TogetherLink(shop.Snapshot, index, await related.TogetherAsync(shop.Snapshot, index, cancellation).ConfigureAwait(false))],
        cancellation);

    public async Task<RecommendationList> TrendingAsync(int days, RelatedQuery query, CancellationToken cancellation)
    {
        query.Check();
        if (!IRecommendations.TrendDays.Contains(days))
        {
            throw new ArgumentOutOfRangeException(nameof(days), days, $"A trend is of {string.Join(" or ", IRecommendations.TrendDays)} days.");
        }

        var (ranker, _) = await CurrentAsync(null, cancellation).ConfigureAwait(false);
        var trends = new TrendLink(days, await related.TrendsAsync(ranker.Snapshot, days, cancellation).ConfigureAwait(false));
        return List(ranker.With(chain => [trends, .. chain]).Rank(-1, query.Take, query.Placement), null, ranker.Snapshot);
    }

    /// <summary>Ranking over the shop of a segmentation by the champion under the book in force.</summary>
    public async Task<Ranker> RankerAsync(Segmentation of, CancellationToken cancellation) =>
        await RankerAsync(of, (await books.CurrentAsync(cancellation).ConfigureAwait(false)).Book, cancellation).ConfigureAwait(false);

    /// <summary>The same under another book.</summary>
    public Task<Ranker> RankerAsync(Segmentation of, RuleBook book, CancellationToken cancellation) => RankerAsync(of.Frame.Snapshot, book, null, of, cancellation);

    // Without segments, they are looked for when a rule asks.
    private async Task<Ranker> RankerAsync(ShopSnapshot snapshot, RuleBook book, ModelVersionId? version, Segmentation? of, CancellationToken cancellation)
    {
        var asked = version ?? (await models.ChampionAsync(Purpose, cancellation).ConfigureAwait(false))?.Id;
        var model = asked is { } id ? await ModelAsync(id, isNamed: version is not null, cancellation).ConfigureAwait(false) : null;
        var known = await KnownAsync(snapshot, cancellation).ConfigureAwait(false);
        var compiled = known.Compile(book, shop.DayOf(clock.GetUtcNow()), await inventory.SignalsAsync(snapshot, cancellation).ConfigureAwait(false));
        if (of is null && compiled.NeedsSegments)
        {
            var current = await segments.CurrentAsync(cancellation).ConfigureAwait(false);

            // A new snapshot may have come meanwhile; whoever is not in it has no segment.
            of = ReferenceEquals(current.Frame.Snapshot, snapshot) ? current : null;
        }

        return new Ranker(known, compiled, of, Chain(known, asked, model));
    }

    /// <summary>One list for people.</summary>
    public static RecommendationList List(Ranker ranker, CustomerId? customer, int take, string? placement, BoughtPolicy? bought) =>
        List(ranker.Rank(customer is { } id ? ranker.Snapshot.Customers.IndexOf(id) : -1, take, placement, bought), customer, ranker.Snapshot);

    private static RecommendationList List(RankedList list, CustomerId? customer, ShopSnapshot snapshot)
    {
        var products = new RecommendedProduct[list.Places.Count];
        for (var i = 0; i < products.Length; i++)
        {
            products[i] = Product(list.Places[i], list.Asker, snapshot);
        }

        return new RecommendationList(customer, list.Model, list.Kind, products);
    }

    // A version that tells only what is popular is the link of what is popular.
    private IReadOnlyList<ListLink> Chain(ShopBase shop, ModelVersionId? version, IRecommender? model)
    {
        var popular = model is { Kind: Ranker.Popular } ? new PopularLink(shop.Snapshot, version, model) : new PopularLink(shop.Snapshot, null, shop.Popular);
        return model is null or { Kind: Ranker.Popular }
            ? [shop.Visit, shop.Referrer, shop.Country, popular, shop.Catalogue]
            : [new ModelLink(shop.Snapshot, version!.Value, model, options.Value.ReasonProducts), shop.Visit, shop.Referrer, shop.Country, popular, shop.Catalogue];
    }

    private async Task<(RankedList List, ShopSnapshot Snapshot, long Book, Ranker Ranker)> RankAsync(RecommendationQuery query, CancellationToken cancellation)
    {
        query.Check();
        var (ranker, book) = await CurrentAsync(query.Version, cancellation).ConfigureAwait(false);
        var snapshot = ranker.Snapshot;
        var asker = AskerOf(query, snapshot);
        if (asker.Basket.Count > 0)
        {
            var rules = await related.RulesAsync(snapshot, cancellation).ConfigureAwait(false);
            var basket = new BasketLink(snapshot, rules.For(asker.Basket));
            ranker = ranker.With(chain => [basket, .. chain]);
        }

        return (ranker.Rank(asker, query.Take, query.Placement, query.Bought), snapshot, book, ranker);
    }

    // Another chance at every moment, and the same one again where customer and moment are the same.
    private SeededRandom Chance(int customer) => new(unchecked(((ulong)clock.GetUtcNow().UtcTicks * 0x9E3779B97F4A7C15) ^ (ulong)customer));

    private async Task<(Ranker Ranker, long Book)> CurrentAsync(ModelVersionId? version, CancellationToken cancellation)
    {
        var snapshot = await snapshots.CurrentAsync(cancellation).ConfigureAwait(false);
        var book = await books.CurrentAsync(cancellation).ConfigureAwait(false);
        return (await RankerAsync(snapshot, book.Book, version, null, cancellation).ConfigureAwait(false), book.Version);
    }

    private async Task<RecommendationList?> OfProductAsync(ProductId product, RelatedQuery query, Func<ShopBase, int, Task<IReadOnlyList<ListLink>>> links, CancellationToken cancellation)
    {
        query.Check();
        var (ranker, _) = await CurrentAsync(null, cancellation).ConfigureAwait(false);
        if (ranker.Snapshot.Products.IndexOf(product) is not (>= 0 and var index))
        {
            return null;
        }

        // The product itself is as good as in the basket.
        var chain = await links(ranker.Shop, index).ConfigureAwait(false);
        return List(ranker.With(_ => chain).Rank(new Asker(-1, [], [index], null), query.Take, query.Placement), null, ranker.Snapshot);
    }

    private static Asker AskerOf(RecommendationQuery query, ShopSnapshot snapshot) => new(
        query.Customer is { } id ? snapshot.Customers.IndexOf(id) : -1,
        Indices(query.Viewed, snapshot),
        Indices(query.Basket, snapshot),
        query.Country,
        IVisitSources.HostOf(query.Referrer));

    private static IReadOnlyList<int> Indices(IReadOnlyList<ProductId> products, ShopSnapshot snapshot) =>
        products.Count == 0 ? [] : [.. products.Select(snapshot.Products.IndexOf).Where(index => index >= 0).Distinct()];

    // A champion whose file is gone or damaged leaves the answer to the links behind it, and is tried again after a while; who named a version is told.
    private async Task<IRecommender?> ModelAsync(ModelVersionId version, bool isNamed, CancellationToken cancellation)
    {
        var broken = _broken;
        if (!isNamed && broken?.Version == version && clock.GetUtcNow() < broken.Until)
        {
            return null;
        }

        try
        {
            var model = await models.LoadAsync(version, cancellation).ConfigureAwait(false);
            _broken = broken?.Version == version ? null : broken;
            return model;
        }
        catch (OperatorException e) when (!isNamed)
        {
            _broken = new BrokenModel(version, clock.GetUtcNow() + RetryAfter);
            if (broken?.Version != version)
            {
                Broken(log, version.Value, e);
            }

            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Version {Version}, which is in charge, cannot be loaded; lists are answered without it. 'marketing doctor' says what to do.")]
    private static partial void Broken(ILogger log, long version, Exception e);

    // What broke is begun anew by the next reader, not kept as long as the snapshot.
    private async Task<ShopBase> KnownAsync(ShopSnapshot snapshot, CancellationToken cancellation)
    {
        var work = _bases.GetValue(snapshot, key => new Lazy<Task<ShopBase>>(() => Task.Run(() => BaseAsync(key)))).Value;
        try
        {
            return await work.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch when (work.IsFaulted)
        {
            _bases.Remove(snapshot);
            throw;
        }
    }

    // Several readers may wait for this, so that no one of them may cancel it.
    private async Task<ShopBase> BaseAsync(ShopSnapshot snapshot)
    {
        // Found by other threads, while this one computes the rest.
        var similar = related.SimilarAsync(snapshot, CancellationToken.None);
        var popular = methods.Fit(Ranker.Popular, snapshot, null, null, CancellationToken.None);
        var purchases = PurchaseIndex.Of(snapshot);
        var (visits, countries) = (Visits.Of(snapshot), GroupPopularity.OfCountries(snapshot, purchases));
        var interests = await sources.ReadAsync(snapshot.AsOf, CancellationToken.None).ConfigureAwait(false);
        return new ShopBase(
            snapshot,
            popular,
            purchases,
            new ProductFacts(snapshot),
            new SessionLink(snapshot, await similar.ConfigureAwait(false), visits),
            new ReferrerLink(snapshot, popular, GroupPopularity.OfSources(snapshot, interests)),
            new CountryLink(snapshot, popular, countries),
            new CatalogueLink(snapshot));
    }

    private static RecommendedProduct Product(Place place, Asker asker, ShopSnapshot snapshot)
    {
        var products = snapshot.Products;
        return new RecommendedProduct(
            new ProductId(products.Id[place.Product]),
            products.Code[place.Product],
            products.Name[place.Product],
            products.Price[place.Product],
            place.Score,
            Reasons.Of(place, asker))
        {
            Kind = place.Link.Kind,
            Figures = place.Link.Figures(place.Product),
        };
    }
}
