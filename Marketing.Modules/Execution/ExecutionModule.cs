using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Execution;

/// <summary>Registers the module.</summary>
public static class ExecutionModule
{
    /// <summary>Adds the public verbs of the module and what they need.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="configuration">Configuration; the module reads its own section.</param>
    public static IServiceCollection AddExecution(this IServiceCollection services, IConfiguration configuration)
    {
        return services;
    }
}
