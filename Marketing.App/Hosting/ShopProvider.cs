using Marketing.Kernel;

namespace Marketing.App.Hosting;

/// <summary>The shop without pages, for commands that do one thing and end.</summary>
internal static class ShopProvider
{
    public static ServiceProvider Build(string root, IConfiguration configuration)
    {
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        services.AddLogging(logging => logging.AddShopLogging(configuration, new FileLog(root, TimeProvider.System), quiet: true));
        services.AddShop(configuration, new DataFolder(root));
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
