using System.Security.Claims;
using Marketing.Kernel;
using Microsoft.AspNetCore.Authorization;

namespace Marketing.App.Access;

/// <summary>Names of the locks: each is opened by its role and the roles above it.</summary>
internal static class Policies
{
    public const string Administrator = nameof(Role.Administrator);
    public const string Marketer = nameof(Role.Marketer);
    public const string Analyst = nameof(Role.Analyst);
    public const string Viewer = nameof(Role.Viewer);

    /// <summary>Whether somebody has a role or one above it.</summary>
    public static bool Opens(Role role, ClaimsPrincipal user) => Enough(role).Any(user.IsInRole);

    /// <summary>Adds the four locks; whatever carries none of them needs a session all the same.</summary>
    public static void Add(AuthorizationOptions options)
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            options.AddPolicy(role.ToString(), policy => policy.RequireAuthenticatedUser().RequireRole(Enough(role)));
        }

        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
    }

    // Names of a role and of those above it.
    private static IEnumerable<string> Enough(Role role) => Enum.GetValues<Role>().Where(other => other <= role).Select(other => other.ToString());
}
