using Marketing.App.Access;
using Marketing.App.Tracking;
using Marketing.Data;
using Marketing.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace Marketing.App.Webhooks;

/// <summary>Where shop systems report. Whatever is kept is answered with 200, so that the shop system goes on reporting.</summary>
internal static class WebhookEndpoints
{
    private const int MostBytes = 5 * 1024 * 1024;
    private static readonly string[] SignatureHeaders = ["X-Shopify-Hmac-Sha256", "X-WC-Webhook-Signature", "X-Marketing-Signature"];
    private static readonly string[] TopicHeaders = ["X-Shopify-Topic", "X-WC-Webhook-Topic"];
    private static readonly string[] DeliveryHeaders = ["X-Shopify-Webhook-Id", "X-WC-Webhook-Delivery-ID"];

    public static void MapWebhooks(this IEndpointRouteBuilder endpoints) => endpoints
        .MapPost("/hooks/{id:long}", ReceiveAsync)
        .RequireRateLimiting(WebhookLimit.Name)
        .Public("Shop systems report here; each delivery is signed with the webhook's secret.");

    private static async Task<IResult> ReceiveAsync(long id, HttpRequest request, [FromServices] IWebhooks webhooks, [FromServices] ILoggerFactory logs, CancellationToken cancellation)
    {
        if (await CappedBody.ReadAsync(request, MostBytes, cancellation) is not { } body)
        {
            return Answer(StatusCodes.Status413PayloadTooLarge, "refused", $"A delivery has {MostBytes / 1024 / 1024} MB at most.");
        }

        var delivery = new WebhookRequest(body, First(request, SignatureHeaders), First(request, TopicHeaders), First(request, DeliveryHeaders));
        try
        {
            return await webhooks.ReceiveAsync(id, delivery, cancellation) switch
            {
                WebhookAnswer.Kept kept => Answer(StatusCodes.Status200OK, Word(kept.State), kept.Reason, kept.Items),
                WebhookAnswer.Repeated { Kind: WebhookKind.Generic } => Answer(StatusCodes.Status409Conflict, "repeated", "This delivery came before; nothing changed."),
                WebhookAnswer.Repeated => Answer(StatusCodes.Status200OK, "repeated", "This delivery came before; nothing changed."),
                WebhookAnswer.Refused refused => Answer(StatusCodes.Status401Unauthorized, "refused", refused.Reason),
                _ => Answer(StatusCodes.Status404NotFound, "unknown", "There is no webhook at this address, or it is switched off."),
            };
        }
        catch (OperatorException e)
        {
            logs.CreateLogger(typeof(WebhookEndpoints)).LogError("A delivery to webhook {Id} could not be written: {Message} {Fix}", id, e.Message, e.Fix);
            request.HttpContext.Response.Headers.RetryAfter = "30";
            return Answer(StatusCodes.Status503ServiceUnavailable, "failed", "The delivery could not be written. Send it again.");
        }
    }

    private static IResult Answer(int status, string state, string? reason, int? items = null) => Results.Json(new { state, items, reason }, statusCode: status);

    private static string Word(DeliveryState state) => state switch
    {
        DeliveryState.Taken => "taken",
        DeliveryState.Nothing => "nothing",
        DeliveryState.Person => "waiting",
        _ => "quarantined",
    };

    private static string? First(HttpRequest request, string[] names) => names.Select(name => request.Headers[name].ToString()).FirstOrDefault(value => value.Length > 0);
}
