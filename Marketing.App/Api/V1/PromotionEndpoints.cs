using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;
using Marketing.Data;
using Marketing.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Marketing.App.Api.V1;

/// <summary>The calendar of promotions as other programs read and write it. It concerns nobody, so that no transfer needs to be recorded.</summary>
internal static class PromotionEndpoints
{
    private const string Address = "/api/v1/promotions";
    private const string Example = """{"name":"Spring sale","scope":"products","category":null,"products":["TEA-1"],"first":"2026-04-01","last":"2026-04-07","cut":0.2,"note":"Before Easter"}""";
    private const string Answered = """{"id":12,"state":"planned","name":"Spring sale","scope":"products","category":null,"products":["TEA-1"],"first":"2026-04-01","last":"2026-04-07","cut":0.2,"note":"Before Easter","entered":"2026-03-01T09:30:00+00:00","enteredBy":"anna","changed":"2026-03-01T09:30:00+00:00","changedBy":"anna"}""";

    // A program may send back what it has read: the answer's own fields are known and do not count.
    private static readonly BodyForm Form = new(
        ["name", "scope", "category", "products", "first", "last", "cut", "note", "id", "state", "entered", "enteredBy", "changed", "changedBy"],
        "Send {\"name\": \"Spring sale\", \"scope\": \"shop\", \"first\": \"2026-04-01\", \"last\": \"2026-04-07\", \"cut\": 0.2}; 'scope' is shop, category (with 'category') or products (with a list of codes 'products').",
        "Nothing was changed.");

    public static void MapPromotions(this IEndpointRouteBuilder api)
    {
        var (reads, writes) = (ApiKeyScheme.Needs(ApiScopes.Read), ApiKeyScheme.Needs(ApiScopes.Promotions));
        api.MapGet("/promotions", ListAsync).RequireAuthorization(reads);
        api.MapGet("/promotions/{id}", FindAsync).RequireAuthorization(reads);
        api.MapPost("/promotions", AddAsync).RequireAuthorization(writes);
        api.MapPut("/promotions/{id}", ChangeAsync).RequireAuthorization(writes);
        api.MapDelete("/promotions/{id}", RemoveAsync).RequireAuthorization(writes);
    }

    public static void AddTo(JsonObject paths)
    {
        const string Counts = "Where two cover a product on a day, the deeper cut counts. Forecasts of demand know it from the next turn on";
        paths[Address] = new JsonObject
        {
            ["get"] = OpenApi.Exemplified(OpenApi.Reading($"Read the calendar of promotions, as they were entered. 'cut' is a share of the usual price, days are the shop's. {Counts}", OpenApi.CountedPage, "limit", "cursor"), $$"""{"items":[{{Answered}}],"total":1,"next":null}"""),
            ["post"] = Writing(
                $"Plan a promotion. {Counts}. One that says the same as another, the note apart, adds nothing and is answered with that one",
                new JsonObject { ["201"] = Told("It stands in the calendar; Location is its address.", withLocation: true), ["200"] = Told("It stood in the calendar already; nothing was added.") }),
        };
        var one = paths[$"{Address}/{{id}}"] = new JsonObject
        {
            ["get"] = OpenApi.Exemplified(OpenApi.Reading("Read one promotion. Its ETag tells what it says", OpenApi.One, "id"), Answered),
            ["put"] = Writing("Change a promotion: what is sent takes the place of what was there. To end it early, send an earlier last day", new JsonObject
            {
                ["200"] = Told("It is changed."),
                ["404"] = OpenApi.ProblemOf("There is no such promotion."),
                ["412"] = OpenApi.ProblemOf("It was changed meanwhile, or If-Match holds no ETag of it; the detail names the one it has. Nothing was changed."),
                ["428"] = OpenApi.ProblemOf("There is no If-Match with the ETag of what was read."),
            }),
            ["delete"] = new JsonObject
            {
                ["summary"] = "Delete a promotion, as if it had never been. To end one that has begun, change its last day instead",
                ["description"] = $"Needs the scope {ApiScopes.Promotions}.",
                ["responses"] = OpenApi.Errors(new JsonObject { ["204"] = new JsonObject { ["description"] = "It is deleted." }, ["404"] = OpenApi.ProblemOf("There is no such promotion.") }),
            },
        };
        foreach (var verb in (string[])["put", "delete"])
        {
            one[verb]!["parameters"] = new JsonArray(new JsonObject { ["name"] = "id", ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string" } });
        }

        one["put"]!["parameters"]!.AsArray().Add(new JsonObject { ["name"] = "If-Match", ["in"] = "header", ["required"] = true, ["description"] = "ETag of the promotion that the change was made from.", ["schema"] = new JsonObject { ["type"] = "string" } });
    }

    private static JsonObject Writing(string summary, JsonObject responses)
    {
        responses["413"] = OpenApi.ProblemOf("The body has too many bytes.");
        responses["415"] = OpenApi.ProblemOf("The body is not JSON, or is packed in an unknown way.");
        responses["422"] = OpenApi.ProblemOf("The promotion does not do; the detail names each field and the fix. Nothing was changed.");
        return new JsonObject
        {
            ["summary"] = summary,
            ["description"] = $"Needs the scope {ApiScopes.Promotions}.",
            ["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = new JsonObject
                {
                    ["application/json"] = new JsonObject
                    {
                        ["schema"] = new JsonObject
                        {
                            ["type"] = "object",
                            ["required"] = new JsonArray("name", "scope", "first", "last", "cut"),
                            ["properties"] = new JsonObject
                            {
                                ["name"] = new JsonObject { ["type"] = "string", ["maxLength"] = PromotionDraftValidator.LongestName },
                                ["scope"] = new JsonObject { ["enum"] = new JsonArray([.. Enum.GetValues<PromotionScope>().Select(scope => (JsonNode)Reading.Word(scope))]) },
                                ["category"] = new JsonObject { ["type"] = new JsonArray("string", "null"), ["description"] = "Of the scope category: a category as the shop writes it, or a level above." },
                                ["products"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" }, ["maxItems"] = PromotionDraftValidator.MostProducts, ["description"] = "Of the scope products: the shop's codes." },
                                ["first"] = new JsonObject { ["type"] = "string", ["format"] = "date" },
                                ["last"] = new JsonObject { ["type"] = "string", ["format"] = "date" },
                                ["cut"] = new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0, ["exclusiveMaximum"] = 1 },
                                ["note"] = new JsonObject { ["type"] = "string", ["maxLength"] = PromotionDraftValidator.LongestNote },
                            },
                        },
                        ["example"] = JsonNode.Parse(Example),
                    },
                },
            },
            ["responses"] = OpenApi.Errors(responses),
        };
    }

    private static JsonObject Told(string text, bool withLocation = false)
    {
        var told = new JsonObject { ["description"] = text, ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["example"] = JsonNode.Parse(Answered) } } };
        if (withLocation)
        {
            told["headers"] = new JsonObject { ["Location"] = new JsonObject { ["description"] = "Address of the promotion.", ["schema"] = new JsonObject { ["type"] = "string" } } };
        }

        return told;
    }

    private static async Task<IResult> ListAsync(string? limit, string? cursor, [FromServices] IPromotions promotions, [FromServices] IShop shop, [FromServices] BusinessClock clock, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        if (Reading.Part("promotions", limit, cursor, [Reading.IsId], options.Value, out var part) is { } wrong)
        {
            return wrong;
        }

        var (all, today) = ((await promotions.PlanAsync(cancellation)).Promotions, shop.DayOf(clock.GetUtcNow()));
        var after = part.After is [var last] ? Cursor.Id(last)!.Value : 0;
        var (items, next) = Reading.Cut(part, [.. all.Where(one => one.Id > after).Take(part.Take + 1)], one => [$"{one.Id}"], one => Shown(one, today));
        return Results.Json(new { items, total = all.Count, next });
    }

    private static async Task<IResult> FindAsync(string id, HttpContext context, [FromServices] IPromotions promotions, [FromServices] IShop shop, [FromServices] BusinessClock clock, CancellationToken cancellation) =>
        Cursor.Id(id) is { } number && await promotions.FindAsync(number, cancellation) is { } found ? Results.Json(Tagged(context, found, shop.DayOf(clock.GetUtcNow()))) : Unknown();

    private static Task<IResult> AddAsync(HttpContext context, [FromServices] IPromotions promotions, [FromServices] IShop shop, [FromServices] BusinessClock clock, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation) =>
        WriteAsync(context, options.Value, async draft =>
        {
            var (added, isNew) = await promotions.AddAsync(draft, ApiKeyScheme.SenderOf(context.User), cancellation);
            var shown = Tagged(context, added, shop.DayOf(clock.GetUtcNow()));
            return isNew ? Results.Created($"{Address}/{added.Id}", shown) : Results.Json(shown);
        });

    private static async Task<IResult> ChangeAsync(string id, HttpContext context, [FromServices] IPromotions promotions, [FromServices] IShop shop, [FromServices] BusinessClock clock, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        if (Cursor.Id(id) is not { } number || await promotions.FindAsync(number, cancellation) is not { } there)
        {
            return Unknown();
        }

        var basedOn = context.Request.Headers.IfMatch.ToString().Trim().Trim('"');
        return basedOn.Length == 0
            ? Reading.Refuse(StatusCodes.Status428PreconditionRequired, "No version", $"The header If-Match is missing. It is the ETag of the promotion that yours was made from, as GET {Address}/{number} gives it: If-Match: \"{there.Version}\" for what it says now. Nothing was changed.")
            : await WriteAsync(context, options.Value, async draft => await promotions.ChangeAsync(number, basedOn, draft, ApiKeyScheme.SenderOf(context.User), cancellation) switch
            {
                PromotionChange.Changed(var changed) => Results.Json(Tagged(context, changed, shop.DayOf(clock.GetUtcNow()))),
                PromotionChange.Overtaken(var current) => Reading.Refuse(StatusCodes.Status412PreconditionFailed, "It says something else", $"What If-Match names is not what the promotion says now; {current.ChangedBy} wrote it last. Read it again, change what is yours, and send it with 'If-Match: \"{current.Version}\"'. Nothing was changed."),
                _ => Unknown(),
            });
    }

    private static async Task<IResult> RemoveAsync(string id, HttpContext context, [FromServices] IPromotions promotions, CancellationToken cancellation) =>
        Cursor.Id(id) is { } number && await promotions.RemoveAsync(number, ApiKeyScheme.SenderOf(context.User), cancellation) is not null ? Results.NoContent() : Unknown();

    private static async Task<IResult> WriteAsync(HttpContext context, ApiOptions options, Func<PromotionDraft, Task<IResult>> write)
    {
        try
        {
            return await write(await RequestBody.ReadAsync(context.Request, options, Form, Wanted, context.RequestAborted));
        }
        catch (BadRequestBodyException wrong)
        {
            return Reading.Refuse(wrong.Status, wrong.Title, wrong.Message);
        }
        catch (ValidationException refused)
        {
            return Reading.Refuse(StatusCodes.Status422UnprocessableEntity, "The promotion does not do", $"{string.Join(' ', refused.Errors.Select(failure => failure.ErrorMessage))} Nothing was changed.");
        }
    }

    private static PromotionDraft Wanted(JsonObject body) => new(
        Text(body, "name"),
        Enum.GetValues<PromotionScope>().Where(scope => Reading.Word(scope) == Text(body, "scope")).Cast<PromotionScope?>().FirstOrDefault() ?? throw Form.Wrong("The field 'scope' is none of those that there are."),
        body["category"] is null ? null : Text(body, "category"),
        Codes(body["products"]),
        Day(body, "first"),
        Day(body, "last"),
        body["cut"] is JsonValue cut && cut.GetValueKind() == JsonValueKind.Number ? cut.GetValue<double>() : throw Form.Wrong("The field 'cut' is missing or no number."),
        body["note"] is null ? "" : Text(body, "note"));

    private static IReadOnlyList<string> Codes(JsonNode? codes) =>
        codes is null ? []
        : codes is JsonArray list && list.All(code => code is JsonValue && code.GetValueKind() == JsonValueKind.String) ? [.. list.Select(code => code!.GetValue<string>())]
        : throw Form.Wrong("The field 'products' is no list of codes.");

    private static DateOnly Day(JsonObject body, string field) => DateOnly.TryParseExact(Text(body, field), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw Form.Wrong($"The field '{field}' is no day, such as 2026-04-01.");

    private static string Text(JsonObject body, string field) => body[field] is JsonValue text && text.GetValueKind() == JsonValueKind.String ? text.GetValue<string>() : throw Form.Wrong($"The field '{field}' is missing or no text.");

    private static IResult Unknown() => Reading.Refuse(StatusCodes.Status404NotFound, "Not found", $"There is no promotion with this number. {Address} lists those that there are.");

    private static object Tagged(HttpContext context, PlannedPromotion one, DateOnly today)
    {
        context.Response.Headers.ETag = $"\"{one.Version}\"";
        return Shown(one, today);
    }

    /// <summary>A promotion as programs read it.</summary>
    public static object Shown(PlannedPromotion one, DateOnly today) => new
    {
        one.Id,
        state = Reading.Word(one.StateOn(today)),
        one.Draft.Name,
        scope = Reading.Word(one.Draft.Scope),
        one.Draft.Category,
        one.Draft.Products,
        one.Draft.First,
        one.Draft.Last,
        one.Draft.Cut,
        one.Draft.Note,
        one.Entered,
        one.EnteredBy,
        one.Changed,
        one.ChangedBy,
    };
}
