using BenchmarkDotNet.Attributes;
using Marketing.Data;

namespace Marketing.Tests.Benchmarks;

/// <summary>Import of a file of events. Memory is the same for any length: <c>MARKETING_EVENTS=20000000</c> asks for more than a million rows.</summary>
[Config(typeof(FewRuns))]
public class EventFileBenchmarks
{
    private const int Customers = 100_000;
    private const int Products = 20_000;
    private static readonly string[] Kinds = ["view", "view", "view", "view", "cart", "page"];
    private string _file = "";
    private MeasuredShop? _shop;

    /// <summary>Rows of the file.</summary>
    public static int Rows => int.TryParse(Environment.GetEnvironmentVariable("MARKETING_EVENTS"), out var rows) ? rows : 1_000_000;

    [GlobalSetup]
    public void Prepare() => _file = Write(Rows, seed: 1);

    [IterationSetup]
    public void Empty() => _shop = new MeasuredShop();

    [IterationCleanup]
    public void Remove() => _shop?.Dispose();

    [Benchmark(Description = "import of events, checked and committed")]
    public async Task<long> Events()
    {
        var files = _shop!.Get<IFileImports>();
        var look = ((LookOutcome.Seen)await files.LookAsync(_file, "events.csv", null, "events", CancellationToken.None)).Look;
        var job = await files.EnqueueAsync(new ImportPlan(_file, "events.csv", "benchmark", "events", look.Form, look.Columns), owned: false, CancellationToken.None);
        return ((ImportOutcome.Applied)await files.RunAsync(job.Id, null, CancellationToken.None)).Summary.Lines;
    }

    /// <summary>Writes a file of events in time order, a second apart, and returns its path.</summary>
    internal static string Write(int rows, int seed)
    {
        var path = Path.Combine(Path.GetTempPath(), "marketing-benchmarks", $"events-{rows}.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var random = new Random(seed);
        using var text = new StreamWriter(path);
        text.Write("event type,timestamp,customer id,session,product id,url\n");
        for (var i = 0; i < rows; i++)
        {
            var (customer, product) = (random.Next(Customers), random.Next(Products));
            text.Write($"{Kinds[random.Next(Kinds.Length)]},{1_600_000_000L + i},{customer},s{i / 8},P{product},https://shop.example/p/{product}\n");
        }

        return path;
    }
}
