using System.Text.Json;
using System.Text.Json.Nodes;
using Marketing.Kernel;
using Marketing.Model;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Marketing.App.Api.V1;

/// <summary>Trainings in processes of their own, and their curves. They concern nobody, so that no transfer needs to be recorded.</summary>
internal static class TrainingReading
{
    private const string Example = """{"id":12,"kind":"als","state":"done","run":40,"actor":"system","full":true,"asOf":"2026-01-31T02:00:00Z","queued":"2026-01-31T02:01:00Z","started":"2026-01-31T02:01:00Z","ended":"2026-01-31T02:31:00Z","seconds":1780.5,"cpuSeconds":3401.2,"peakBytes":812000000,"loss":4.12,"validation":0.081,"version":77,"notes":["It begins from chance: there is no model that it could go on from."]""";

    public static void MapTrainingReading(this IEndpointRouteBuilder api)
    {
        var locked = ApiKeyScheme.Needs(ApiScopes.Read);
        api.MapGet("/models/trainings", ListAsync).RequireAuthorization(locked);
        api.MapGet("/models/trainings/{id}", OneAsync).RequireAuthorization(locked);
    }

    /// <summary>Describes the addresses.</summary>
    public static void AddTo(JsonObject paths)
    {
        paths["/api/v1/models/trainings"] = new JsonObject
        {
            ["get"] = OpenApi.Exemplified(OpenApi.Reading("Read trainings in processes of their own, newest first. 'state' is queued, running, done, failed, cancelled or interrupted; 'version' is the id of the model that came out", OpenApi.Page, "limit", "cursor"), $$"""{"items":[{{Example}}}],"next":null}"""),
        };
        paths["/api/v1/models/trainings/{id}"] = new JsonObject
        {
            ["get"] = OpenApi.Exemplified(OpenApi.Reading("Read one training with its parameters, how far it is, and its curve, thinned to some hundred points; also while it is at work", OpenApi.One, "id"), $$"""{{Example}},"parameters":{"factors":"64"},"share":1,"secondsLeft":null,"points":[{"epoch":1,"step":100,"loss":7.9,"validation":null,"tokensPerSecond":21000,"share":0.05}]}"""),
        };
    }

    private static async Task<IResult> ListAsync(string? limit, string? cursor, [FromServices] ITrainings trainings, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        if (Reading.Part("trainings, newest first", limit, cursor, [Reading.IsId], options.Value, out var part) is { } wrong)
        {
            return wrong;
        }

        TrainingId? before = part.After is [var id] ? new TrainingId(Cursor.Id(id)!.Value) : null;
        return Reading.Page(part, await trainings.BeforeAsync(before, part.Take + 1, cancellation), training => [$"{training.Id.Value}"], Shown);
    }

    private static async Task<IResult> OneAsync(string id, [FromServices] ITrainings trainings, CancellationToken cancellation)
    {
        if (Cursor.Id(id) is not { } number || await trainings.FindAsync(new TrainingId(number), cancellation) is not { } training)
        {
            return Unknown();
        }

        var (answer, live) = (Shown(training), trainings.Live(training.Id));
        answer["parameters"] = JsonSerializer.SerializeToNode(training.Parameters);
        answer["share"] = live?.Share ?? (training.State == TrainingState.Done ? 1 : null);
        answer["secondsLeft"] = live?.SecondsLeft;
        answer["points"] = JsonSerializer.SerializeToNode(await trainings.CurveAsync(training.Id, cancellation), JsonSerializerOptions.Web);
        return Results.Json(answer);
    }

    /// <summary>The answer where there is no such training.</summary>
    internal static IResult Unknown() => Reading.Refuse(StatusCodes.Status404NotFound, "Not found", "There is no training with this number; /api/v1/models/trainings lists them.");

    private static JsonObject Shown(LongTraining training) => JsonSerializer.SerializeToNode(
        new
        {
            id = training.Id.Value,
            training.Kind,
            state = JsonNamingPolicy.CamelCase.ConvertName($"{training.State}"),
            run = training.Run?.Value,
            training.Actor,
            full = training.IsFull,
            training.AsOf,
            training.Queued,
            training.Started,
            training.Ended,
            training.Seconds,
            training.CpuSeconds,
            training.PeakBytes,
            training.Loss,
            training.Validation,
            version = training.Version?.Value,
            training.Notes,
        },
        JsonSerializerOptions.Web)!.AsObject();
}
