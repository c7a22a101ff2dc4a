using System.Diagnostics;
using System.Globalization;
using System.Text;
using Marketing.App.Hosting;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Tests.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.Benchmarks;

/// <summary>
/// Load on <c>POST /api/v1/ads/decisions</c> of the real host over loopback: 100 advertisements of 20 campaigns with caps, budgets and prices, 2,000 customers and a quarter of visitors, Thompson sampling; each question is timed
/// from the instant at which it was due. Pages of five placements in one request, then a question a request. <c>dotnet run -c Release --project Marketing.Tests -- ad-load [SECONDS] [DECISIONS A SECOND]</c>.
/// </summary>
internal static class AdLoad
{
    public const string Name = "ad-load";
    public static readonly string[] Placements = ["home", "category", "product", "basket", "footer"];

    private const int Campaigns = 20;
    private const int AdsEach = 5;
    private const int Customers = 2000;
    private const int WarmSeconds = 20;

    public static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        var seconds = arguments.Count > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 20;
        var rate = arguments.Count > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 5000;
        var root = Path.Combine(Path.GetTempPath(), "marketing-benchmarks", Guid.NewGuid().ToString("N"));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Logging:LogLevel:Default", "Warning"), new("Api:RequestsPerMinute", "10000000"), new("Jobs:Automatic", "false")]).Build();
        var app = ShopHost.Build(root, configuration, ["http://127.0.0.1:0"], quiet: true);
        try
        {
            await ShopStart.OpenAsync(app.Services, default);
            Regulars.Write(app.Services.GetRequiredService<Database>(), TimeProvider.System.GetUtcNow(), Customers);
            await app.StartAsync();
            await app.Services.GetRequiredService<ITransfers>().AddAsync(new TransferDraft(TransferPlaces.Api, "Shop", "DE", "contract", null, "Builds the pages of the shop."), Name, default);
            await AdvertiseAsync(app.Services.GetRequiredService<IAdCampaigns>());
            var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
            var key = (await app.Services.GetRequiredService<IApiKeys>().CreateAsync(Name, [ApiScopes.AdServing], null, "benchmark", default)).Token;
            foreach (var each in (int[])[Placements.Length, 1])
            {
                var bodies = Bodies(each);
                Drive(address, key, bodies, each, rate, WarmSeconds, Connections(each));
                Console.WriteLine($"{each} a request: {Drive(address, key, bodies, each, rate, seconds, Connections(each))}");
                Console.WriteLine($"{each} a request, as many as go: {Drive(address, key, bodies, each, null, seconds, Connections(each))}");
            }
        }
        finally
        {
            await app.StopAsync();
            await app.DisposeAsync();
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>Campaigns that all take part in every placement.</summary>
    public static async Task AdvertiseAsync(IAdCampaigns campaigns, double holdout = 0)
    {
        foreach (var placement in Placements)
        {
            await campaigns.SavePlacementAsync(new AdPlacement(placement, placement, PlacementSurface.Shop, 1), Name, default);
        }

        for (var i = 0; i < Campaigns; i++)
        {
            var id = await campaigns.CreateAsync(AdShop.Draft with { Name = $"Campaign {i}", Pricing = AdPricing.Thousand, Price = 200, DailyBudget = 1_000_000_000, CapShows = 1000, HoldoutShare = holdout, Placements = Placements }, Name, default);
            for (var ad = 0; ad < AdsEach; ad++)
            {
                await campaigns.AddAdAsync(id, AdShop.Ad with { Name = $"Cup {ad + 1}" }, isActive: true, Name, default);
            }

            await campaigns.SetStateAsync(id, AdCampaignState.Running, Name, default);
        }
    }

    private static int Connections(int each) => each > 1 ? 16 : 48;

    private static byte[][] Bodies(int each)
    {
        string Question(int number, int place) => $$"""{"placement":"{{Placements[place]}}","customer":{{(number % 4 == 0 ? "null" : $"\"{1 + (number * 7919 % Customers)}\"")}}}""";
        return [.. Enumerable.Range(0, 4000).Select(number => Encoding.UTF8.GetBytes(
            each == 1 ? Question(number, number % Placements.Length) : $$"""{"questions":[{{string.Join(',', Enumerable.Range(0, each).Select(place => Question(number, place)))}}]}"""))];
    }

    // Without a rate each line asks again once it is answered.
    private static string Drive(Uri address, string key, byte[][] bodies, int each, int? rate, int seconds, int lines)
    {
        var (times, next, sending, decided) = (new List<double>(), -1, 0L, 0L);
        var (start, cpu, length) = (Stopwatch.GetTimestamp(), Cpu(), TimeSpan.FromSeconds(seconds));
        var senders = Enumerable.Range(0, lines).Select(_ => new Thread(() =>
        {
            using var line = new LoadLine(address, key);
            var (own, took) = (new List<double>(), 0L);
            while (true)
            {
                var number = Interlocked.Increment(ref next);
                var due = rate is { } wanted ? TimeSpan.FromSeconds(number * (double)each / wanted) : Stopwatch.GetElapsedTime(start);
                if (due > length)
                {
                    break;
                }

                var wait = due - Stopwatch.GetElapsedTime(start);
                if (wait > TimeSpan.Zero)
                {
                    Thread.Sleep(wait);
                }

                // A sleep may end a little early.
                var sent = Stopwatch.GetElapsedTime(start);
                took += Decisions(line.Post("/api/v1/ads/decisions", bodies[number % bodies.Length]));
                own.Add((Stopwatch.GetElapsedTime(start) - (sent < due ? sent : due)).TotalMilliseconds);
            }

            lock (times)
            {
                times.AddRange(own);
                (sending, decided) = (sending + OwnNanoseconds(), decided + took);
            }
        })).ToList();
        senders.ForEach(sender => sender.Start());
        senders.ForEach(sender => sender.Join());
        times.Sort();
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double At(double share) => times[(int)(share * (times.Count - 1))];
        var spent = (Cpu() - cpu).TotalMilliseconds / decided;
        return string.Create(CultureInfo.InvariantCulture, $"{decided / elapsed:N0} decisions a second; a request: median {At(0.5):0.0}, p95 {At(0.95):0.0}, p99 {At(0.99):0.0}, slowest {times[^1]:0.0} ms; {spent:0.000} ms of processor a decision, {sending / 1e6 / decided:0.000} of it the sender's");
    }

    private static long Decisions(ReadOnlySpan<byte> answer)
    {
        var found = answer.Count("\"decision\":"u8);
        return found > 0 ? found : throw new InvalidOperationException($"Nothing was shown: {Encoding.UTF8.GetString(answer)}");
    }

    private static TimeSpan Cpu()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    // Processor time of this thread.
    private static long OwnNanoseconds() => long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture);
}
