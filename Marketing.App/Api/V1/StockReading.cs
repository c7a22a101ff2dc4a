using System.Text.Json.Nodes;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Marketing.App.Api.V1;

/// <summary>Stock against demand as other programs read it.</summary>
internal static class StockReading
{
    public static void MapStockReading(this IEndpointRouteBuilder api)
    {
        var locked = ApiKeyScheme.Needs(ApiScopes.Read);
        api.MapGet("/stock", ListAsync).RequireAuthorization(locked);
        api.MapGet("/stock/proposal", ProposalAsync).RequireAuthorization(locked);
        api.MapGet("/stock/{code}", OneAsync).RequireAuthorization(locked);
    }

    /// <summary>States by their machine names.</summary>
    public static IReadOnlyDictionary<string, StockState> States { get; } = Enum.GetValues<StockState>().ToDictionary(Reading.Word);

    /// <summary>A product as programs read it.</summary>
    public static object Shown(StockLine line) => new
    {
        product = line.Code,
        line.Name,
        line.Category,
        state = Reading.Word(line.State),
        signal = Reading.Word(line.Signal),
        line.Stock,
        line.ShelfBalance,
        simulated = line.IsSimulated,
        line.DemandPerDay,
        line.CoverDays,
        line.LeadDays,
        leadIsAssumed = line.IsLeadAssumed,
        line.LeadDemand,
        line.SafetyStock,
        line.ReorderPoint,
        line.OrderUpTo,
        line.EconomicQuantity,
        line.Quantity,
        unitCostMinor = line.UnitCost,
        costIsAssumed = line.IsCostAssumed,
        valueMinor = line.Value,
        stockOutDate = line.StockOut,
        line.StockOutProbability,
        line.OverstockUnits,
        overstockMinor = line.OverstockCapital,
        capitalMinor = line.Capital,
        abc = line.Abc.ToString(),
        xyz = line.Xyz?.ToString(),
        reasons = line.Reasons.Select(reason => reason.Code),
    };

    /// <summary>Puts the addresses into the OpenAPI document.</summary>
    public static void AddTo(JsonObject paths)
    {
        const string Line = """{"product":"TEA-1","name":"Green tea","category":"Tea > Green","state":"order-now","signal":"none","stock":20,"shelfBalance":22.6,"simulated":false,"demandPerDay":1.4,"coverDays":14.3,"leadDays":9,"leadIsAssumed":false,"leadDemand":12.6,"safetyStock":10.4,"reorderPoint":23,"orderUpTo":36,"economicQuantity":null,"quantity":16,"unitCostMinor":190,"costIsAssumed":false,"valueMinor":3040,"stockOutDate":"2026-02-14","stockOutProbability":0.08,"overstockUnits":0,"overstockMinor":0,"capitalMinor":3800,"abc":"A","xyz":"X","reasons":["stock-below"]}""";
        paths["/api/v1/stock"]!.AsObject()["get"] = OpenApi.Exemplified(
            OpenApi.Reading("Read the products with their stock against what will be asked for: reorder point ('leadDemand', expected until an order arrives, and 'safetyStock'), quantity to order, day of selling out, classes. 'shelfBalance' is what the smoothing of stock less sales expects to be left on the shelf, and no demand. 'state' keeps those of one state. Empty before the first forecasts of demand", OpenApi.CountedPage, "state", "limit", "cursor"),
            $$"""{"items":[{{Line}}],"total":1,"next":null}""");
        paths["/api/v1/stock/proposal"] = new JsonObject
        {
            ["get"] = OpenApi.Exemplified(OpenApi.Reading("Read what to order now, the most urgent first, with its value at cost", OpenApi.One), $$"""{"day":"2026-01-31","currency":"GBP","valueMinor":3040,"withoutCost":0,"items":[{{Line}}]}"""),
        };
        paths["/api/v1/stock/{code}"] = new JsonObject { ["get"] = OpenApi.Exemplified(OpenApi.Reading("Read the stock of one product against what will be asked for", OpenApi.One, "code"), Line) };
    }

    private static async Task<IResult> ListAsync(string? state, string? limit, string? cursor, [FromServices] IInventory inventory, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        if (state is not null && !States.ContainsKey(state))
        {
            return Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong state", $"'state' is one of {string.Join(", ", States.Keys)}.");
        }

        if (Reading.Part($"stock by id{(state is null ? "" : $", {state}")}", limit, cursor, [Reading.IsId], options.Value, out var part) is { } wrong)
        {
            return wrong;
        }

        ProductId? after = part.After is [var id] ? new ProductId(Cursor.Id(id)!.Value) : null;
        var page = await inventory.AfterAsync(new StockFilter(state is null ? null : States[state]), after, part.Take + 1, cancellation);
        var (items, next) = Reading.Cut(part, page.Items, line => [$"{line.Product.Value}"], Shown);
        return Results.Json(new { items, total = page.Total, next });
    }

    private static async Task<IResult> OneAsync(string code, [FromServices] IInventory inventory, CancellationToken cancellation) =>
        await inventory.OfAsync(code, cancellation) is { } line
            ? Results.Json(Shown(line))
            : Reading.Refuse(StatusCodes.Status404NotFound, "Not found", "There is no product with this code, or no demand was foretold yet.");

    private static async Task<IResult> ProposalAsync([FromServices] IInventory inventory, [FromServices] IShop shop, CancellationToken cancellation)
    {
        var proposal = await inventory.ProposalAsync(cancellation);
        return Results.Json(new { proposal.Day, currency = shop.Profile.Currency, valueMinor = proposal.Value, proposal.WithoutCost, items = proposal.Lines.Select(Shown) });
    }
}
