using Marketing.App.Privacy;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;
using Microsoft.AspNetCore.Mvc;

namespace Marketing.App.Api.V1;

/// <summary>Recommendations for one customer or visitor, as a shop asks for them while a page is built.</summary>
internal static class RecommendationReading
{
    public static void MapRecommendationReading(this IEndpointRouteBuilder api)
    {
        api.MapGet("/recommendations", ReadAsync).NeedsTransfer(TransferPlaces.Api).NotesReading("recommendations").RequireAuthorization(ApiKeyScheme.Needs(ApiScopes.Read));
        api.MapRelatedReading();
    }

    private static async Task<IResult> ReadAsync(
        [AsParameters] ListWanted wanted,
        [AsParameters] VisitTold visit,
        HttpContext context,
        [FromServices] IRecommendations recommendations,
        [FromServices] ICustomerRecords customers,
        [FromServices] ISnapshots snapshots,
        [FromServices] ListAnswer answer,
        CancellationToken cancellation)
    {
        var shop = await snapshots.CurrentAsync(cancellation);
        var refused = visit.Refusal(shop.Products, out var products);
        if ((wanted.Refusal(out var take) ?? refused) is { } wrong)
        {
            return wrong;
        }

        // Somebody unknown is answered too: a page that is being built needs products, not a refusal.
        var known = visit.Customer is null ? null : await FindAsync(visit.Customer, shop, customers, cancellation);
        var query = new RecommendationQuery(known, take)
        {
            Placement = wanted.Placement,
            Bought = visit.Bought switch { "true" => BoughtPolicy.Include, "false" => BoughtPolicy.Exclude, _ => null },
            Viewed = products.Viewed,
            Basket = products.Basket,
            Country = visit.Country,
        };
        var list = await recommendations.ForAsync(query, cancellation);
        return await answer.WriteAsync(context, list, wanted.InWords(), cancellation, json =>
        {
            json.WriteString("customer"u8, visit.Customer);
            json.WriteBoolean("known"u8, known is not null);
            if (products.Ignored.Count > 0)
            {
                json.WriteStartArray("ignored"u8);
                foreach (var code in products.Ignored)
                {
                    json.WriteStringValue(code);
                }

                json.WriteEndArray();
            }
        });
    }

    // Who has a fact is found in memory; others, and records read under another, are asked for.
    private static async ValueTask<CustomerId?> FindAsync(string key, ShopSnapshot shop, ICustomerRecords customers, CancellationToken cancellation) =>
        shop.Customers.IndexOf(key) is >= 0 and var index ? new CustomerId(shop.Customers.Id[index]) : (await customers.FindByKeyAsync(key, cancellation))?.Id;
}
