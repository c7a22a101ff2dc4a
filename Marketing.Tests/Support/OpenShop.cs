using Marketing.App.Hosting;
using Marketing.Data;
using Marketing.Kernel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Marketing.Tests.Support;

/// <summary>The whole program without pages on a data folder of its own, with a clock that stands until it is moved.</summary>
internal sealed class OpenShop : IAsyncDisposable
{
    private readonly EmptyFolder _folder;
    private readonly ServiceProvider _services;

    private OpenShop(EmptyFolder folder, FakeTimeProvider clock, ServiceProvider services)
    {
        _folder = folder;
        Clock = clock;
        _services = services;
    }

    public FakeTimeProvider Clock { get; }

    public DataFolder Folder => Get<DataFolder>();

    public IServiceProvider Services => _services;

    public static Task<OpenShop> StartAsync(DateTimeOffset now, params (string Key, string Value)[] settings) => StartAsync(new EmptyFolder(), now, null, settings);

    /// <summary>The same with services of the test's own.</summary>
    public static Task<OpenShop> StartAsync(DateTimeOffset now, Action<IServiceCollection> more, params (string Key, string Value)[] settings) => StartAsync(new EmptyFolder(), now, more, settings);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Ends the program and starts it again on the same folder.</summary>
    public async Task<OpenShop> RestartAsync()
    {
        await _services.DisposeAsync();
        return await StartAsync(_folder, Clock.GetUtcNow(), null);
    }

    /// <summary>Ends the program and leaves its folder, to be begun from; who asked for it removes it.</summary>
    public async Task<EmptyFolder> LeaveAsync()
    {
        await _services.DisposeAsync();
        return _folder;
    }

    /// <summary>Starts the program on a copy of a folder that another one left.</summary>
    public static Task<OpenShop> StartFromAsync(EmptyFolder left, DateTimeOffset now, params (string Key, string Value)[] settings) => StartAsync(left.Copy(), now, null, settings);

    /// <summary>Imports orders made up from a seed: customers come back to products of their own taste, over the given days before now.</summary>
    public async Task ImportAsync(int customers = 80, int days = 300, int seed = 1)
    {
        var path = _folder.File($"orders-{seed}.csv");
        await File.WriteAllTextAsync(path, SmallShop.Orders(Clock.GetUtcNow().UtcDateTime, customers, days, seed));
        var outcome = await Get<IImports>().ImportOrdersAsync(new OrderFile(path, Path.GetFileName(path), "test"), null, default);
        Assert.IsType<ImportOutcome.Applied>(outcome);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<OpenShop> StartAsync(EmptyFolder folder, DateTimeOffset now, Action<IServiceCollection>? more, params (string Key, string Value)[] settings)
    {
        var clock = new FakeTimeProvider(now);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock).AddSingleton<IConfiguration>(configuration).AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        services.AddShop(configuration, new DataFolder(folder.File("shop")));
        more?.Invoke(services);
        var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        await ShopStart.OpenAsync(provider, default);
        return new OpenShop(folder, clock, provider);
    }
}
