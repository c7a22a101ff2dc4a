using Marketing.App.Api;

namespace Marketing.App.Tracking;

/// <summary>The tracking script, what it sends, and the storefront that shows it.</summary>
internal static class TrackingModule
{
    /// <summary>Adds what the endpoints need.</summary>
    public static IServiceCollection AddTracking(this IServiceCollection services)
    {
        services.AddOptions<TrackingOptions>().BindConfiguration("Tracking").ValidateDataAnnotations().ValidateOnStart();
        services.AddRateLimiter(limiter => limiter
            .AddPolicy<string, TrackingLimit>(TrackingLimit.Name)
            .AddPolicy<string, WebhookLimit>(WebhookLimit.Name));
        return services.AddSingleton<TrackingTally>().AddSingleton<TakeBatch>().AddSingleton<Storefront>().AddSingleton<StorefrontAds>();
    }

    /// <summary>Maps script, events and storefront.</summary>
    public static void MapTracking(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapTrackingEvents();
        endpoints.MapStorefront();
    }
}
