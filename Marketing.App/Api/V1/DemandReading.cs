using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Marketing.App.Components.Pages.Demand;
using Marketing.App.Web;
using Marketing.Kernel;
using Marketing.Model;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Marketing.App.Api.V1;

/// <summary>Forecasts of demand, over HTTP. They concern nobody, so that no transfer needs to be recorded.</summary>
internal static class DemandReading
{
    public static void MapDemandReading(this IEndpointRouteBuilder api)
    {
        var locked = ApiKeyScheme.Needs(ApiScopes.Read);
        api.MapGet("/demand", TurnAsync).RequireAuthorization(locked);
        api.MapGet("/demand/products", ProductsAsync).RequireAuthorization(locked);
        api.MapGet("/demand/products/{code}", ProductAsync).RequireAuthorization(locked);
    }

    public static void AddTo(JsonObject paths)
    {
        paths["/api/v1/demand"] = Documented(
            "Read how much demand is foretold for the shop and how good forecasts were. 'total' is the sum over all products of the 28 days from 'from' on, with its 95 % interval, beside the 28 days before. 'accuracy' has a line for a group (all, or smooth, erratic, intermittent, lumpy), a method ('chosen' for that of each product) and a span of days",
            OpenApi.One,
            """{"run":41,"from":"2026-02-01","horizonDays":56,"origins":3,"products":1,"total":{"days":28,"expected":5210.4,"low95":4480,"high95":6010,"last":4890},"accuracy":[{"group":"all","method":"chosen","span":28,"products":2,"wape":0.31,"rmsse":null,"mase":null,"bias":0.02,"coverage80":0.81,"coverage95":0.95}],"cpuSeconds":12.5}""");
        paths["/api/v1/demand/products"] = Documented(
            "Read what is expected of every product in the 28 days from the turn on, with the 80 % interval, by the shop's order of products. Empty before the first forecasts. 'q' keeps those whose code begins with it or whose name holds it",
            OpenApi.CountedPage,
            """{"items":[{"product":"TEA-1","name":"Green tea","state":"current","kind":"smooth","last28":118,"next28":124.2,"low80":101,"high80":148,"method":"theta","basis":"backtest"}],"total":1,"next":null}""",
            "q",
            "limit",
            "cursor");
        paths["/api/v1/demand/products/{code}"] = Documented(
            "Read what is expected of one product on each day, with the 80 and 95 % intervals of that day. Intervals of sums are not sums of intervals. 'errors' tells how far each method was off on earlier days (RMSSE). 'promotions' are those planned for these days, with the 'lift' that is in the days already: null where neither the product's past ('own') nor the shop's products together ('pooled') tell it",
            OpenApi.One,
            """{"product":"TEA-1","name":"Green tea","state":"current","kind":"smooth","last28":118,"next28":124.2,"low80":101,"high80":148,"method":"theta","basis":"backtest","errors":[{"method":"theta","rmsse":0.84}],"promotions":[{"promotion":12,"name":"Spring sale","first":"2026-02-01","last":"2026-02-07","cut":0.2,"lift":0.56,"basis":"own","reason":null}],"days":[{"day":"2026-02-01","mean":4.4,"low80":2,"high80":7,"low95":1,"high95":9}]}""",
            "code");
    }

    private static JsonObject Documented(string summary, string answer, string example, params string[] parameters) =>
        new() { ["get"] = OpenApi.Exemplified(OpenApi.Reading(summary, answer, parameters), example) };

    private static async Task<IResult> TurnAsync([FromServices] DemandLooks looks, CancellationToken cancellation) =>
        await looks.CurrentAsync(cancellation) is { } look ? Results.Json(Shown(look)) : Nothing();

    private static async Task<IResult> ProductsAsync(string? q, string? limit, string? cursor, [FromServices] DemandLooks looks, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        if (Reading.Part($"demand by product{(q is null ? "" : $", {q}")}", limit, cursor, [Reading.IsId], options.Value, out var part) is { } wrong)
        {
            return wrong;
        }

        // Rows stand by ascending id, as the products of a snapshot do; before the first forecasts there are none.
        var all = DemandWords.Found((await looks.CurrentAsync(cancellation))?.Rows ?? [], q?.Trim());
        var after = part.After is [var last] ? Cursor.Id(last)!.Value : long.MinValue;
        var rows = all.Where(row => row.Told.Product.Value > after).Take(part.Take + 1).ToList();
        var (items, next) = Reading.Cut(part, rows, row => [$"{row.Told.Product.Value}"], Shown);
        return Results.Json(new { items, total = all.Count, next });
    }

    private static async Task<IResult> ProductAsync(string code, [FromServices] DemandLooks looks, CancellationToken cancellation) =>
        await looks.CurrentAsync(cancellation) is not { } look ? Nothing()
        : look.Find(code) is not { } row ? Reading.Refuse(StatusCodes.Status404NotFound, "Not found", "Nothing is foretold of a product with this code. /api/v1/demand/products lists those that were.")
        : Results.Json(Whole(look, row, look.Book.Turn.HorizonDays));

    private static IResult Nothing() => Reading.Refuse(StatusCodes.Status404NotFound, "Nothing foretold", "No turn has foretold demand yet. A turn does so once there are two weeks of orders.");

    /// <summary>The turn and how good forecasts were, as programs read it.</summary>
    public static object Shown(DemandLook look)
    {
        var (turn, total) = (look.Book.Turn, look.Total(null));
        return new
        {
            run = turn.Run.Value,
            turn.From,
            turn.HorizonDays,
            turn.Origins,
            products = look.Rows.Count,
            total = new { days = DemandLook.Month, total.Expected, low95 = total.Low, high95 = total.High, total.Last },
            turn.Accuracy,
            turn.CpuSeconds,
        };
    }

    /// <summary>A product in the list.</summary>
    public static ShownDemand Shown(DemandRow row) =>
        new(row.Code, row.Name, Reading.Word(row.State), row.Kind, row.Last, row.Next, row.Low, row.High, row.Told.Method, Reading.Word(row.Told.Basis));

    /// <summary>A product with its days.</summary>
    public static ShownDemand Whole(DemandLook look, DemandRow row, int days) => Shown(row) with { Errors = row.Told.Errors, Promotions = Promotions(row.Told), Days = Days(look, row, days) };

    /// <summary>Each day foretold of a product.</summary>
    public static IEnumerable<DemandDay> Days(DemandLook look, DemandRow row, int days)
    {
        var (spread, from) = (look.Book.Turn.Spread, look.Book.Turn.From);
        return row.Told.Mean.Take(days).Select((mean, day) =>
        {
            var more = Math.Pow(row.Told.Lift.Doubt(row.Told.Mean, day, 1), 2);
            return new DemandDay(from.AddDays(day), mean, spread.Quantile(0.1, mean, 1, more), spread.Quantile(0.9, mean, 1, more), spread.Quantile(0.025, mean, 1, more), spread.Quantile(0.975, mean, 1, more));
        });
    }

    private static IEnumerable<DemandPromotion> Promotions(ProductDemand told) =>
        told.Lift.Promotions.Select(one => new DemandPromotion(one.Id, one.Name, one.First, one.Last, one.Cut, one.Times - 1, Reading.Word(told.Lift.Basis), told.Lift.Reason));
}

/// <summary>A product as programs read it.</summary>
/// <param name="Product">The shop's code.</param>
/// <param name="Name">Name.</param>
/// <param name="State">Where it stands in its life.</param>
/// <param name="Kind">How its demand comes.</param>
/// <param name="Last28">Units sold in the 28 days before the turn.</param>
/// <param name="Next28">Units expected in the 28 days from then on.</param>
/// <param name="Low80">Lower end of the 80 % interval of these.</param>
/// <param name="High80">Upper end.</param>
/// <param name="Method">Method.</param>
/// <param name="Basis">Why so.</param>
internal sealed record ShownDemand(string Product, string Name, string State, string Kind, double Last28, double Next28, double Low80, double High80, string Method, string Basis)
{
    /// <summary>How far each method was off; of one product alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MethodError>? Errors { get; init; }

    /// <summary>Promotions planned for days foretold; of one product alone. What they are expected to bring is in the days already.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IEnumerable<DemandPromotion>? Promotions { get; init; }

    /// <summary>Each day foretold; of one product alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IEnumerable<DemandDay>? Days { get; init; }
}

/// <summary>A promotion planned for days foretold.</summary>
/// <param name="Promotion">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="First">First day.</param>
/// <param name="Last">Last day.</param>
/// <param name="Cut">Cut of the usual price as a share of it.</param>
/// <param name="Lift">Relative change of demand that is expected of it; null where nothing tells it.</param>
/// <param name="Basis">What tells it: own, pooled or none.</param>
/// <param name="Reason">Why the product's own past does not, or null.</param>
internal sealed record DemandPromotion(long Promotion, string Name, DateOnly First, DateOnly Last, double Cut, double? Lift, string Basis, string? Reason);

/// <summary>One day foretold.</summary>
/// <param name="Day">Day.</param>
/// <param name="Mean">Units expected.</param>
/// <param name="Low80">Lower end of the 80 % interval.</param>
/// <param name="High80">Upper end.</param>
/// <param name="Low95">Lower end of the 95 % interval.</param>
/// <param name="High95">Upper end.</param>
internal sealed record DemandDay(DateOnly Day, double Mean, double Low80, double High80, double Low95, double High95);
