using Marketing.Strategy.Ads;
using Marketing.Strategy.Audiences;
using Marketing.Strategy.Contacts;
using Marketing.Strategy.Inventory;
using Marketing.Strategy.Merchandising;
using Marketing.Strategy.Planning;
using Marketing.Strategy.Recommendations;
using Marketing.Strategy.Recording;
using Marketing.Strategy.Segments;
using Marketing.Strategy.Sql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Strategy;

/// <summary>Registers the module.</summary>
public static class StrategyModule
{
    /// <summary>Adds the public verbs of the module and what they need.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="configuration">Configuration; the module reads its own section.</param>
    public static IServiceCollection AddStrategy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StrategyOptions>().Bind(configuration.GetSection("Strategy")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<InventoryOptions>().Bind(configuration.GetSection("Strategy:Inventory")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ContactsOptions>().Bind(configuration.GetSection("Strategy:Contacts")).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<ISegments, ListSegments>()
            .AddSingleton<AlikeLists>()
            .AddSingleton<IAudiences, ListAudiences>()
            .AddSingleton<StrategyStore>()
            .AddSingleton<KeepRuleBooks>()
            .AddSingleton<IMerchandising, ManageRules>()
            .AddSingleton<IInventory, KeepInventory>()
            .AddSingleton<GroupCommit>()
            .AddSingleton<RecordLists>()
            .AddSingleton<StrategyAdsStore>()
            .AddSingleton<KeepAdPolicies>()
            .AddSingleton<IAdPolicies>(provider => provider.GetRequiredService<KeepAdPolicies>())
            .AddSingleton<LearnAds>()
            .AddSingleton<IAdDecisions, DecideAds>()
            .AddSingleton<RecommendProducts>()
            .AddSingleton<IRecommendations>(provider => provider.GetRequiredService<RecommendProducts>())
            .AddSingleton<StrategyContactsStore>()
            .AddSingleton<KeepContactPolicies>()
            .AddSingleton<IContactPolicies>(provider => provider.GetRequiredService<KeepContactPolicies>())
            .AddSingleton<IContactLogs, BuildContactLog>()
            .AddSingleton<AdviseContacts>()
            .AddSingleton<DecideCampaign>()
            .AddSingleton<IPlanning, PlanDecisions>();
    }
}
