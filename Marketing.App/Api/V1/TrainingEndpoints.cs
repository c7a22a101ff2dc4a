using System.Text.Json;
using System.Text.Json.Nodes;
using Marketing.App.Jobs;
using Marketing.Kernel;
using Marketing.Model;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Marketing.App.Api.V1;

/// <summary>Trainings as other programs start and cancel them.</summary>
internal static class TrainingEndpoints
{
    private const string Address = "/api/v1/models/trainings";
    private static readonly BodyForm Form = new(["kind"], "Send {\"kind\": \"transformer\"}.", "Nothing was started.");

    public static void MapTrainings(this IEndpointRouteBuilder api)
    {
        var locked = ApiKeyScheme.Needs(ApiScopes.Models);
        api.MapPost("/models/trainings", StartAsync).RequireAuthorization(locked);
        api.MapPost("/models/trainings/{id}/cancel", CancelAsync).RequireAuthorization(locked);
    }

    /// <summary>Describes the addresses beside those of <see cref="TrainingReading"/>.</summary>
    public static void AddTo(JsonObject paths)
    {
        paths[Address]!["post"] = new JsonObject
        {
            ["summary"] = "Train one challenger now, in a process of its own. It can be read and cancelled by the id in the answer at once, and takes charge of nothing by itself",
            ["description"] = $"Needs the scope {ApiScopes.Models}.",
            ["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = new JsonObject
                {
                    ["application/json"] = new JsonObject
                    {
                        ["schema"] = new JsonObject { ["type"] = "object", ["required"] = new JsonArray("kind"), ["properties"] = new JsonObject { ["kind"] = new JsonObject { ["type"] = "string", ["description"] = "Any method that the shop can train." } } },
                        ["example"] = new JsonObject { ["kind"] = "transformer" },
                    },
                },
            },
            ["responses"] = OpenApi.Errors(new JsonObject
            {
                ["202"] = new JsonObject
                {
                    ["description"] = "It begins within seconds; Location is the training.",
                    ["headers"] = new JsonObject { ["Location"] = new JsonObject { ["description"] = "Address of the training.", ["schema"] = new JsonObject { ["type"] = "string" } } },
                    ["content"] = new JsonObject
                    {
                        ["application/json"] = new JsonObject
                        {
                            ["example"] = new JsonObject { ["id"] = 12, ["kind"] = "transformer", ["started"] = true, ["link"] = $"{Address}/12", ["cancel"] = $"{Address}/12/cancel" },
                        },
                    },
                },
                ["409"] = OpenApi.ProblemOf("A training or a turn is at work, or there are no orders to learn from; nothing was started."),
                ["413"] = OpenApi.ProblemOf("The body has too many bytes."),
                ["415"] = OpenApi.ProblemOf("The body is not JSON, or is packed in an unknown way."),
                ["422"] = OpenApi.ProblemOf("There is no such method; the detail names those that there are."),
            }),
        };
        paths[$"{Address}/{{id}}/cancel"] = new JsonObject
        {
            ["post"] = new JsonObject
            {
                ["summary"] = "Cancel a training at work, for good; the model in charge stays",
                ["description"] = $"Needs the scope {ApiScopes.Models}.",
                ["parameters"] = new JsonArray(new JsonObject { ["name"] = "id", ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string" } }),
                ["responses"] = OpenApi.Errors(new JsonObject
                {
                    ["202"] = new JsonObject { ["description"] = "It stops within seconds; Location is the training." },
                    ["404"] = OpenApi.ProblemOf("There is no such training."),
                    ["409"] = OpenApi.ProblemOf("It is not at work in this program; the detail says where it stands."),
                }),
            },
        };
    }

    private static async Task<IResult> StartAsync(HttpContext context, [FromServices] ITurns turns, [FromServices] IRecommenderMethods methods, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        try
        {
            var kind = await RequestBody.ReadAsync(context.Request, options.Value, Form, Wanted, cancellation);
            return methods.Kinds.Contains(kind)
                ? await turns.StartTrainingAsync(kind, ApiKeyScheme.SenderOf(context.User), cancellation) switch
                {
                    (JobStart.Started, { Value: var id }) => Results.Accepted($"{Address}/{id}", new { id, kind, started = true, link = $"{Address}/{id}", cancel = $"{Address}/{id}/cancel" }),
                    (JobStart.ShopIsEmpty, _) => Reading.Refuse(StatusCodes.Status409Conflict, "Nothing to learn from", "The shop has no orders yet. Bring orders in first; nothing was started."),
                    _ => Reading.Refuse(StatusCodes.Status409Conflict, "At work already", "A training or a turn of the loop is at work. Ask again when it has ended; nothing was started."),
                }
                : Reading.Refuse(StatusCodes.Status422UnprocessableEntity, "Unknown method", $"There is no method '{RequestBody.Short(kind)}'; 'kind' is one of {string.Join(", ", methods.Kinds)}.");
        }
        catch (BadRequestBodyException wrong)
        {
            return Reading.Refuse(wrong.Status, wrong.Title, wrong.Message);
        }
    }

    private static async Task<IResult> CancelAsync(string id, HttpContext context, [FromServices] ITrainings trainings, CancellationToken cancellation)
    {
        if (Cursor.Id(id) is not { } number || await trainings.FindAsync(new TrainingId(number), cancellation) is not { } training)
        {
            return TrainingReading.Unknown();
        }

        return await trainings.CancelAsync(training.Id, ApiKeyScheme.SenderOf(context.User), cancellation)
            ? Results.Accepted($"{Address}/{number}", new { id = number, cancelled = true })
            : Reading.Refuse(StatusCodes.Status409Conflict, "Not at work", $"Training {number} is not at work in this program; it is {JsonNamingPolicy.CamelCase.ConvertName($"{training.State}")}. Nothing was changed.");
    }

    private static string Wanted(JsonObject body) => body["kind"] is JsonValue kind && kind.GetValueKind() == JsonValueKind.String
        ? kind.GetValue<string>()
        : throw Form.Wrong("The field 'kind' is missing or no text.");
}
