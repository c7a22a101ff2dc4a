using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.RateLimiting;

namespace Marketing.App.Api.V1;

/// <summary>The REST interface under <c>/api/v1</c>: keys instead of sessions, problems instead of pages.</summary>
internal static class ApiModule
{
    /// <summary>Under it everything answers to programs, in one form, whether it is there or not.</summary>
    public const string Everything = "/api";

    public const string Root = Everything + "/v1";

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddOptions<ApiOptions>().BindConfiguration("Api").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ListAnswer>().AddSingleton<RefusedKeys>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiKeyScheme>(ApiKeyScheme.Name, _ => { });
        // It would tell of every refused request in two lines.
        services.AddLogging(logging => logging.AddFilter(typeof(ApiKeyScheme).FullName, LogLevel.Warning));
        services.Configure<RateLimiterOptions>(limiter => limiter.AddPolicy<string, ApiLimit>(ApiLimit.Name));
        return services;
    }

    public static void MapApi(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup(Root).RequireRateLimiting(ApiLimit.Name);
        QueryTaken.Hold(api);
        api.MapIntake();
        api.MapReading();
        api.MapRecommendationOutcomes();
        api.MapTrainingReading();
        api.MapTrainings();
        api.MapHistoryReading();
        api.MapLookAlikeReading();
        api.MapRules();
        api.MapPromotions();
        api.MapAdServing();
        api.MapAdCampaigns();
        api.MapOpenApi();
        endpoints.MapUnknown();
    }

    /// <summary>Whether a request is one of a program to the interface, which reads problems and no pages.</summary>
    public static bool IsAsked(HttpRequest request) => request.Path.StartsWithSegments(Everything);
}
