using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Options;

namespace Marketing.App.Access;

/// <summary>Ends open pages when their session ends: a circuit lives on one request and would outlast it.</summary>
internal sealed class SessionAuthenticationState(ILoggerFactory loggers, Sessions sessions, IOptions<AccessOptions> options)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => options.Value.SessionCheck;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        await sessions.StandsAsync(authenticationState.User, cancellationToken);
}
