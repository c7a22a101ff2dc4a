using System.ComponentModel.DataAnnotations;
using Marketing.App.Tracking;
using Microsoft.Extensions.Options;

namespace Marketing.App.Privacy;

/// <summary>Limits of the preference pages; section <c>Preferences</c>.</summary>
public sealed class PreferencesOptions
{
    /// <summary>Requests a minute from one address; mail services unsubscribe many people from few addresses.</summary>
    [Range(10, 100_000)]
    public int RequestsPerMinute { get; set; } = 120;
}

/// <summary>How often one address may ask for preference pages.</summary>
internal sealed class PreferencesLimit(IOptions<PreferencesOptions> options) : StrangerLimit(() => options.Value.RequestsPerMinute)
{
    public const string Name = "preferences";
}

/// <summary>Pages on which people outside choose what they get.</summary>
internal static class PreferencesModule
{
    /// <summary>Adds what the pages need.</summary>
    public static IServiceCollection AddPreferences(this IServiceCollection services)
    {
        services.AddOptions<PreferencesOptions>().BindConfiguration("Preferences").ValidateDataAnnotations().ValidateOnStart();
        return services.AddRateLimiter(limiter => limiter.AddPolicy<string, PreferencesLimit>(PreferencesLimit.Name));
    }
}
