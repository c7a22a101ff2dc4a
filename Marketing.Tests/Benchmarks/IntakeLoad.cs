using System.Diagnostics;
using System.Globalization;
using Dapper;
using Marketing.App.Hosting;
using Marketing.App.Jobs;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.Benchmarks;

/// <summary>
/// Load on <c>POST /api/v1/events</c> of the real host over loopback, in batches of 100: alone, during an import of a million rows
/// and during turns. <c>dotnet run -c Release --project Marketing.Tests -- intake-load [alone] [import] [turn]</c>.
/// </summary>
internal static class IntakeLoad
{
    public const string Name = "intake-load";
    private const int ImportRows = 1_000_000;
    private static readonly TimeSpan Full = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(15);

    /// <summary>Runs the scenes that are named, or all.</summary>
    public static async Task RunAsync(IReadOnlyCollection<string> scenes)
    {
        var root = Path.Combine(Path.GetTempPath(), "marketing-benchmarks", Guid.NewGuid().ToString("N"));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Logging:LogLevel:Default", "Warning"), new("Api:RequestsPerMinute", "1000000"), new("Jobs:Automatic", "false")]).Build();
        var app = ShopHost.Build(root, configuration, ["http://127.0.0.1:0"], quiet: true);
        try
        {
            await ShopStart.OpenAsync(app.Services, default);
            await app.StartAsync();
            foreach (var scene in ((string[])["alone", "import", "turn"]).Where(scene => scenes.Count == 0 || scenes.Contains(scene)))
            {
                await SceneAsync(app, scene);
            }
        }
        finally
        {
            await app.StopAsync();
            await app.DisposeAsync();
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task SceneAsync(WebApplication app, string scene)
    {
        var services = app.Services;
        var address = new Uri(services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        var key = await services.GetRequiredService<IApiKeys>().CreateAsync(scene, [ApiScopes.Events], null, "benchmark", default);
        var senders = new LoadSenders(address, key.Token, scene);
        if (scene == "turn")
        {
            await services.GetRequiredService<ITurns>().StartDemoAsync("benchmark", default);
            await EndedAsync(services);
        }

        senders.Run(8, TimeSpan.FromSeconds(3), null);
        using var over = new CancellationTokenSource();
        var beside = BesideAsync(services, scene, over.Token);
        var before = Stored(services);
        var full = senders.Run(8, Full, null);
        var half = senders.Run(8, Half, batchesPerSecond: 100);
        await over.CancelAsync();
        var work = await beside;
        var stored = Stored(services) - before - (work.Rows);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{scene}: {full.EventsPerSecond:N0} events/s ({full.Shown}); at 10,000/s: {half.EventsPerSecond:N0} events/s ({half.Shown}); stored {stored:N0} of {full.Events + half.Events:N0}; beside: {work.Said}; load average {File.ReadAllText("/proc/loadavg").Trim()}"));
    }

    private static async Task<(long Rows, string Said)> BesideAsync(IServiceProvider services, string scene, CancellationToken over) => scene switch
    {
        "import" => await ImportsAsync(services, over),
        "turn" => await TurnsAsync(services, over),
        _ => (0, "nothing"),
    };

    private static async Task<(long Rows, string Said)> ImportsAsync(IServiceProvider services, CancellationToken over)
    {
        var (files, imports, rows) = (services.GetRequiredService<IFileImports>(), 0, 0L);
        while (!over.IsCancellationRequested)
        {
            var path = EventFileBenchmarks.Write(ImportRows, seed: ++imports);
            var watch = Stopwatch.StartNew();
            var look = ((LookOutcome.Seen)await files.LookAsync(path, "events.csv", null, "events", CancellationToken.None)).Look;
            var job = await files.EnqueueAsync(new ImportPlan(path, "events.csv", "benchmark", "events", look.Form, look.Columns), owned: false, CancellationToken.None);
            if (await files.RunAsync(job.Id, null, CancellationToken.None) is ImportOutcome.Applied applied)
            {
                rows += applied.Summary.Lines;
            }

            Console.Error.WriteLine($"import {imports}: {watch.Elapsed.TotalSeconds:0.0} s");
        }

        return (rows, $"{imports} imports of {ImportRows:N0} rows");
    }

    private static async Task<(long Rows, string Said)> TurnsAsync(IServiceProvider services, CancellationToken over)
    {
        var turns = 0;
        while (!over.IsCancellationRequested)
        {
            await services.GetRequiredService<ITurns>().StartTurnAsync("benchmark", CancellationToken.None);
            await EndedAsync(services);
            turns++;
        }

        return (0, $"{turns} turns");
    }

    /// <summary>Waits until no run is at work.</summary>
    public static async Task EndedAsync(IServiceProvider services)
    {
        var runs = services.GetRequiredService<IRuns>();
        await Task.Delay(TimeSpan.FromSeconds(2));
        while ((await runs.ListAsync(null, new TableQuery(Take: 5), default)).Items.Any(run => run.State == RunState.Running))
        {
            await Task.Delay(100);
        }
    }

    private static long Stored(IServiceProvider services) =>
        services.GetRequiredService<Database>().Read(connection => connection.ExecuteScalar<long>("select count(*) from data_events where simulated = 0"));
}
