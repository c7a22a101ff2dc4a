using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using Marketing.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Marketing.App.Access;

/// <summary>
/// Sessions of signed-in people. The cookie says who and since which stamp; whether it still stands is asked of the accounts,
/// for requests as for open circuits, and remembered for some seconds.
/// </summary>
internal sealed class Sessions(IAccounts accounts, IAuditLog audit, TimeProvider system, IOptions<AccessOptions> options)
{
    private const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
    private const string StampClaim = "stamp";
    private const string SessionClaim = "session";
    private const int MostRemembered = 10_000;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _seenStanding = new();

    /// <summary>Begins a session: sets the cookie.</summary>
    public async Task OpenAsync(HttpContext context, User user)
    {
        await audit.WriteAsync(user.Name, "session.begin", $"user {user.Id.Value}", null, context.RequestAborted);
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, user.Id.Value.ToString(CultureInfo.InvariantCulture)),
                new(ClaimTypes.Name, user.Name),
                new(ClaimTypes.Role, user.Role.ToString()),
                new(StampClaim, user.Stamp),
                new(SessionClaim, Guid.NewGuid().ToString("N")),
            ],
            Scheme);
        await context.SignInAsync(Scheme, new ClaimsPrincipal(identity));
    }

    /// <summary>Ends a session for good: also for its other tabs, and for whoever copied the cookie.</summary>
    public async Task CloseAsync(HttpContext context)
    {
        if (context.User.FindFirstValue(SessionClaim) is { } session)
        {
            await accounts.EndSessionAsync(session, system.GetUtcNow() + options.Value.SessionLife, CancellationToken.None);
            Recheck();
            await audit.WriteAsync(context.User.Identity!.Name!, "session.end", $"user {context.User.FindFirstValue(ClaimTypes.NameIdentifier)}", null, CancellationToken.None);
        }

        await context.SignOutAsync(Scheme);
    }

    /// <summary>Whether the session of a principal still stands.</summary>
    public async ValueTask<bool> StandsAsync(ClaimsPrincipal principal, CancellationToken cancellation)
    {
        if (principal.FindFirstValue(SessionClaim) is not { } session
            || principal.FindFirstValue(StampClaim) is not { } stamp
            || !long.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out var id))
        {
            return false;
        }

        var now = system.GetUtcNow();
        if (_seenStanding.TryGetValue(session, out var seen) && now - seen < options.Value.SessionCheck)
        {
            return true;
        }

        if (await accounts.FindSessionAsync(new UserId(id), stamp, session, cancellation) is null)
        {
            _seenStanding.TryRemove(session, out _);
            return false;
        }

        if (_seenStanding.Count >= MostRemembered)
        {
            _seenStanding.Clear();
        }

        _seenStanding[session] = now;
        return true;
    }

    /// <summary>Asks about every session anew: somebody was changed or has signed out.</summary>
    public void Recheck() => _seenStanding.Clear();
}
