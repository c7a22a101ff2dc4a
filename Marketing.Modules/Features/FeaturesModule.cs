using Marketing.Features.Demand;
using Marketing.Features.Frame;
using Marketing.Features.Sql;
using Marketing.Features.Treating;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Features;

/// <summary>Registers the module.</summary>
public static class FeaturesModule
{
    /// <summary>Adds the public verbs of the module and what they need.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="configuration">Configuration; the module reads its own section.</param>
    public static IServiceCollection AddFeatures(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<FeaturesOptions>().Bind(configuration.GetSection("Features")).ValidateDataAnnotations()
            .Validate(features => features.Treatments.Keys.All(TreatedColumns.Names.Contains), $"Features:Treatments names a feature that does not exist; choose among {string.Join(", ", TreatedColumns.Names)}.")
            .Validate(features => features.Treatments.Values.All(treatment => new TreatmentValidator().Validate(treatment).IsValid), "Features:Treatments holds a threshold or value out of its range: a constant lies between -1e15 and 1e15, a threshold above 0 and at most 100, that of the isolation forest below 1.")
            .ValidateOnStart();
        return services
            .AddSingleton<IFeatures, BuildFrame>()
            .AddSingleton<IDemandFrames, BuildDemand>()
            .AddSingleton<FeaturesStore>()
            .AddSingleton<ITreatmentSettings, KeepTreatments>()
            .AddSingleton<ITreatments, TreatFeatures>();
    }
}
