using Marketing.App.Jobs;
using Marketing.App.Web;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Execution;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;
using Microsoft.AspNetCore.DataProtection;

namespace Marketing.App.Hosting;

/// <summary>What every command that opens the shop needs, with pages or without.</summary>
internal static class ShopServices
{
    public static IServiceCollection AddShop(this IServiceCollection services, IConfiguration configuration, DataFolder folder)
    {
        services.AddDataProtection().SetApplicationName("marketing").PersistKeysToFileSystem(new DirectoryInfo(folder.Keys));
        return services
            .AddKernel(folder)
            .AddData(configuration)
            .AddFeatures(configuration)
            .AddModel(configuration)
            .AddStrategy(configuration)
            .AddExecution(configuration)
            .AddEvaluation(configuration)
            .AddSingleton<DemandLooks>()
            .AddJobs(configuration);
    }
}
