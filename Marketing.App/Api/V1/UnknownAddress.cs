using Marketing.App.Web;

namespace Marketing.App.Api.V1;

/// <summary>What a program hears that asks for an address which is not there, or in a way which it does not know.</summary>
internal static class UnknownAddress
{
    private const int LongestShown = 200;

    /// <summary>Answers for everything under <see cref="ApiModule.Everything"/> that nothing else answers for; to strangers as every other address does.</summary>
    public static void MapUnknown(this IEndpointRouteBuilder endpoints) => endpoints
        .Map(ApiModule.Everything + "/{**address}", AnswerAsync)
        .RequireRateLimiting(ApiLimit.Name)
        .RequireAuthorization(ApiKeyScheme.KeyOrSession);

    private static Task AnswerAsync(HttpContext context)
    {
        var address = context.Request.Path.Value!;
        var shown = address.Length > LongestShown ? address[..LongestShown] + "…" : address;
        var methods = Methods(context.RequestServices.GetRequiredService<EndpointDataSource>(), context.Request.Path);
        if (methods.Count == 0)
        {
            return Problem.WriteAsync(context, StatusCodes.Status404NotFound, "No such address", $"There is no address {shown}. The OpenAPI document at {ApiModule.Root}/openapi.json lists every address.");
        }

        context.Response.Headers.Allow = string.Join(", ", methods);
        return Problem.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "Wrong method", $"{shown} takes {string.Join(" and ", methods)}, not {context.Request.Method}. The OpenAPI document at {ApiModule.Root}/openapi.json lists what each address takes.");
    }

    // The methods that the addresses of this path take, in the order of the alphabet.
    private static List<string> Methods(EndpointDataSource endpoints, PathString path) => [.. endpoints.Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => Matches(endpoint, path))
        .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
        .Distinct()
        .Order(StringComparer.Ordinal)];

    private static bool Matches(RouteEndpoint endpoint, PathString path) =>
        endpoint.RoutePattern.RawText?.StartsWith(ApiModule.Root, StringComparison.Ordinal) == true
        && MissingPages.Leads(path, endpoint);
}
