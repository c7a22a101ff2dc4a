namespace Marketing.App.Access;

/// <summary>
/// Lets only pages of this host open a circuit: browsers send the cookie with a web socket to any site and ask nobody, but
/// they do say which page wants it.
/// </summary>
internal static class CircuitOrigin
{
    private const string Circuit = "/_blazor";

    public static Task RefuseOthersAsync(HttpContext context, RequestDelegate next)
    {
        if (IsAllowed(context.Request))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    internal static bool IsAllowed(HttpRequest request)
    {
        var socket = string.Equals(request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase)
            || request.Headers.ContainsKey(":protocol");
        if (!socket && !request.Path.StartsWithSegments(Circuit))
        {
            return true;
        }

        return request.Headers.Origin.ToString() switch
        {
            "" => !socket,
            var origin => Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Scheme is "http" or "https" && IsSame(page, request.Host),
        };
    }

    // Behind a proxy that ends https the scheme may differ; host and port are the visitor's own.
    private static bool IsSame(Uri page, HostString host) =>
        string.Equals(page.IdnHost.Trim('[', ']'), host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
        && page.Port == (host.Port ?? (page.Scheme == "https" ? 443 : 80));
}
