using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Marketing.App.Api.V1;
using Marketing.App.Hosting;
using Marketing.App.Jobs;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.Benchmarks;

/// <summary>
/// Load on <c>GET /api/v1/recommendations</c> of the real host with the demo shop over loopback, under a book of rules, with reasons:
/// 1,000 requests a second, each timed from the instant at which it was due, once the program is warm. <c>dotnet run -c Release --project Marketing.Tests -- recommend-load [SECONDS] [RATE]</c>.
/// </summary>
internal static class RecommendLoad
{
    public const string Name = "recommend-load";
    private const int Lines = 8;
    private const int Calls = 3000;

    // The runtime compiles what is hot anew while the first tens of thousands of requests come.
    private const int WarmSeconds = 40;

    public static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        var seconds = arguments.Count > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 10;
        var rate = arguments.Count > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 1000;
        var root = Path.Combine(Path.GetTempPath(), "marketing-benchmarks", Guid.NewGuid().ToString("N"));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Logging:LogLevel:Default", "Warning"), new("Api:RequestsPerMinute", "10000000"), new("Jobs:Automatic", "false")]).Build();
        var app = ShopHost.Build(root, configuration, ["http://127.0.0.1:0"], quiet: true);
        try
        {
            await ShopStart.OpenAsync(app.Services, default);
            await app.StartAsync();
            await app.Services.GetRequiredService<ITurns>().StartDemoAsync("benchmark", default);
            while (await app.Services.GetRequiredService<IModels>().ChampionAsync("recommend", default) is null)
            {
                await Task.Delay(100);
            }

            await IntakeLoad.EndedAsync(app.Services);
            var paths = await PrepareAsync(app.Services);
            await InProcessAsync(app.Services);
            var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
            var key = (await app.Services.GetRequiredService<IApiKeys>().CreateAsync(Name, [ApiScopes.Read, ApiScopes.Events], null, "benchmark", default)).Token;
            Drive(address, key, paths, rate, WarmSeconds);
            Console.WriteLine($"plain: {Drive(address, key, paths, rate, seconds)}");
            Console.WriteLine($"recorded: {Drive(address, key, [.. paths.Select(path => path + "&record=true")], rate, seconds)}");
        }
        finally
        {
            await app.StopAsync();
            await app.DisposeAsync();
            Directory.Delete(root, recursive: true);
        }
    }

    // Four of five ask for a known customer, the others for a visitor or a basket.
    private static async Task<string[]> PrepareAsync(IServiceProvider services)
    {
        var snapshot = await services.GetRequiredService<ISnapshots>().CurrentAsync(default);
        var (products, random) = (snapshot.Products.Code, new Random(1));
        await services.GetRequiredService<IMerchandising>().PublishAsync(
            new RuleBook
            {
                Rules =
                [
                    new MerchandisingRule { Name = "No bags", Action = RuleAction.Hide, Products = new() { NameHolds = "bag" } },
                    new MerchandisingRule { Name = "Hearts", Action = RuleAction.Boost, Factor = 1.5, Products = new() { NameHolds = "heart" } },
                    new MerchandisingRule { Name = "First", Action = RuleAction.Pin, Slot = 3, Products = new() { NameHolds = "clock" } },
                ],
                Bought = BoughtPolicy.Due,
                MarginWeight = 0.5,
            },
            0,
            "benchmark",
            "",
            default);
        var watch = Stopwatch.StartNew();
        var rules = await services.GetRequiredService<IRelatedProducts>().RulesAsync(snapshot, default);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rules.Count:N0} rules of {rules.Support} orders or more in {watch.Elapsed.TotalSeconds:0.0} s"));
        string Product() => Uri.EscapeDataString(products[random.Next(products.Length)]);
        return [.. Enumerable.Range(0, 5000).Select(i => (i % 10) switch
        {
            8 => $"?viewed={Product()},{Product()}&country=France&n=10",
            9 => $"?basket={Product()},{Product()},{Product()}&n=10",
            _ => $"?customer={Uri.EscapeDataString(snapshot.Customers.Key[random.Next(snapshot.Customers.Count)])}&placement=home&n=10",
        })];
    }

    private static async Task InProcessAsync(IServiceProvider services)
    {
        var (answer, words) = (services.GetRequiredService<ListAnswer>(), Words.In(Words.English));
        var (recommendations, snapshot) = (services.GetRequiredService<IRecommendations>(), await services.GetRequiredService<ISnapshots>().CurrentAsync(default));
        for (var warm = 0; warm < 2; warm++)
        {
            var (started, bytes, cpu) = (Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes(), Cpu());
            for (var i = 0; i < Calls; i++)
            {
                await recommendations.ForAsync(new RecommendationQuery(new CustomerId(snapshot.Customers.Id[i * 7919L % snapshot.Customers.Count])), default);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"in the process: {Stopwatch.GetElapsedTime(started).TotalMilliseconds / Calls:0.000} ms, {(Cpu() - cpu).TotalMilliseconds / Calls:0.000} ms of processor, {(GC.GetTotalAllocatedBytes() - bytes) / Calls / 1024} kB a list"));
            var list = await recommendations.ForAsync(new RecommendationQuery(new CustomerId(snapshot.Customers.Id[0])), default);
            (started, bytes, cpu) = (Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes(), Cpu());
            for (var i = 0; i < Calls; i++)
            {
                var buffer = new ArrayBufferWriter<byte>(4096);
                await using var json = new Utf8JsonWriter(buffer);
                json.WriteStartObject();
                await answer.WriteListAsync(json, list, words, default);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"its answer in words: {Stopwatch.GetElapsedTime(started).TotalMilliseconds / Calls:0.000} ms, {(Cpu() - cpu).TotalMilliseconds / Calls:0.000} ms of processor, {(GC.GetTotalAllocatedBytes() - bytes) / Calls / 1024} kB"));
        }
    }

    private static TimeSpan Cpu()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private static string Drive(Uri address, string token, string[] paths, int rate, int seconds)
    {
        var (times, next, total, sending) = (new List<double>(), -1, rate * seconds, 0L);
        var (start, cpu) = (Stopwatch.GetTimestamp(), Cpu());
        var senders = Enumerable.Range(0, Lines).Select(_ => new Thread(() =>
        {
            using var line = new LoadLine(address, token);
            var own = new List<double>();
            while (Interlocked.Increment(ref next) is var number && number < total)
            {
                var due = TimeSpan.FromSeconds(number / (double)rate);
                var wait = due - Stopwatch.GetElapsedTime(start);
                if (wait > TimeSpan.Zero)
                {
                    Thread.Sleep(wait);
                }

                // A sleep may end a little early.
                var sent = Stopwatch.GetElapsedTime(start);
                line.Get($"/api/v1/recommendations{paths[number % paths.Length]}");
                own.Add((Stopwatch.GetElapsedTime(start) - (sent < due ? sent : due)).TotalMilliseconds);
            }

            lock (times)
            {
                times.AddRange(own);
                sending += OwnNanoseconds();
            }
        })).ToList();
        senders.ForEach(sender => sender.Start());
        senders.ForEach(sender => sender.Join());
        times.Sort();
        double At(double share) => times[(int)(share * (times.Count - 1))];
        var spent = (Cpu() - cpu).TotalMilliseconds / total;
        return string.Create(CultureInfo.InvariantCulture, $"{total / Stopwatch.GetElapsedTime(start).TotalSeconds:N0}/s; median {At(0.5):0.00}, p95 {At(0.95):0.00}, p99 {At(0.99):0.00}, slowest {times[^1]:0.0} ms; {spent - (sending / 1e6 / total):0.00} ms of processor a request, and {sending / 1e6 / total:0.00} ms the sender's; load average {File.ReadAllText("/proc/loadavg").Trim()}");
    }

    // Processor time of this thread.
    private static long OwnNanoseconds() => long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture);
}
