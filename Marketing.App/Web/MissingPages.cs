using Marketing.App.Api.V1;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Routing.Template;

namespace Marketing.App.Web;

/// <summary>What is answered under an address that leads nowhere: a person sees a page, a program reads a problem.</summary>
internal static class MissingPages
{
    private const string Page = "/not-found";

    /// <summary>Whether the sender of a request reads pages, as a browser does.</summary>
    public static bool IsForPerson(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));

    /// <summary>Shows the page for missing pages; put it before everything that finds out which page is wanted.</summary>
    public static void UseMissingPages(this IApplicationBuilder app) =>
        app.UseWhen(context => IsPageWanted(context.Request), pages =>
        {
            pages.UseStatusCodePagesWithReExecute(Page, createScopeForStatusCodePages: true);
            pages.Use(OnlyMissingAsync);
        });

    /// <summary>
    /// Tells programs of addresses that are not there, and of methods that an address does not take. Put it after the routing and
    /// before the locks: they would ask for a session where none helps. Which methods a locked address takes stays behind its lock.
    /// </summary>
    public static async Task TellProgramsAsync(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is null && !IsPageWanted(context.Request))
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "No such address", "There is nothing at this address.");
        }
        else if (endpoint is null or RouteEndpoint)
        {
            await next(context);
        }
        else
        {
            // The routing refuses with an endpoint of its own, which carries no lock and says which methods are taken.
            await (IsOpen(context) ? endpoint.RequestDelegate! : next)(context);
            if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed)
            {
                var methods = string.Join(" and ", context.Response.Headers.Allow.ToString().Split(", "));
                await Problem.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "Wrong method", $"This address takes {methods}, not {context.Request.Method}.");
            }
        }
    }

    /// <summary>Whether a path is one of an endpoint, whatever its method.</summary>
    public static bool Leads(PathString path, RouteEndpoint endpoint) => new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(path, []);

    private static bool IsPageWanted(HttpRequest request) => HttpMethods.IsGet(request.Method) && IsForPerson(request);

    private static bool IsOpen(HttpContext context) => context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Any(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null && Leads(context.Request.Path, endpoint));

    private static async Task OnlyMissingAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response.StatusCode != StatusCodes.Status404NotFound && context.Features.Get<IStatusCodePagesFeature>() is { } feature)
        {
            feature.Enabled = false;
        }
    }
}
