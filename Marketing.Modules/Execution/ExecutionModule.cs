using Marketing.Execution.Ads;
using Marketing.Execution.Campaigns;
using Marketing.Execution.Channels;
using Marketing.Execution.Outbox;
using Marketing.Execution.Sql;
using Marketing.Kernel;
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
        services.AddOptions<ExecutionOptions>().Bind(configuration.GetSection("Execution")).ValidateDataAnnotations().ValidateOnStart();
        services.AddDataProtection();
        return services
            .AddSingleton<ExecutionCampaignsStore>()
            .AddSingleton<ExecutionMessagesStore>()
            .AddSingleton<ExecutionChannelStore>()
            .AddSingleton<ChannelKeeper>()
            .AddSingleton<EmlFolder>()
            .AddSingleton<ReportOutcomes>()
            .AddSingleton<DeliverMessages>()
            .AddSingleton<IOutbox, KeepOutbox>()
            .AddSingleton<MailAds>()
            .AddSingleton<CloseStopped>()
            .AddSingleton<QueueDue>()
            .AddSingleton<KeepCampaigns>()
            .AddSingleton<ICampaigns>(services => services.GetRequiredService<KeepCampaigns>())
            .AddSingleton<ICampaignCalendar>(services => services.GetRequiredService<KeepCampaigns>())
            .AddSingleton<ExecutionAdsStore>()
            .AddSingleton<ExecutionAdDaysStore>()
            .AddSingleton<AdMemory>()
            .AddSingleton<AdPaces>()
            .AddSingleton<AdAudiences>()
            .AddSingleton<ServeAds>()
            .AddSingleton<ChargeClicks>()
            .AddSingleton<AdReactions>()
            .AddSingleton<CountAds>()
            .AddSingleton<CreditOrders>()
            .AddSingleton<IAdCampaigns, KeepAdCampaigns>()
            .AddSingleton<IAdServing, KeepAdServing>()
            .AddSingleton<SplitAdBudget>()
            .AddSingleton<IAdResults, KeepAdResults>()
            .AddSingleton<ExecutionPersonalStore>()
            .AddSingleton<IPersonalData, MessagePersonalData>()
            .AddSingleton<IPersonalData, AdPersonalData>()
            .AddSingleton<IAgingData, AgingMessages>();
    }
}
