using Marketing.App.Access;
using Marketing.App.Api.V1;
using Marketing.App.Tracking;
using Marketing.Data;
using Marketing.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Marketing.App.Api;

/// <summary>The tracking script and where it reports. Nothing of the request but its body is stored, and no address.</summary>
internal static class TrackingEndpoints
{
    private const int MostBytes = 64 * 1024;

    public static void MapTrackingEvents(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/t.js", Script).Public("Every visitor of a shop that carries the script loads it.");
        endpoints.MapPost("/t", TakeAsync).RequireRateLimiting(TrackingLimit.Name)
            .Public("Browsers of visitors report here; only pages of the site's own addresses are heard, and nobody is believed to be a customer without the shop's signature.");
    }

    private static IResult Script(HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=600";
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return Results.Bytes(TrackingScript.Bytes, "text/javascript; charset=utf-8", entityTag: EntityTagHeaderValue.Parse(TrackingScript.Tag));
    }

    private static async Task<IResult> TakeAsync(HttpContext context, [FromServices] ITrackedSites sites, [FromServices] TakeBatch take, [FromServices] TrackingTally tally, CancellationToken cancellation)
    {
        if (RobotSigns.Objects(context.Request.Headers))
        {
            return Results.NoContent();
        }

        if (await CappedBody.ReadAsync(context.Request, MostBytes, cancellation) is not { } body)
        {
            return Results.Text($"A batch has {MostBytes / 1024} KB at most.\n", statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        var (batch, wrong) = TrackedBatch.Read(body);
        if (batch is null)
        {
            return Results.Text(wrong + "\n", statusCode: StatusCodes.Status400BadRequest);
        }

        if (await sites.FindAsync(batch.Site, cancellation) is not { } site)
        {
            return Results.Text("There is no such site. Copy the script's tag again from the page Tracking.\n", statusCode: StatusCodes.Status404NotFound);
        }

        var origin = context.Request.Headers.Origin.ToString();
        if (!site.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase) && !IsOwn(context.Request, origin))
        {
            tally.Add(site.Id, before => before with { Strangers = before.Strangers + 1 });
            return Results.Text("Pages of this address do not report for this site. Add the address on the page Tracking.\n", statusCode: StatusCodes.Status403Forbidden);
        }

        context.Response.Headers.AccessControlAllowOrigin = origin;
        context.Response.Headers.Vary = HeaderNames.Origin;
        try
        {
            await take.TakeAsync(site, batch, RobotSigns.In(context.Request.Headers), cancellation);
            return Results.NoContent();
        }
        catch (OperatorException e)
        {
            // The script keeps the batch and comes again by itself.
            context.Response.Headers.RetryAfter = Problem.Seconds(e is IntakeFullException full ? full.RetryAfter : TimeSpan.FromSeconds(30));
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Pages that the program serves itself.</summary>
    private static bool IsOwn(HttpRequest request, string origin) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host.ToUriComponent()}", StringComparison.OrdinalIgnoreCase);
}
