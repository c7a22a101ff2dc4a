using Marketing.App.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;

namespace Marketing.App.Components.Widgets;

/// <summary>Who is at work.</summary>
internal static class SignedIn
{
    /// <summary>Name of the person who is signed in, for the audit log.</summary>
    public static async Task<string> ActorAsync(this AuthenticationStateProvider sessions) =>
        (await sessions.GetAuthenticationStateAsync()).User.Identity?.Name ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>Whether this person may read names and addresses. A search looks into them: whoever may not must not find them letter by letter either.</summary>
    public static async Task<bool> MayReadPeopleAsync(this AuthenticationStateProvider sessions, IAuthorizationService authorization) =>
        (await authorization.AuthorizeAsync((await sessions.GetAuthenticationStateAsync()).User, Policies.Analyst)).Succeeded;
}
