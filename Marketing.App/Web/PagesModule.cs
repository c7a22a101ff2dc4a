using Marketing.App.Components.Pages.Models;
using Marketing.App.Components.Widgets;
using Marketing.App.Privacy;
using Marketing.App.Resources;
using Marketing.Data;
using MudBlazor;
using MudBlazor.Services;

namespace Marketing.App.Web;

/// <summary>The dashboard as the host sees it: what it needs, its assets, its pages.</summary>
internal static class PagesModule
{
    /// <summary>Adds Blazor, the component library, and the reader's words and forms.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddOptions<PagesOptions>().BindConfiguration("Pages").ValidateDataAnnotations().ValidateOnStart();
        services.AddAuthorizationCore();
        services.AddCascadingAuthenticationState();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices(configuration =>
        {
            configuration.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            configuration.SnackbarConfiguration.PreventDuplicates = true;
            configuration.SnackbarConfiguration.VisibleStateDuration = 6000;
            configuration.SnackbarConfiguration.ShowTransitionDuration = 120;
            configuration.SnackbarConfiguration.HideTransitionDuration = 120;
        });
        return services
            .AddScoped<Words>()
            .AddScoped<Sight>()
            .AddSingleton<BulkViews>()
            .AddScoped<ModelChanges>()
            .AddScoped<TrainingChanges>()
            .AddScoped(provider => new Display(provider.GetRequiredService<Words>(), () => provider.GetRequiredService<IShop>().Profile))
            .AddSingleton<ProductNames>()
            .AddSingleton<UploadFolder>()
            .AddSingleton<ImportQueue>()
            .AddHostedService(provider => provider.GetRequiredService<ImportQueue>())
            .AddHostedService<NoticeCommands>()
            .AddHostedService<EventIndexCare>()
            .AddHostedService<AdCare>()
            .AddHostedService<AdGuard>()
            .AddTransient<ILocalizationInterceptor, MudWords>();
    }

    /// <summary>Serves styles and scripts; put before authentication, since everybody may load them.</summary>
    public static IApplicationBuilder UseWebAssets(this IApplicationBuilder app) => app.Use(WebAssets.ServeAsync);

    /// <summary>Maps the pages; they need <c>UseAntiforgery</c>.</summary>
    public static IEndpointRouteBuilder MapPages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapRazorComponents<Components.App>().AddInteractiveServerRenderMode();
        return endpoints;
    }
}
