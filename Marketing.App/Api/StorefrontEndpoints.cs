using Marketing.App.Access;
using Marketing.App.Components.Storefront;
using Marketing.App.Resources;
using Marketing.App.Tracking;
using Marketing.App.Web;
using Marketing.Kernel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Marketing.App.Api;

/// <summary>Pages of the demonstration storefront: whole documents without the dashboard's circuit, as a shop's pages are.</summary>
internal static class StorefrontEndpoints
{
    private const string Reason = "The demonstration storefront stands in for a shop, and a shop has visitors; it shows names and prices of products only, and exists for the demo shop or where it was switched on.";

    public static void MapStorefront(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/shop-demo", ShelfAsync).Public(Reason);
        endpoints.MapGet("/shop-demo/products/{code}", ProductAsync).Public(Reason);
        endpoints.MapGet("/shop-demo/{page}", PageAsync).Public(Reason);
        endpoints.MapPost("/shop-demo/ads/{decision:long}", FollowAsync).RequireRateLimiting(TrackingLimit.Name).Public("A visitor of the storefront who follows an advertisement: only those that the storefront itself showed are noted, and it leads where the advertisement says.");
    }

    private static async Task<IResult> ShelfAsync(HttpContext context, string? q, [FromServices] Storefront storefront, [FromServices] Words words, CancellationToken cancellation)
    {
        var searched = q?.Trim() is { Length: > 0 } typed ? typed[..Math.Min(100, typed.Length)] : null;
        return storefront.IsOpen
            ? await DocumentAsync(context, storefront, words, "shelf", await storefront.ListAsync(searched, cancellation), searched, cancellation)
            : Results.NotFound();
    }

    private static async Task<IResult> ProductAsync(HttpContext context, string code, [FromServices] Storefront storefront, [FromServices] Words words, CancellationToken cancellation) =>
        storefront.IsOpen && await storefront.FindAsync(code, cancellation) is { } goods
            ? await DocumentAsync(context, storefront, words, "product", [goods], null, cancellation)
            : Results.NotFound();

    private static async Task<IResult> PageAsync(HttpContext context, string page, [FromServices] Storefront storefront, [FromServices] Words words, CancellationToken cancellation) =>
        storefront.IsOpen && (page is "cart" or "checkout" or "thanks")
            ? await DocumentAsync(context, storefront, words, page, [], null, cancellation)
            : Results.NotFound();

    // The address to go to is the advertisement's own, never the request's.
    private static async Task<IResult> FollowAsync(HttpContext context, long decision, [FromServices] Storefront storefront, [FromServices] StorefrontAds ads, CancellationToken cancellation)
    {
        if (!storefront.IsOpen || await ads.FollowAsync(context.Request, new DecisionId(decision), cancellation) is not { } target)
        {
            return Results.NotFound();
        }

        context.Response.Headers.Location = target;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<IResult> DocumentAsync(HttpContext context, Storefront storefront, Words words, string kind, IReadOnlyList<Goods> goods, string? searched, CancellationToken cancellation)
    {
        words.Use(Preferences.Of(context.Request).Language);
        var site = await storefront.SiteAsync(cancellation);
        return new RazorComponentResult<StorefrontDocument>(new Dictionary<string, object?>
        {
            [nameof(StorefrontDocument.Kind)] = kind,
            [nameof(StorefrontDocument.Goods)] = goods,
            [nameof(StorefrontDocument.Searched)] = searched,
            [nameof(StorefrontDocument.SiteKey)] = site.Key,
            [nameof(StorefrontDocument.Ads)] = kind is "shelf" or "cart" ? await context.RequestServices.GetRequiredService<StorefrontAds>().ShowAsync(context.Request, cancellation) : [],
        });
    }
}
