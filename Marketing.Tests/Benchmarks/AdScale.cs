using System.Diagnostics;
using System.Globalization;
using Dapper;
using Marketing.App.Hosting;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Strategy;
using Marketing.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.Benchmarks;

/// <summary>
/// Reports of advertising over a long ledger: ten million decisions of 60 days (100 advertisements of 20 campaigns with a holdout and a cap in five placements, 20,000 customers and a quarter of visitors, a click of a hundred shows), of which
/// a few thousand are the program's own and the others are laid out like them. <c>dotnet run -c Release --project Marketing.Tests -- ad-scale [DECISIONS]</c>.
/// </summary>
internal static class AdScale
{
    public const string Name = "ad-scale";
    private const int Customers = 20_000;
    private const int Days = 60;
    private const int Slice = 500_000;

    public static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        var decisions = arguments.Count > 0 ? long.Parse(arguments[0], CultureInfo.InvariantCulture) : 10_000_000;
        var root = Path.Combine(Path.GetTempPath(), "marketing-benchmarks", Guid.NewGuid().ToString("N"));
        try
        {
            var app = await StartAsync(root);
            Regulars.Write(app.Services.GetRequiredService<Database>(), TimeProvider.System.GetUtcNow(), Customers);
            await AdLoad.AdvertiseAsync(app.Services.GetRequiredService<IAdCampaigns>(), holdout: 0.1);
            await SampleAsync(app.Services);
            await app.Services.GetRequiredService<IAdPolicies>().ProposeAsync("home", new AdPolicySettings("lin-ucb", new Dictionary<string, string>()), Name, default);
            await TimeAsync("laying out", () => Task.Run(() => Fill(app.Services.GetRequiredService<Database>(), decisions)));
            await TimeAsync("counting and learning all of it", () => app.Services.GetRequiredService<IAdServing>().TendAsync(null, default));
            await StopAsync(app);

            var started = Stopwatch.GetTimestamp();
            app = await StartAsync(root);
            await AskAsync(app.Services, 1);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"start until the first advertisement: {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s"));
            await MeasureAsync(app);
            await StopAsync(app);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task<WebApplication> StartAsync(string root)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Logging:LogLevel:Default", "Warning"), new("Api:RequestsPerMinute", "10000000"), new("Jobs:Automatic", "false")]).Build();
        var app = ShopHost.Build(root, configuration, ["http://127.0.0.1:0"], quiet: true);
        await ShopStart.OpenAsync(app.Services, default);
        return app;
    }

    private static async Task StopAsync(WebApplication app)
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static async Task SampleAsync(IServiceProvider services)
    {
        for (var i = 0; i < 4000; i++)
        {
            await AskAsync(services, i);
        }

        await services.GetRequiredService<IAdServing>().TendAsync(null, default);
    }

    private static Task<AdsServed> AskAsync(IServiceProvider services, int i) => services.GetRequiredService<IAdServing>().ServeAsync(
        new AdQuestion(AdLoad.Placements[i % AdLoad.Placements.Length], i % 4 == 0 ? null : new CustomerId(1 + (i * 7919L % Customers))), default);

    // Frames, contexts and reasons are those of the sample; people and times are new. A slice a commit.
    private static void Fill(Database database, long decisions)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var (sample, from) = database.Read(connection => (connection.ExecuteScalar<long>("select count(*) from data_decisions"), connection.ExecuteScalar<long>("select max(id) from data_decisions")));
        var first = now - (Days * 86_400_000L);
        for (var done = 0L; done < decisions; done += Slice)
        {
            database.Write((connection, transaction) => connection.Execute(
                """
                with recursive n(i) as (select @Done union all select i + 1 from n where i < @Done + @Slice - 1)
                insert into data_decisions (id, frame_id, customer_id, at, propensity, reasons_id, context_id, products)
                select @From + 1 + n.i, s.frame_id, case when s.customer_id is null then null else 1 + (n.i * 7919) % @Customers end, @First + cast(n.i * 1.0 / @Decisions * @Length as integer), s.propensity, s.reasons_id, s.context_id, s.products
                from n join data_decisions s on s.id = @From - (n.i * 104729) % @Sample
                """,
                new { Done = done, Slice = Math.Min(Slice, decisions - done), From = from, Sample = sample, Customers, First = first, Decisions = decisions, Length = now - first },
                transaction));
        }

        database.Write((connection, transaction) => connection.Execute("insert into data_outcomes (decision_id, kind, at, value) select id, 'clicked', at + 60000, 0 from data_decisions where id > @From and (id * 2654435761) % 100 = 0", new { From = from }, transaction));
        database.Write((connection, transaction) => connection.Execute("insert into data_outcomes (decision_id, kind, at, value) select id, 'bought', at + 600000, 900 from data_decisions where id > @From and (id * 2654435761) % 4000 = 0", new { From = from }, transaction));
    }

    private static async Task MeasureAsync(WebApplication app)
    {
        var services = app.Services;
        var serving = services.GetRequiredService<IAdServing>();
        await TimeAsync("counting and learning, nothing new, after the start", () => serving.TendAsync(null, default));
        await TimeAsync("counting and learning, nothing new", () => serving.TendAsync(null, default));
        for (var i = 0; i < 1000; i++)
        {
            await AskAsync(services, i);
        }

        await TimeAsync("counting and learning of 1,000 more", () => serving.TendAsync(null, default));
        var effects = services.GetRequiredService<IAdEffects>();
        await TimeAsync("effects, reading the ledger the first time", () => effects.ReadAsync(default));
        await TimeAsync("effects, reading again", () => effects.ReadAsync(default));
        var ledger = services.GetRequiredService<ILedger>();
        var since = TimeProvider.System.GetUtcNow().AddDays(-30);
        await TimeAsync("reactions to lists and messages", async () => (await ledger.ListReactionsAsync(since, default), await ledger.MessageReactionsAsync(since, default)).ToString());
        await TimeAsync("the newest 50 decisions with their number", () => ledger.ListAsync(null, null, null, null, new TableQuery(Take: 50), default));
        await TimeAsync("decisions of one customer with their number", () => ledger.ListAsync(new CustomerId(7), null, null, null, new TableQuery(Take: 50), default));
        await app.StartAsync();
        await ReportsAsync(app);
        await TimeAsync("what if by chance, 31 days of a placement", () => services.GetRequiredService<IAdWhatIfs>().AskAsync(new AdWhatIfQuestion("home", DateOnly.FromDateTime(since.UtcDateTime), DateOnly.FromDateTime(since.UtcDateTime).AddDays(30), new AdAlternative.Chance()), null, default));
        using var process = Process.GetCurrentProcess();
        Console.WriteLine($"peak of memory: {process.PeakWorkingSet64 / 1024 / 1024:N0} MB");
    }

    private static async Task ReportsAsync(WebApplication app)
    {
        var services = app.Services;
        await services.GetRequiredService<ITransfers>().AddAsync(new TransferDraft(TransferPlaces.Api, "Shop", "DE", "contract", null, "Builds the pages of the shop."), Name, default);
        var address = new Uri(services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        var key = (await services.GetRequiredService<IApiKeys>().CreateAsync(Name, [ApiScopes.Read], null, "benchmark", default)).Token;
        using var line = new LoadLine(address, key);
        foreach (var path in (string[])["/api/v1/ads/campaigns", "/api/v1/ads/campaigns/1", "/api/v1/ads/days", "/api/v1/ads/days?campaign=1", "/api/v1/ads/effects", "/api/v1/ads/placements/home/policies", "/api/v1/ads/placements/home/judgement", "/api/v1/decisions", "/api/v1/outcomes"])
        {
            await TimeAsync($"GET {path}", () => Task.Run(() => line.Get(path)));
        }
    }

    private static async Task TimeAsync(string name, Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s"));
    }
}
