using System.Text;
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
        api.MapGet("/recommendations/export", Export).NeedsTransfer(TransferPlaces.Api).NotesReading("recommendations").RequireAuthorization(ApiKeyScheme.Needs(ApiScopes.Read));
        api.MapRelatedReading();
    }

    private static async Task<IResult> ReadAsync(
        [AsParameters] ListWanted wanted,
        [AsParameters] VisitTold visit,
        string? record,
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

        if (RecordRefusal(record, context) is { } locked)
        {
            return locked;
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
            Referrer = visit.Referrer,
        };
        var list = record == "true" ? await recommendations.RecordAsync(query, cancellation) : new RecordedList(await recommendations.ForAsync(query, cancellation), null);
        return await answer.WriteAsync(context, list.List, wanted.InWords(), json =>
        {
            if (list.Decision is { } decision)
            {
                json.WriteNumber("decision"u8, decision.Value);
            }

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
        }, cancellation);
    }

    private static IResult? RecordRefusal(string? record, HttpContext context) => record switch
    {
        not (null or "true" or "false") => Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong choice", "'record' is true when the list is written to the decision ledger, or false."),
        "true" when !ApiKeyScheme.Has(context.User, ApiScopes.Events) => Reading.Refuse(StatusCodes.Status403Forbidden, "The key may not do this", $"'record' needs a key with the scope {ApiScopes.Events} too."),
        _ => null,
    };

    private static IResult Export([AsParameters] ListWanted wanted, [FromServices] IRecommendations recommendations, [FromServices] ListAnswer answer, CancellationToken cancellation) =>
        wanted.Refusal(out var take) ?? Results.Stream(
            async body =>
            {
                await using var writer = new StreamWriter(body, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
                await ListExport.WriteAsync(writer, recommendations, answer, new RelatedQuery(take, wanted.Placement), wanted.InWords(), cancellation);
            },
            "application/x-ndjson; charset=utf-8");

    /// <summary>The customer with the shop's own number: who has a fact is found in memory; others, and records read under another, are asked for.</summary>
    public static async ValueTask<CustomerId?> FindAsync(string key, ShopSnapshot shop, ICustomerRecords customers, CancellationToken cancellation) =>
        shop.Customers.IndexOf(key) is >= 0 and var index ? new CustomerId(shop.Customers.Id[index]) : (await customers.FindKnownByKeyAsync(key, cancellation))?.Id;
}
