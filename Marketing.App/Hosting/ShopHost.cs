using Marketing.App.Access;
using Marketing.App.Api;
using Marketing.App.Api.V1;
using Marketing.App.Jobs;
using Marketing.App.Privacy;
using Marketing.App.Tracking;
using Marketing.App.Web;
using Marketing.App.Webhooks;
using Marketing.Kernel;

namespace Marketing.App.Hosting;

/// <summary>Builds the program that serves.</summary>
internal static class ShopHost
{
    public static WebApplication Build(string root, IConfiguration configuration, IReadOnlyList<string> urls, bool quiet = false)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ShopHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        // Only the sources that the help names, in their order.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(configuration);
        builder.Logging.AddShopLogging(configuration, new FileLog(root, TimeProvider.System), quiet);
        builder.WebHost.UseUrls([.. urls]).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.Services.AddShop(configuration, new DataFolder(root));
        builder.Services.AddJobEngine(configuration);
        builder.Services.AddPages();
        builder.Services.AddAccess();
        builder.Services.AddApi();
        builder.Services.AddTracking();
        builder.Services.AddPreferences();
        var app = builder.Build();
        app.UseErrorAnswer();
        app.UseWebAssets();
        app.UseMissingPages();
        app.UseAccess();
        app.MapHealth();
        app.MapData();
        app.MapStrategy();
        app.MapAdDownloads();
        app.MapExecution();
        app.MapApi();
        app.MapPrivacy();
        app.MapJobEngine();
        app.MapAccess();
        app.MapPages();
        app.MapTracking();
        app.MapWebhooks();
        app.MapPreferences();
        app.MapFeatures();
        app.Services.ScheduleJobs();
        KeepThreads();
        return app;
    }

    // A loop over the processors takes as many threads of the pool as there are processors, and a pool that starts with no more lets
    // every request and commit wait for it.
    private static void KeepThreads()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, 8 + (4 * Environment.ProcessorCount)), ports);
    }

    /// <summary>Starts listening.</summary>
    /// <exception cref="OperatorException">The address cannot be used.</exception>
    public static async Task ListenAsync(WebApplication app, IReadOnlyList<string> urls, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException e) when (ListenAddresses.Explain(string.Join(';', urls), e) is { } explained)
        {
            throw explained;
        }
    }
}
