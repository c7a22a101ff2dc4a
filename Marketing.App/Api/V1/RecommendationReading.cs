using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Marketing.App.Components.Widgets;
using Marketing.App.Privacy;
using Marketing.App.Resources;
using Marketing.App.Web;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;
using Microsoft.AspNetCore.Mvc;

namespace Marketing.App.Api.V1;

/// <summary>Recommendations for one customer, as a shop asks for them while a page is built.</summary>
internal static class RecommendationReading
{
    private const int Usual = 10;
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    public static void MapRecommendationReading(this IEndpointRouteBuilder api) => api.MapGet("/recommendations", ReadAsync).NeedsTransfer(TransferPlaces.Api).NotesReading("recommendations").RequireAuthorization(ApiKeyScheme.Needs(ApiScopes.Read));

    private static async Task<IResult> ReadAsync(
        string? customer,
        string? n,
        string? bought,
        string? placement,
        string? language,
        HttpContext context,
        [FromServices] IRecommendations recommendations,
        [FromServices] ICustomerRecords customers,
        [FromServices] ISnapshots snapshots,
        [FromServices] IShop shop,
        CancellationToken cancellation)
    {
        var take = Usual;
        if (n is not null && (!int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out take) || take < 1 || take > RecommendationQuery.Longest))
        {
            return Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong number", $"'n' is a whole number from 1 to {RecommendationQuery.Longest}.");
        }

        if (bought is not (null or "true" or "false"))
        {
            return Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong choice", "'bought' is true when products that the customer has bought may come again, or false; without it the shop's rules decide.");
        }

        if (placement is not null && !RecommendationQuery.IsPlacement(placement))
        {
            return Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong placement", "'placement' is 1 to 40 letters, digits, '-' or '_', for example home or cart.");
        }

        if (language is not null && !Words.Languages.Contains(language))
        {
            return Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong language", $"'language' is one of {string.Join(", ", Words.Languages)}.");
        }

        // Somebody unknown is answered too: a page that is being built needs products, not a refusal.
        var known = customer is null ? null : await customers.FindByKeyAsync(customer, cancellation);
        var list = await recommendations.ForAsync(new RecommendationQuery(known?.Id, take) { Placement = placement, Bought = bought switch { "true" => BoughtPolicy.Include, "false" => BoughtPolicy.Exclude, _ => null } }, cancellation);
        var words = Words.In(language ?? Words.English);
        var (display, names) = (new Display(words, () => shop.Profile), new ProductNames(snapshots));
        var items = new List<object>(list.Products.Count);
        foreach (var product in list.Products)
        {
            var reasons = new List<object>(product.Reasons.Count);
            foreach (var reason in product.Reasons)
            {
                reasons.Add(new { reason.Code, text = await ReasonWords.SayAsync(words, display, names, "Reason", reason, cancellation) });
            }

            items.Add(new { product = product.Code, product.Name, priceMinor = product.Price, product.Score, reasons });
        }

        return Answer(context, JsonSerializer.SerializeToUtf8Bytes(
            new { customer, known = known is not null, answeredBy = list.Kind, model = list.Model?.Value, currency = shop.Profile.Currency, items },
            Form));
    }

    // The same answer as last time travels once.
    private static IResult Answer(HttpContext context, byte[] body)
    {
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..32]}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        return context.Request.Headers.IfNoneMatch.Contains(tag) ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Bytes(body, "application/json; charset=utf-8");
    }
}
