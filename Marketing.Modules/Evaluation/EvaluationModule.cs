using Marketing.Evaluation.Ads;
using Marketing.Evaluation.Backtests;
using Marketing.Evaluation.Compute;
using Marketing.Evaluation.Contacts;
using Marketing.Evaluation.Laboratory;
using Marketing.Evaluation.Outlooks;
using Marketing.Evaluation.Reports;
using Marketing.Evaluation.Simulator;
using Marketing.Evaluation.Sql;
using Marketing.Kernel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Evaluation;

/// <summary>Registers the module.</summary>
public static class EvaluationModule
{
    /// <summary>Adds the public verbs of the module and what they need.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="configuration">Configuration; the module reads its own section.</param>
    public static IServiceCollection AddEvaluation(this IServiceCollection services, IConfiguration configuration)
    {
        return services.AddLaboratory(configuration)
            .AddSingleton<EvaluationStore>()
            .AddSingleton<IBacktests, RunBacktest>()
            .AddSingleton<IOutlookBacktests, RunOutlookBacktest>()
            .AddSingleton<IReports, ReportShop>()
            .AddSingleton<ICompute, CountCompute>()
            .AddSingleton<IContactTrials, LearnContacts>()
            .AddSingleton<AskAdWhatIf>()
            .AddSingleton<IAdWhatIfs>(provider => provider.GetRequiredService<AskAdWhatIf>())
            .AddSingleton<GuardAdRollouts>()
            .AddSingleton<IAdRollouts, RecentJudgements>()
            .AddSingleton<MeasureAdEffects>()
            .AddSingleton<IAdEffects>(provider => provider.GetRequiredService<MeasureAdEffects>())
            .AddSingleton<IPersonalData, EffectPersonalData>();
    }

    /// <summary>Adds the laboratory alone, which needs no shop.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="configuration">Configuration; the module reads its own section.</param>
    public static IServiceCollection AddLaboratory(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EvaluationOptions>().Bind(configuration.GetSection("Evaluation")).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<ILaboratory, MeasureRecommender>()
            .AddSingleton<ISequenceLaboratory, MeasureSequence>()
            .AddSingleton<IPropensityLaboratory, MeasurePropensity>()
            .AddSingleton<IForecastLaboratory, MeasureForecast>()
            .AddSingleton<ISimulator, MeasurePolicies>()
            .AddSingleton<IOffPolicyLaboratory, MeasureOffPolicy>()
            .AddSingleton<IBiddingLaboratory, MeasureBidding>()
            .AddSingleton<IContactLaboratory, MeasureContacts>();
    }
}
