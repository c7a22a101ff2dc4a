using Microsoft.AspNetCore.Components.Authorization;

namespace Marketing.App.Components.Widgets;

/// <summary>Who is at work.</summary>
internal static class SignedIn
{
    /// <summary>Name of the person who is signed in, for the audit log.</summary>
    public static async Task<string> ActorAsync(this AuthenticationStateProvider sessions) =>
        (await sessions.GetAuthenticationStateAsync()).User.Identity?.Name ?? throw new InvalidOperationException("Nobody is signed in.");
}
