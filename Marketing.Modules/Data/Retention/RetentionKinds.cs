using Marketing.Data.Sql;
using Marketing.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Data.Retention;

/// <summary>The module's kinds with their defaults. What figures rest on is kept for good until somebody chooses otherwise.</summary>
internal static class RetentionKinds
{
    private static readonly RetentionKind Events = new("events", DefaultDays: null, LeastDays: 30, ByShopClock: true);
    private static readonly RetentionKind Engagement = new("engagement", DefaultDays: null, LeastDays: 30, ByShopClock: true);
    private static readonly RetentionKind Orders = new("orders", DefaultDays: null, LeastDays: 365, ByShopClock: true);
    private static readonly RetentionKind Visitors = new("visitors", DefaultDays: 395, LeastDays: 30, ByShopClock: true);

    // They name nobody; a year and a month are enough to compare seasons.
    private static readonly RetentionKind VisitorLists = new("visitor-lists", DefaultDays: 395, LeastDays: 90, ByShopClock: true);

    // A shop system repeats a delivery for days: what is known of it guards against replays.
    private static readonly RetentionKind Deliveries = new("deliveries", DefaultDays: 90, LeastDays: 30, ByShopClock: false);
    private static readonly RetentionKind Quarantine = new("quarantine", DefaultDays: 180, LeastDays: 7, ByShopClock: false);
    private static readonly RetentionKind RejectedRows = new("rejected-rows", DefaultDays: 180, LeastDays: 7, ByShopClock: false);
    // Somebody may still ask why a decision was made; after two years nobody learns from the words any more.
    private static readonly RetentionKind Reasons = new("decision-reasons", DefaultDays: 730, LeastDays: 90, ByShopClock: true);

    // Of use only to take a file of customers back.
    private static readonly RetentionKind StagedCustomers = new("staged-customers", DefaultDays: 180, LeastDays: 7, ByShopClock: false);
    private static readonly RetentionKind Uploads = new("uploads", DefaultDays: 7, LeastDays: 1, ByShopClock: false);

    public static IServiceCollection AddRetention(this IServiceCollection services) => services
        .AddSingleton<DataRetentionStore>()
        .AddSingleton<DataReasonsStore>()
        .AddSingleton<IRetention, KeepRetention>()
        .AddSingleton<IAgingData>(provider => Rows(provider, Events, "events"))
        .AddSingleton<IAgingData>(provider => Rows(provider, Engagement, "engagement"))
        .AddSingleton<IAgingData>(provider => Rows(provider, Orders, "orders", "returns"))
        .AddSingleton<IAgingData>(provider => new AgingVisitorLists(Rows(provider, VisitorLists, "visitor-lists"), provider.GetRequiredService<DataReasonsStore>()))
        .AddSingleton<IAgingData>(provider => Rows(provider, Deliveries, "deliveries"))
        .AddSingleton<IAgingData>(provider => Rows(provider, Quarantine, "quarantine"))
        .AddSingleton<IAgingData>(provider => Rows(provider, StagedCustomers, "staged-customers"))
        .AddSingleton<IAgingData>(provider => ActivatorUtilities.CreateInstance<AgingReasons>(provider, Reasons))
        .AddSingleton<IAgingData>(provider => ActivatorUtilities.CreateInstance<AgingVisitors>(provider, Visitors))
        .AddSingleton<IAgingData>(provider => ActivatorUtilities.CreateInstance<AgingRejectedRows>(provider, RejectedRows))
        .AddSingleton<IAgingData>(provider => ActivatorUtilities.CreateInstance<AgingUploads>(provider, Uploads));

    private static AgingRows Rows(IServiceProvider provider, RetentionKind kind, params string[] sets) => new(kind, provider.GetRequiredService<DataRetentionStore>(), sets);
}
