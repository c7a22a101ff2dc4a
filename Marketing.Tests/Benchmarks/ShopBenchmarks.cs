using BenchmarkDotNet.Attributes;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;

namespace Marketing.Tests.Benchmarks;

/// <summary>What the pages and the nightly turn ask of the whole demo shop.</summary>
[MemoryDiagnoser]
[Config(typeof(FewRuns))]
public class ShopBenchmarks
{
    private MeasuredShop _shop = null!;
    private ShopSnapshot _snapshot = null!;
    private long _page;

    [GlobalSetup]
    public async Task LoadAsync()
    {
        _shop = new MeasuredShop();
        await _shop.Get<IDemoShop>().LoadAsync(null, CancellationToken.None);
        _snapshot = await _shop.Get<ISnapshots>().CurrentAsync(CancellationToken.None);
        await _shop.Get<ISegments>().CurrentAsync(CancellationToken.None);
    }

    [GlobalCleanup]
    public void Remove() => _shop.Dispose();

    [Benchmark(Description = "snapshot of the whole shop from SQLite")]
    public Task<ShopSnapshot> Snapshot() => _shop.Get<ISnapshots>().TakeAsync(_snapshot.AsOf, CancellationToken.None);

    [Benchmark(Description = "quality report of the whole shop, kept")]
    public Task<QualityReport> Quality() => _shop.Get<IQuality>().CheckAsync(_snapshot, null, CancellationToken.None);

    [Benchmark(Description = "features of every customer")]
    public FeatureFrame Features() => _shop.Get<IFeatures>().Build(_snapshot);

    [Benchmark(Description = "item-item model on the whole shop")]
    public IRecommender ItemKnn() => _shop.Get<IRecommenderMethods>().Fit("item-knn", _snapshot, null, null, CancellationToken.None);

    [Benchmark(Description = "customer list, page by page, sorted by money")]
    public Task<Page<CustomerRow>> Customers() => _shop.Get<ISegments>().CustomersAsync(default, new TableQuery(Skip: (int)(25 * (_page++ % 200)), Take: 25, Sort: "monetary", Descending: true), CancellationToken.None);

    [Benchmark(Description = "customer list, search in number, country, name and address")]
    public Task<Page<CustomerRow>> Search() => _shop.Get<ISegments>().CustomersAsync(default, new TableQuery(Search: "ger", Sort: "recency"), CancellationToken.None);

    [Benchmark(Description = "overview of 30 days, not cached")]
    public Task<Overview> Overview() => _shop.Get<IReports>().OverviewAsync(30 + (int)(_page++ % 300), CancellationToken.None);

    [Benchmark(Description = "ten recommendations for one customer")]
    public Task<RecommendationList> Recommend() => _shop.Get<IRecommendations>().ForAsync(new RecommendationQuery(new CustomerId(_snapshot.Customers.Id[_page++ % _snapshot.Customers.Count])) { Bought = BoughtPolicy.Include }, CancellationToken.None);
}
