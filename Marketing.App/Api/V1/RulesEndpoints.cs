using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketing.Kernel;
using Marketing.Strategy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Marketing.App.Api.V1;

/// <summary>The book of merchandising rules as other programs read and publish it; its version is the ETag.</summary>
internal static class RulesEndpoints
{
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
            : Reading.Refuse(StatusCodes.Status404NotFound, "No such version", "Leave 'version' out for the book in force.");
    }

    private static async Task<IResult> PublishAsync(HttpContext context, [FromServices] IMerchandising rules, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        if (Version(context.Request) is not { } basedOn)
        {
            return Reading.Refuse(StatusCodes.Status428PreconditionRequired, "No version", "Send 'If-Match: \"N\"' with the ETag of the book that yours was made from, as GET /api/v1/rules gives it.");
        }

        try
        {
            var body = await RequestBody.ReadAsync(context.Request, options.Value, cancellation);
            var (book, note) = Wanted(body.Span);
            return await rules.PublishAsync(book, basedOn, ApiKeyScheme.SenderOf(context.User), note, cancellation) switch
            {
                PublishOutcome.Published(var published) => Answer(context, published),
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

    private static (RuleBook Book, string Note) Wanted(ReadOnlySpan<byte> body)
    {
        try
        {
            // The answer of a reading may be sent back as it is: what it tells of the version counts for nothing.
            return JsonNode.Parse(body, documentOptions: RuleBooks.Plain) is JsonObject wanted && wanted.ContainsKey("book")
                ? (RuleBooks.Read(wanted["book"]), wanted["note"] is JsonValue note && note.TryGetValue<string>(out var text) ? text : "")
                : throw new BadRequestBodyException(StatusCodes.Status400BadRequest, "Unknown form", "Send {\"note\": \"why\", \"book\": {...}}; GET /api/v1/rules answers in the same form.");
        }
        catch (JsonException broken)
        {
            throw new BadRequestBodyException(StatusCodes.Status400BadRequest, "Malformed JSON", $"{JsonText.Fault(broken)} Nothing was changed.");
        }
        catch (InvalidOperationException)
        {
            throw new BadRequestBodyException(StatusCodes.Status400BadRequest, "Malformed JSON", "A text holds half of a character. Send whole characters; nothing was changed.");
        }
        catch (FormatException wrong)
        {
            throw new BadRequestBodyException(StatusCodes.Status422UnprocessableEntity, "The book does not do", wrong.Message);
        }
    }

    private static long? Version(HttpRequest request) =>
        long.TryParse(request.Headers.IfMatch.ToString().Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    private static IResult Answer(HttpContext context, RuleBookVersion version)
    {
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{version.Version}\"");
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        return HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.IfNoneMatch.Contains(tag)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Text(JsonSerializer.Serialize(version, RuleBooks.Json), "application/json", Encoding.UTF8);
    }
}
