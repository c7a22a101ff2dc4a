using BenchmarkDotNet.Attributes;
using Marketing.Data;
using Marketing.Features;
using Marketing.Model;
using Marketing.Model.Recommenders;
using Marketing.Tests.Support;

namespace Marketing.Tests.Benchmarks;

/// <summary>Features and recommenders on all known customers of Online Retail II; nothing is kept from one call to the next.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class ModelBenchmarks
{
    private ShopSnapshot _shop = null!;
    private StoredRecommender _model = null!;
    private float[] _scores = [];

    [GlobalSetup]
    public void Load()
    {
        _shop = RetailProtocol.Shop.Snapshot(new DateTimeOffset(2011, 12, 10, 0, 0, 0, TimeSpan.Zero));
        _model = ModelRig.Methods()[1].Fit(_shop, null, default);
        _scores = new float[_shop.Products.Count];
    }

    [Benchmark]
    public IRecommender FitItemKnn() => ModelRig.Methods()[1].Fit(Fresh(), null, default);

    [Benchmark]
    public IRecommender FitPopular() => ModelRig.Methods()[0].Fit(Fresh(), null, default);

    [Benchmark]
    public FeatureFrame BuildFeatures()
    {
        var shop = Fresh();
        return Frames.Of(shop);
    }

    [Benchmark]
    public float ScoreEverybody()
    {
        var sum = 0f;
        for (var customer = 0; customer < _shop.Customers.Count; customer++)
        {
            _model.Score(_shop, customer, _scores);
            sum += _scores[0];
        }

        return sum;
    }

    // What is kept beside a snapshot must not help the next call.
    private ShopSnapshot Fresh() => new()
    {
        AsOf = _shop.AsOf,
        Currency = _shop.Currency,
        TimeZone = _shop.TimeZone,
        Customers = _shop.Customers,
        Products = _shop.Products,
        Orders = _shop.Orders,
        Returns = _shop.Returns,
        Events = _shop.Events,
    };
}
