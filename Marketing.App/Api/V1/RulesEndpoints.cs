using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Marketing.App.Api.V1;

/// <summary>The book of merchandising rules as other programs read and publish it; its version is the ETag.</summary>
internal static class RulesEndpoints
{
    // A program may send back what it has read: only the book and the note count.
    private static readonly BodyForm Form = new(
        ["version", "at", "actor", "note", "book", "doubts"],
        "Send {\"note\": \"why\", \"book\": {...}}; GET /api/v1/rules answers in the same form.",
        "Nothing was changed.",
        Beside: " beside the book");

    public static void MapRules(this IEndpointRouteBuilder api)
    {
        api.MapGet("/rules", ReadAsync).RequireAuthorization(ApiKeyScheme.Needs(ApiScopes.Read));
        api.MapPut("/rules", PublishAsync).RequireAuthorization(ApiKeyScheme.Needs(ApiScopes.Rules));
    }

    private static async Task<IResult> ReadAsync(string? version, HttpContext context, [FromServices] IMerchandising rules, CancellationToken cancellation)
    {
        if (version is null)
        {
            return Answer(context, await rules.CurrentAsync(cancellation));
        }

        return long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && await rules.FindAsync(number, cancellation) is { } found
            ? Answer(context, found)
            : Reading.Refuse(StatusCodes.Status404NotFound, "No such version", $"There is no version '{version}'. The one in force is {(await rules.CurrentAsync(cancellation)).Version}; leave 'version' out for it.");
    }

    private static async Task<IResult> PublishAsync(HttpContext context, [FromServices] IMerchandising rules, [FromServices] IShop shop, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        if (Version(context.Request) is not { } basedOn)
        {
            return await WithoutVersionAsync(context.Request.Headers.IfMatch.ToString(), rules, cancellation);
        }

        try
        {
            var (book, note) = await RequestBody.ReadAsync(context.Request, options.Value, Form, Wanted, cancellation);
            return await rules.PublishAsync(book, basedOn, ApiKeyScheme.SenderOf(context.User), note, cancellation) switch
            {
                PublishOutcome.Published(var published) => Answer(context, published, Told(await rules.DoubtsAsync(published.Book, cancellation), shop)),
                PublishOutcome.Overtaken(var current) => Reading.Refuse(StatusCodes.Status412PreconditionFailed, "Another book is in force", $"Version {current.Version} was published by {current.Actor} meanwhile. Read it, add what is yours, and send it with 'If-Match: \"{current.Version}\"'; nothing was changed."),
                PublishOutcome.Refused(var problems) => Reading.Refuse(StatusCodes.Status422UnprocessableEntity, "The book does not do", string.Join(' ', problems)),
                var other => throw new InvalidOperationException($"{other} is no outcome."),
            };
        }
        catch (BadRequestBodyException wrong)
        {
            return Reading.Refuse(wrong.Status, wrong.Title, wrong.Message);
        }
    }

    private static (RuleBook Book, string Note) Wanted(JsonObject body)
    {
        try
        {
            return body.ContainsKey("book") ? (RuleBooks.Read(body["book"]), Note(body["note"])) : throw Form.Wrong("The field 'book' is missing.");
        }
        catch (FormatException wrong)
        {
            throw new BadRequestBodyException(StatusCodes.Status422UnprocessableEntity, "The book does not do", wrong.Message);
        }
    }

    private static string Note(JsonNode? note) =>
        note is null ? "" : note.GetValueKind() == JsonValueKind.String ? note.GetValue<string>() : throw Form.Wrong("'note' is no text.");

    private static async Task<IResult> WithoutVersionAsync(string told, IMerchandising rules, CancellationToken cancellation)
    {
        var (status, what) = told.Length == 0
            ? (StatusCodes.Status428PreconditionRequired, "The header If-Match is missing.")
            : (StatusCodes.Status412PreconditionFailed, "The header If-Match holds no version.");
        var current = await rules.CurrentAsync(cancellation);
        return Reading.Refuse(status, "No version", string.Create(CultureInfo.InvariantCulture, $"{what} It is the version, in quotes, of the book that yours was made from: If-Match: \"{current.Version}\" for the one in force, as the ETag of GET /api/v1/rules gives it. Nothing was changed."));
    }

    private static JsonArray Told(IReadOnlyList<RuleDoubt> doubts, IShop shop)
    {
        var words = Words.In(Words.English);
        var display = new Display(words, () => shop.Profile);
        return [.. doubts.Select(doubt => new JsonObject
        {
            ["rule"] = doubt.Rule,
            ["kind"] = JsonNamingPolicy.CamelCase.ConvertName($"{doubt.Kind}"),
            ["values"] = new JsonArray([.. doubt.Values]),
            ["text"] = DoubtWords.Say(words, display, doubt),
        })];
    }

    private static long? Version(HttpRequest request) =>
        long.TryParse(request.Headers.IfMatch.ToString().Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    private static IResult Answer(HttpContext context, RuleBookVersion version, JsonArray? doubts = null)
    {
        var answer = JsonSerializer.SerializeToNode(version, RuleBooks.Json)!.AsObject();
        if (version.Version == 0)
        {
            // Nobody has published what holds before the first book.
            (answer["at"], answer["actor"]) = (null, null);
        }

        if (doubts is not null)
        {
            answer["doubts"] = doubts;
        }

        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{version.Version}\"");
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        return HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.IfNoneMatch.Contains(tag)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Text(answer.ToJsonString(RuleBooks.Json), "application/json", Encoding.UTF8);
    }
}
