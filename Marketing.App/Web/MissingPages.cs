using Microsoft.AspNetCore.Diagnostics;

namespace Marketing.App.Web;

/// <summary>What a person sees under an address that leads nowhere; a program is told by the status alone.</summary>
internal static class MissingPages
{
    private const string Page = "/not-found";

    /// <summary>Whether the sender of a request reads pages, as a browser does.</summary>
    public static bool IsForPerson(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));

    /// <summary>Shows the page for missing pages; put it before everything that finds out which page is wanted.</summary>
    public static void UseMissingPages(this IApplicationBuilder app) =>
        app.UseWhen(context => HttpMethods.IsGet(context.Request.Method) && IsForPerson(context.Request), pages =>
        {
            pages.UseStatusCodePagesWithReExecute(Page, createScopeForStatusCodePages: true);
            pages.Use(OnlyMissingAsync);
        });

    private static async Task OnlyMissingAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response.StatusCode != StatusCodes.Status404NotFound && context.Features.Get<IStatusCodePagesFeature>() is { } feature)
        {
            feature.Enabled = false;
        }
    }
}
