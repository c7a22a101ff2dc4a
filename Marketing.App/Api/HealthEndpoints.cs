using Marketing.App.Access;
using Marketing.App.Hosting;
using Marketing.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace Marketing.App.Api;

/// <summary>Whether the program can do its work, for whoever watches it.</summary>
internal static class HealthEndpoints
{
    public sealed record Health(string Status, string Version, string Database);

    public static void MapHealth(this IEndpointRouteBuilder endpoints) => endpoints
        .MapGet("/health", GetAsync)
        .Public("A watcher outside has no session; the answer holds no data of the shop.");

    private static async Task<IResult> GetAsync([FromServices] IRuns runs, [FromServices] ILoggerFactory logging, CancellationToken cancellation)
    {
        try
        {
            await runs.LatestAsync("loop", null, cancellation);
            return Results.Json(new Health("ok", ProgramVersion.Text, "ok"));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever the cause, a watcher has to hear it.
            logging.CreateLogger("Marketing.Health").LogError(e, "The database did not answer.");
            return Results.Json(new Health("failing", ProgramVersion.Text, "failing"), statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
