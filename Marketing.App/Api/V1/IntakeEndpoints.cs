using System.Buffers;
using System.Text.Json;
using Marketing.Data;
using Marketing.Kernel;
using Microsoft.Extensions.Options;

namespace Marketing.App.Api.V1;

/// <summary>Addresses to which other programs send facts. Each answers once what it accepted is on disk.</summary>
internal static class IntakeEndpoints
{
    // A full disk or a locked file is seldom mended sooner.
    private static readonly TimeSpan WhenMended = TimeSpan.FromSeconds(30);

    public static void MapIntake(this IEndpointRouteBuilder api)
    {
        Map<EventItem>(api, "/events", ApiScopes.Events, item => item.Id, (intake, sender, items, cancellation) => intake.TakeAsync(sender, items, cancellation));
        Map<CustomerItem>(api, "/customers", ApiScopes.Customers, item => item.Id, (intake, sender, items, cancellation) => intake.TakeAsync(sender, items, cancellation));
        Map<ProductItem>(api, "/products", ApiScopes.Products, item => item.Id, (intake, sender, items, cancellation) => intake.TakeAsync(sender, items, cancellation));
        Map<OrderItem>(api, "/orders", ApiScopes.Orders, item => item.Id, (intake, sender, items, cancellation) => intake.TakeAsync(sender, items, cancellation));
        Map<ReturnItem>(api, "/returns", ApiScopes.Orders, item => item.Id, (intake, sender, items, cancellation) => intake.TakeAsync(sender, items, cancellation));
        Map<StockItem>(api, "/stock", ApiScopes.Stock, item => item.Product, (intake, sender, items, cancellation) => intake.TakeAsync(sender, items, cancellation));
        Map<ConsentItem>(api, "/consents", ApiScopes.Consents, item => item.Customer, (intake, sender, items, cancellation) => intake.TakeAsync(sender, items, cancellation));
        Map<Identification>(api, "/identify", ApiScopes.Events, item => item.Visitor, IdentifyAsync);
    }

    /// <summary>Says that a visitor is a customer.</summary>
    /// <param name="Visitor">Visitor id.</param>
    /// <param name="Customer">Customer number.</param>
    internal sealed record Identification(string Visitor, string Customer);

    private static async Task<IReadOnlyList<ItemOutcome>> IdentifyAsync(IIntake intake, IntakeSender sender, IReadOnlyList<Identification> items, CancellationToken cancellation) =>
        await Task.WhenAll(items.Select(item => intake.IdentifyAsync(sender, item.Visitor, item.Customer, cancellation)));

    private static void Map<T>(IEndpointRouteBuilder api, string path, string scope, Func<T, string?> idOf, Func<IIntake, IntakeSender, IReadOnlyList<T>, CancellationToken, Task<IReadOnlyList<ItemOutcome>>> take) =>
        MapItems<T>(api, path, scope, idOf, (services, sender, items, cancellation) => take(services.GetRequiredService<IIntake>(), sender, items, cancellation));

    /// <summary>An address that takes items, each answered for itself.</summary>
    internal static void MapItems<T>(IEndpointRouteBuilder api, string path, string scope, Func<T, string?> idOf, Func<IServiceProvider, IntakeSender, IReadOnlyList<T>, CancellationToken, Task<IReadOnlyList<ItemOutcome>>> take) => api
        .MapPost(path, context => TakeAsync(context, idOf, take))
        .RequireAuthorization(ApiKeyScheme.Needs(scope));

    private static async Task TakeAsync<T>(HttpContext context, Func<T, string?> idOf, Func<IServiceProvider, IntakeSender, IReadOnlyList<T>, CancellationToken, Task<IReadOnlyList<ItemOutcome>>> take)
    {
        var services = context.RequestServices;
        var options = services.GetRequiredService<IOptions<ApiOptions>>().Value;
        try
        {
            var body = await RequestBody.ReadAsync(context.Request, options, context.RequestAborted);
            var read = ItemReader.Read<T>(body.Span, options.MostItems);
            var sender = new IntakeSender(IntakeDoor.Api, ApiKeyScheme.SenderOf(context.User));
            var outcomes = read.Items.Count == 0 ? [] : await take(services, sender, read.Items, context.RequestAborted);

            // Counted once the rest is stored: what could not be is sent again, the broken items with it.
            if (read.Faults.Count > 0)
            {
                services.GetRequiredService<ILiveEvents>().Refuse(sender, [.. read.Faults.Select(fault => fault.Fault)]);
            }

            await AnswerAsync(context, read, outcomes, idOf);
        }
        catch (BadRequestBodyException e)
        {
            await Problem.WriteAsync(context, e);
        }
        catch (BadHttpRequestException e)
        {
            await Problem.WriteAsync(context, e.StatusCode, "The request cannot be read", "The connection or the request broke off. Send it again; what was stored already is known by its ids.");
        }
        catch (IntakeFullException full)
        {
            context.Response.Headers.RetryAfter = Problem.Seconds(full.RetryAfter);
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Too much is waiting", "More facts wait to be stored than can be written soon. Send the request again after the seconds that Retry-After names; what was stored of it already is known by its ids.");
        }
        catch (OperatorException)
        {
            context.Response.Headers.RetryAfter = Problem.Seconds(WhenMended);
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Not stored", "The program cannot store anything at the moment; its operator finds the cause in the log. Send the request again later: what was stored already is known by its ids.");
        }
    }

    private static async Task AnswerAsync<T>(HttpContext context, ReadItems<T> read, IReadOnlyList<ItemOutcome> outcomes, Func<T, string?> idOf)
    {
        var lines = new (string? Id, ItemOutcome Outcome)[read.Count];
        for (var i = 0; i < outcomes.Count; i++)
        {
            lines[read.Places[i]] = (idOf(read.Items[i]), outcomes[i]);
        }

        foreach (var (place, id, fault) in read.Faults)
        {
            lines[place] = (id, fault);
        }

        var (rejected, quarantined) = (lines.Count(line => line.Outcome is ItemOutcome.Rejected), lines.Count(line => line.Outcome is ItemOutcome.Quarantined));
        context.Response.StatusCode = rejected + quarantined == 0 ? StatusCodes.Status200OK
            : rejected == lines.Length ? StatusCodes.Status422UnprocessableEntity
            : StatusCodes.Status207MultiStatus;
        context.Response.ContentType = "application/json";
        var buffer = new ArrayBufferWriter<byte>(64 * lines.Length + 128);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ItemJson.Options.Encoder }))
        {
            json.WriteStartObject();
            json.WriteNumber("accepted"u8, lines.Count(line => line.Outcome is ItemOutcome.Accepted));
            json.WriteNumber("repeated"u8, lines.Count(line => line.Outcome is ItemOutcome.Repeated));
            json.WriteNumber("quarantined"u8, quarantined);
            json.WriteNumber("rejected"u8, rejected);
            json.WriteStartArray("items"u8);
            for (var i = 0; i < lines.Length; i++)
            {
                WriteLine(json, i, lines[i].Id, lines[i].Outcome);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    private static void WriteLine(Utf8JsonWriter json, int index, string? id, ItemOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        json.WriteString("id"u8, id is { Length: > 200 } ? id[..200] : id);
        var (status, field, reason, fix) = outcome switch
        {
            ItemOutcome.Accepted => ("accepted", null, null, null),
            ItemOutcome.Repeated => ("repeated", null, null, null),
            ItemOutcome.Quarantined kept => ("quarantined", kept.Field, kept.Reason, "It waits on the page of live events until somebody has looked."),
            ItemOutcome.Rejected refused => ("rejected", refused.Field, refused.Reason, (string?)refused.Fix),
            _ => throw new InvalidOperationException("An item has no outcome."),
        };
        json.WriteString("status"u8, status);
        if (reason is not null)
        {
            json.WriteString("field"u8, field);
            json.WriteString("reason"u8, reason);
            json.WriteString("fix"u8, fix);
        }

        json.WriteEndObject();
    }
}
