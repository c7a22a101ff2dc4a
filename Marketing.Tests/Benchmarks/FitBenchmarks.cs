using BenchmarkDotNet.Attributes;
using Marketing.Data;
using Marketing.Model;
using Marketing.Tests.Support;

namespace Marketing.Tests.Benchmarks;

/// <summary>Fits on the split of the reference protocol in a process that runs for long, as nights have it: what is compiled is compiled.</summary>
[MemoryDiagnoser]
[Config(typeof(FewRuns))]
public class FitBenchmarks
{
    private static readonly DateTimeOffset Cut = new(2011, 9, 1, 0, 0, 0, TimeSpan.Zero);
    private ShopSnapshot _shop = null!;

    [Params("item-knn K=100", "als factors=64", "als factors=128", "bpr", "ease")]
    public string Model { get; set; } = "";

    [GlobalSetup]
    public void Load() => _shop = RetailProtocol.Shop.Snapshot(Cut);

    [Benchmark]
    public IRecommender Fit()
    {
        var (kind, parameters) = Model.Split(' ', 2) is [var name, var given] ? (name, given) : (Model, "");
        return ModelRig.Methods().Single(method => method.Kind == kind).Fit(_shop, parameters);
    }
}
