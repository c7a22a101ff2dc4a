using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;
using Microsoft.AspNetCore.Mvc;

namespace Marketing.App.Api.V1;

/// <summary>Products that go with one product, and those on the rise. They concern nobody, so that no transfer needs to be recorded.</summary>
internal static class RelatedReading
{
    public static void MapRelatedReading(this IEndpointRouteBuilder api)
    {
        var locked = ApiKeyScheme.Needs(ApiScopes.Read);
        api.MapGet("/products/{code}/similar", SimilarAsync).RequireAuthorization(locked);
        api.MapGet("/products/{code}/together", TogetherAsync).RequireAuthorization(locked);
        api.MapGet("/trending", TrendingAsync).RequireAuthorization(locked);
    }

    private static Task<IResult> SimilarAsync(string code, [AsParameters] ListWanted wanted, HttpContext context, [FromServices] IRecommendations recommendations, [FromServices] ISnapshots snapshots, [FromServices] ListAnswer answer, CancellationToken cancellation) =>
        OfProductAsync(code, wanted, context, recommendations.SimilarAsync, snapshots, answer, cancellation);

    private static Task<IResult> TogetherAsync(string code, [AsParameters] ListWanted wanted, HttpContext context, [FromServices] IRecommendations recommendations, [FromServices] ISnapshots snapshots, [FromServices] ListAnswer answer, CancellationToken cancellation) =>
        OfProductAsync(code, wanted, context, recommendations.TogetherAsync, snapshots, answer, cancellation);

    private static async Task<IResult> TrendingAsync(string? days, [AsParameters] ListWanted wanted, HttpContext context, [FromServices] IRecommendations recommendations, [FromServices] ListAnswer answer, CancellationToken cancellation)
    {
        if (wanted.Refusal(out var take) is { } wrong)
        {
            return wrong;
        }

        var period = IRecommendations.TrendDays[0];
        if (days is not null && (!int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out period) || !IRecommendations.TrendDays.Contains(period)))
        {
            return Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong period", $"'days' is one of {string.Join(", ", IRecommendations.TrendDays)}.");
        }

        var list = await recommendations.TrendingAsync(period, new RelatedQuery(take, wanted.Placement), cancellation);
        return await answer.WriteAsync(context, list, wanted.InWords(), json => json.WriteNumber("days"u8, period), cancellation);
    }

    private static async Task<IResult> OfProductAsync(
        string code,
        ListWanted wanted,
        HttpContext context,
        Func<ProductId, RelatedQuery, CancellationToken, Task<RecommendationList?>> read,
        ISnapshots snapshots,
        ListAnswer answer,
        CancellationToken cancellation)
    {
        if (wanted.Refusal(out var take) is { } wrong)
        {
            return wrong;
        }

        // A renewal of the snapshot between the two may have taken the product away.
        var products = (await snapshots.CurrentAsync(cancellation)).Products;
        return products.IndexOf(code) is >= 0 and var index && await read(new ProductId(products.Id[index]), new RelatedQuery(take, wanted.Placement), cancellation) is { } list
            ? await answer.WriteAsync(context, list, wanted.InWords(), json => json.WriteString("product"u8, products.Code[index]), cancellation)
            : Reading.Refuse(StatusCodes.Status404NotFound, "Not found", "There is no product with this code.");
    }
}
