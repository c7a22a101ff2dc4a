using System.Net;
using Marketing.App.Api.V1;
using Marketing.App.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace Marketing.App.Access;

/// <summary>Who may come in: sessions, locks, the headers that guard the pages, and the sign-in endpoints.</summary>
internal static class AccessModule
{
    private const string CookieName = "marketing-session";

    /// <summary>Adds sessions, locks and guards. Call it after the Razor components are added.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>().BindConfiguration("Access").ValidateDataAnnotations()
            .Validate(options => options.TrustedProxies.All(proxy => IPNetwork.TryParse(proxy, out _) || IPAddress.TryParse(proxy, out _)), "Access:TrustedProxies holds something that is neither an address nor a network such as 10.0.0.0/8.")
            .ValidateOnStart();
        services.AddSingleton<SetupLink>().AddSingleton<Sessions>().AddSingleton<HostNames>();
        services.AddScoped<AuthenticationStateProvider, SessionAuthenticationState>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme).Configure<IOptions<AccessOptions>>(SetCookie);
        services.AddAuthorization(Policies.Add);
        services.AddRateLimiter(limiter => limiter.AddPolicy<string, SignInLimit>(SignInLimit.Name));
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "marketing-form";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<AccessOptions>>(TrustProxies);
        // The keys lie in the data folder, which only the program's user can read; there is no second secret to wrap them in.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));
        return services;
    }

    /// <summary>
    /// Puts the guards before everything that follows: names of hosts, headers, session, lock, rate limit and antiforgery.
    /// Call it first, right after the handler of exceptions; it stands in for UseAuthentication, UseAuthorization,
    /// UseRateLimiter and UseAntiforgery.
    /// </summary>
    public static WebApplication UseAccess(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Use(SecurityHeaders.AddAsync);
        app.Use(app.Services.GetRequiredService<HostNames>().RefuseOthersAsync);
        app.Use(CircuitOrigin.RefuseOthersAsync);
        app.UseRouting();
        app.Use(MissingPages.TellProgramsAsync);
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        return app;
    }

    /// <summary>Maps what sessions need beside the pages.</summary>
    public static WebApplication MapAccess(this WebApplication app)
    {
        app.MapPost("/sign-out", SignOutEndpoint.HandleAsync);
        return app;
    }

    private static void SetCookie(CookieAuthenticationOptions cookie, IOptions<AccessOptions> options)
    {
        cookie.Cookie.Name = CookieName;
        cookie.CookieManager = new SessionCookie();
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.Path = "/";
        // Lax: a link in a mail to a page of the dashboard finds the session; a form of another site does not.
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = options.Value.SessionLife;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = "/sign-in";
        cookie.AccessDeniedPath = "/not-allowed";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.Events = new CookieAuthenticationEvents
        {
            OnValidatePrincipal = RejectEndedAsync,
            OnRedirectToLogin = context => RedirectPages(context, StatusCodes.Status401Unauthorized),
            OnRedirectToAccessDenied = context => RedirectPages(context, StatusCodes.Status403Forbidden),
        };
    }

    private static async Task RejectEndedAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<Sessions>();
        if (context.Principal is null || !await sessions.StandsAsync(context.Principal, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
        }
    }

    /// <summary>A person is led to a page; a program is told by the status.</summary>
    private static Task RedirectPages(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (MissingPages.IsForPerson(context.Request) && !ApiModule.IsAsked(context.Request))
        {
            context.Response.Redirect(context.RedirectUri);
        }
        else
        {
            context.Response.StatusCode = status;
        }

        return Task.CompletedTask;
    }

    private static void TrustProxies(ForwardedHeadersOptions forwarded, IOptions<AccessOptions> options)
    {
        // The name of the host is not taken from a proxy: it would go round the check of names.
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        foreach (var proxy in options.Value.TrustedProxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
            {
                forwarded.KnownProxies.Add(address);
            }
            else
            {
                forwarded.KnownIPNetworks.Add(IPNetwork.Parse(proxy));
            }
        }
    }
}
