using System.Security.Claims;
using System.Text.Encodings.Web;
using Marketing.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.Extensions.Options;

namespace Marketing.App.Api.V1;

/// <summary>Knows a caller by the key in <c>Authorization: Bearer mk_ID_SECRET</c>. Cookies count for nothing here.</summary>
internal sealed class ApiKeyScheme(IApiKeys keys, RefusedKeys refused, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "api-key";
    private const string Bearer = "Bearer ";
    private const string Scope = "scope";

    /// <summary>The lock of what tells of the interface alone: any key opens it, and so does whoever is signed in.</summary>
    public static AuthorizationPolicy KeyOrSession { get; } =
        new AuthorizationPolicyBuilder(CookieAuthenticationDefaults.AuthenticationScheme, Name).RequireAuthenticatedUser().Build();

    /// <summary>The lock of endpoints that need a scope.</summary>
    public static AuthorizationPolicy Needs(string scope) =>
        new AuthorizationPolicyBuilder(Name).RequireAuthenticatedUser().RequireClaim(Scope, scope).Build();

    /// <summary>Whether the key of a caller has a scope.</summary>
    public static bool Has(ClaimsPrincipal caller, string scope) => caller.HasClaim(Scope, scope);

    /// <summary>The name of the key, which is the sender's name.</summary>
    public static string SenderOf(ClaimsPrincipal caller) => caller.Identity!.Name!;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (await keys.CheckAsync(header[Bearer.Length..].Trim(), Context.RequestAborted) is not { } key)
        {
            refused.Note();
            return AuthenticateResult.Fail("The key is not known.");
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, key.Name), .. key.Scopes.Select(scope => new Claim(Scope, scope))], Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer realm=\"marketing\"";
        return Problem.WriteAsync(Context, StatusCodes.Status401Unauthorized, "No valid key", "Send 'Authorization: Bearer mk_...' with a key that stands; an administrator makes one under Settings, API keys.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem.WriteAsync(Context, StatusCodes.Status403Forbidden, "The key may not do this", $"The key lacks the scope that this address needs{Named()}. Make a key that has it; the OpenAPI document names the scope of each address.");

    private string Named() => Context.GetEndpoint()?.Metadata.OfType<AuthorizationPolicy>().SelectMany(policy => policy.Requirements).OfType<ClaimsAuthorizationRequirement>()
        .Where(requirement => requirement.ClaimType == Scope).SelectMany(requirement => requirement.AllowedValues ?? []).FirstOrDefault() is { } scope ? $", {scope}" : "";
}
