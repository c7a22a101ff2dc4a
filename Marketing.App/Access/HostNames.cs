using System.Net;
using Marketing.App.Api.V1;
using Marketing.Data;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Marketing.App.Access;

/// <summary>
/// The names under which the program may be asked. A page of another site could let its own name point at this machine (DNS
/// rebinding) and so read the dashboard as its own; such a request still carries the foreign name. An IP address cannot be
/// rebound, so every one is good.
/// </summary>
internal sealed class HostNames(IShop shop, IServer server, IOptions<AccessOptions> options)
{
    private const string Unknown =
        "This program is not known under the name in the address. Ask it as localhost, enter the name as the shop's public address, or add it to the setting Access:AllowedHosts:0 (environment: MARKETING_Access__AllowedHosts__0).";

    public bool Knows(HostString host)
    {
        var name = host.Host.TrimEnd('.');
        return IPAddress.TryParse(name.Trim('[', ']'), out _)
            || Is(name, "localhost")
            || (Uri.TryCreate(shop.Profile.PublicAddress, UriKind.Absolute, out var address) && Is(name, address.Host))
            || options.Value.AllowedHosts.Any(allowed => Is(name, allowed))
            || (server.Features.Get<IServerAddressesFeature>()?.Addresses.Any(listening => Is(name, BindingAddress.Parse(listening).Host)) ?? false);
    }

    /// <summary>Refuses requests under other names, in words that an operator can use.</summary>
    public async Task RefuseOthersAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Host.HasValue && Knows(context.Request.Host))
        {
            await next(context);
            return;
        }

        if (ApiModule.IsAsked(context.Request))
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "Unknown name", Unknown);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(Unknown, context.RequestAborted);
    }

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
