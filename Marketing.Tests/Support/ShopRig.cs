using Dapper;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.Support;

/// <summary>
/// All modules up to Execution on a data folder of its own, wired as the host wires them. Customers have ids, keys and addresses by
/// their number; started again, the modules know only what is on disk.
/// </summary>
internal sealed class ShopRig : IDisposable
{
    private readonly Dictionary<string, string?> _settings;
    private ServiceProvider _services;

    public ShopRig(params (string Key, string Value)[] settings)
    {
        _settings = settings.Append(("Strategy:AdSeed", "1")).ToDictionary(setting => setting.Item1, setting => (string?)setting.Item2);
        Folder = new TestFolder();
        _services = Wire();
    }

    public TestFolder Folder { get; }

    public DateTimeOffset Now => Folder.Clock.GetUtcNow();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>What a process that starts anew finds.</summary>
    public async Task RestartAsync()
    {
        await _services.DisposeAsync();
        _services = Wire();
        await Get<IShop>().OpenAsync(default);
    }

    /// <summary>A shop that may send: not the demo, with an address outside and a recorded mail provider.</summary>
    public async Task OpenForBusinessAsync()
    {
        await Get<IShop>().SaveAsync(ShopProfile.Default with { Name = "Tea & Cups", PublicAddress = "https://tea.test" }, default);
        Folder.Database.Write((connection, transaction) => connection.Execute(
            "insert into data_transfers (place, recipient, country, basis, purpose, actor, created_at) values ('mail', 'Post Ltd', 'DE', 'consent', 'Hands mails over.', 'test', 0)", transaction: transaction));
    }

    /// <summary>
    /// Customers 1 to n, overdue regulars of 8 products out of two tastes. Every tenth has no address and every tenth (from 5) no consent.
    /// </summary>
    public void AddRegulars(int customers) => Regulars.Write(Folder.Database, Now, customers);

    public void Withdraw(long customer) => Folder.Database.Write((connection, transaction) => connection.Execute(
        "insert into data_consents (customer_id, purpose, channel, granted, at, source, wording, simulated) values (@customer, @Purpose, @Channel, 0, @At, 'page', 'v1', 0)",
        new { customer, Purpose = ConsentPurposes.Marketing, Channel = ConsentChannels.Mail, At = Now },
        transaction));

    /// <summary>Fits item-based collaborative filtering and puts it in charge.</summary>
    public async Task<ModelVersion> TrainChampionAsync()
    {
        var snapshot = await Get<ISnapshots>().CurrentAsync(default);
        var version = await Get<IRecommenderTraining>().TrainAsync("item-knn", snapshot, null, null, default);
        await Get<IModels>().PromoteAsync(version.Id, "test", "first", default);
        return version;
    }

    public void Dispose()
    {
        _services.Dispose();
        Folder.Dispose();
    }

    private ServiceProvider Wire()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(_settings).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<TimeProvider>(Folder.Clock);
        services.AddKernel(Folder.Folder);
        services.AddSingleton(Folder.Database);
        services.AddData(configuration).AddFeatures(configuration).AddModel(configuration).AddStrategy(configuration).AddExecution(configuration);
        services.AddSingleton<IDataProtectionProvider>(Keys);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }

    private static readonly EphemeralDataProtectionProvider Keys = new();
}
