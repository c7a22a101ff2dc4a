using Marketing.Kernel.Access;
using Marketing.Kernel.Runs;
using Marketing.Kernel.Sql;
using Marketing.Kernel.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Marketing.Kernel;

/// <summary>Registers the Kernel.</summary>
public static class KernelModule
{
    /// <summary>Adds the store and the clocks on one data folder.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="folder">The data folder.</param>
    public static IServiceCollection AddKernel(this IServiceCollection services, DataFolder folder)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<KernelOptions>().BindConfiguration("Kernel").ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton(folder)
            .AddSingleton<Database>()
            .AddSingleton<IDatabaseCare, DatabaseCare>()
            .AddSingleton<KernelAccessStore>()
            .AddSingleton<Passwords>()
            .AddSingleton<IAccounts, Accounts>()
            .AddSingleton<IAuditLog, AuditLog>()
            .AddSingleton<IAgingData, AuditAging>()
            .AddSingleton<IAgingData, BackupAging>()
            .AddSingleton<KernelRunsStore>()
            .AddSingleton<IRuns, RunRegister>()
            .AddSingleton<KernelApiKeysStore>().AddSingleton<IApiKeys, ApiKeys>()
            .AddSingleton(provider => new BusinessClock(provider.GetRequiredService<TimeProvider>()));
    }
}
