using Microsoft.Net.Http.Headers;

namespace Marketing.App.Access;

/// <summary>Headers that tell the browser what a page of ours may do, set at the last moment so that nothing weakens them.</summary>
internal static class SecurityHeaders
{
    /// <summary>Where the job engine's own dashboard lives.</summary>
    public const string JobEngine = "/hangfire";

    private const string Common =
        "default-src 'self'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; ";

    // Components set sizes and colours in style attributes and MudBlazor writes its theme as a style element: styles may be
    // inline. Scripts may not, and nothing may be evaluated.
    private const string Pages = Common + "style-src 'self' 'unsafe-inline'; script-src 'self'; connect-src 'self'";

    // The job engine's dashboard is not ours and starts itself by an inline script.
    private const string JobEnginePages = Common + "style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; connect-src 'self'";

    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(static state => Set((HttpContext)state), context);
        return next(context);
    }

    /// <summary>The policy of a request. Older browsers do not count the web socket of the same host as 'self', so it is named.</summary>
    internal static string Policy(HttpRequest request) => request.Path.StartsWithSegments(JobEngine)
        ? JobEnginePages
        : $"{Pages} {(request.IsHttps ? "wss" : "ws")}://{request.Host.ToUriComponent()}";

    private static Task Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy(context.Request);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        // What a person saw must not come back with the browser's back button after they have signed out.
        if (context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) ?? false)
        {
            headers.CacheControl = "no-store";
            headers.Remove(HeaderNames.Pragma);
        }

        return Task.CompletedTask;
    }
}
