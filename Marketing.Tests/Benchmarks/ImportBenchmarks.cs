using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Marketing.Data;

namespace Marketing.Tests.Benchmarks;

/// <summary>Import of 1,044,847 order rows, cleaned and committed, against SQLite's own import of the same file into one untyped table.</summary>
[Config(typeof(FewRuns))]
public class ImportBenchmarks
{
    private string _file = "";
    private string _untyped = "";
    private MeasuredShop? _shop;

    [GlobalSetup]
    public void Prepare() => _file = MeasuredShop.PlainOrders();

    [IterationSetup]
    public void Empty()
    {
        _shop = new MeasuredShop();
        _untyped = Path.Combine(_shop.Folder.Root, "untyped.db");
    }

    [IterationCleanup]
    public void Remove() => _shop?.Dispose();

    [Benchmark(Baseline = true, Description = "sqlite3 .import, untyped")]
    public int Untyped()
    {
        using var process = Process.Start("sqlite3", [_untyped, $".import --csv {_file} orders"]);
        process.WaitForExit();
        return process.ExitCode;
    }

    [Benchmark(Description = "import, cleaned and committed")]
    public async Task<long> Cleaned()
    {
        var outcome = await _shop!.Get<IImports>().ImportOrdersAsync(new OrderFile(_file, "orders.csv", "benchmark"), null, CancellationToken.None);
        return ((ImportOutcome.Applied)outcome).Summary.Lines;
    }
}
