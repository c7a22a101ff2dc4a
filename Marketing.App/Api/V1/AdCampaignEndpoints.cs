using System.Text.Json.Nodes;
using FluentValidation;
using Marketing.Execution;
using Marketing.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Marketing.App.Api.V1;

/// <summary>Advertising campaigns with their advertisements as other programs read and write them. They concern nobody, so that no transfer needs to be recorded.</summary>
internal static class AdCampaignEndpoints
{
    public const string Address = "/api/v1/ads/campaigns";

    /// <summary>What was not done, in every refusal.</summary>
    public const string Unchanged = "Nothing was changed.";

    // A program may send back what it has read: the answer's own fields are known and do not count.
    private static readonly BodyForm Form = new(
        [
            "name", "audience", "start", "end", "dailyBudgetMinor", "totalBudgetMinor", "pricing", "priceMinor", "capShows", "capDays", "holdoutShare", "paces", "placements",
            "id", "state", "delivery", "version", "actor", "created", "spentTodayMinor", "spentMinor", "pace",
        ],
        "Send {\"name\": \"Tea\", \"pricing\": \"click\", \"priceMinor\": 30, \"dailyBudgetMinor\": 5000, \"placements\": [\"home\"]}; 'pricing' is free, click or thousand.",
        Unchanged);

    private static readonly BodyForm StateForm = new(["state"], "Send {\"state\": \"running\"}, or paused or ended.", Unchanged);

    public static void MapAdCampaigns(this IEndpointRouteBuilder api)
    {
        var (reads, writes) = (ApiKeyScheme.Needs(ApiScopes.Read), ApiKeyScheme.Needs(ApiScopes.Ads));
        api.MapGet("/ads/campaigns", ListAsync).RequireAuthorization(reads);
        api.MapGet("/ads/campaigns/{id}", FindAsync).RequireAuthorization(reads);
        api.MapPost("/ads/campaigns", AddAsync).RequireAuthorization(writes);
        api.MapPut("/ads/campaigns/{id}", ChangeAsync).RequireAuthorization(writes);
        api.MapPost("/ads/campaigns/{id}/state", StateAsync).RequireAuthorization(writes);
        api.MapAds(reads, writes);
    }

    private static async Task<IResult> ListAsync(string? limit, string? cursor, [FromServices] IAdCampaigns campaigns, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        if (Reading.Part("ad campaigns", limit, cursor, [Reading.IsId], options.Value, out var part) is { } wrong)
        {
            return wrong;
        }

        // Campaigns are few, and new ones come in front: what is older than the last one that was read goes on.
        var all = new List<AdCampaign>();
        Page<AdCampaign> page;
        do
        {
            page = await campaigns.ListAsync(new TableQuery(all.Count, 1000), cancellation);
            all.AddRange(page.Items);
        }
        while (page.Items.Count > 0 && all.Count < page.Total);

        var before = part.After is [var last] ? Cursor.Id(last)!.Value : long.MaxValue;
        var (items, next) = Reading.Cut(part, [.. all.Where(one => one.Id.Value < before).Take(part.Take + 1)], one => [$"{one.Id.Value}"], AdJson.Shown);
        return Results.Json(new { items, total = all.Count, next });
    }

    private static async Task<IResult> FindAsync(string id, HttpContext context, [FromServices] IAdCampaigns campaigns, CancellationToken cancellation) =>
        await ReadAsync(id, campaigns, cancellation) is { } found ? Results.Json(Tagged(context, found)) : Unknown();

    private static Task<IResult> AddAsync(HttpContext context, [FromServices] IAdCampaigns campaigns, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation) =>
        WriteAsync(context, options.Value, Form, body => AdJson.Campaign(body, Form), async draft =>
        {
            var id = await campaigns.CreateAsync(draft, ApiKeyScheme.SenderOf(context.User), cancellation);
            return Results.Created($"{Address}/{id.Value}", Tagged(context, (await campaigns.FindAsync(id, cancellation))!));
        });

    private static async Task<IResult> ChangeAsync(string id, HttpContext context, [FromServices] IAdCampaigns campaigns, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        if (await ReadAsync(id, campaigns, cancellation) is not { } there)
        {
            return Unknown();
        }

        var tag = context.Request.Headers.IfMatch.ToString().Trim().Trim('"');
        return tag.Length == 0
            ? Reading.Refuse(StatusCodes.Status428PreconditionRequired, "No version", $"The header If-Match is missing. It is the ETag of the campaign that yours was made from: If-Match: \"{there.Version}\" for what it says now. {Unchanged}")
            : await WriteAsync(context, options.Value, Form, body => AdJson.Campaign(body, Form), async draft => await campaigns.ChangeAsync(there.Id, Cursor.Id(tag) ?? 0, draft, ApiKeyScheme.SenderOf(context.User), cancellation) switch
            {
                AdChange.Done => Results.Json(Tagged(context, (await campaigns.FindAsync(there.Id, cancellation))!)),
                AdChange.Overtaken => Reading.Refuse(StatusCodes.Status412PreconditionFailed, "It says something else", $"What If-Match names is not what the campaign says now. Read it again, change what is yours, and send it with its ETag. {Unchanged}"),
                AdChange.NotPossible => Ended(),
                _ => Unknown(),
            });
    }

    private static async Task<IResult> StateAsync(string id, HttpContext context, [FromServices] IAdCampaigns campaigns, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation) =>
        Cursor.Id(id) is not { } number
            ? Unknown()
            : await WriteAsync(context, options.Value, StateForm, body => AdJson.Named<AdCampaignState>(body, "state", StateForm) ?? throw StateForm.Wrong("The field 'state' is missing."), async state =>
                await campaigns.SetStateAsync(new AdCampaignId(number), state, ApiKeyScheme.SenderOf(context.User), cancellation) switch
                {
                    AdChange.Done => Results.NoContent(),
                    AdChange.NotPossible => Reading.Refuse(StatusCodes.Status409Conflict, "Not from here", $"A campaign cannot become {Reading.Word(state)} from where it stands: what has begun is no draft again, and what has ended stays so. {Unchanged}"),
                    AdChange.NoAds => Reading.Refuse(StatusCodes.Status409Conflict, "Nothing to show", $"The campaign has no active advertisement, so that it cannot start. Add one at {Address}/{number}/ads first. {Unchanged}"),
                    AdChange.EndPast => Reading.Refuse(StatusCodes.Status409Conflict, "Its end is past", $"The campaign's 'end' is past, so that it cannot start. Change it first. {Unchanged}"),
                    _ => Unknown(),
                });

    /// <summary>Reads a body and does with it what is wanted; what does not do is refused with the field and the fix.</summary>
    public static async Task<IResult> WriteAsync<T>(HttpContext context, ApiOptions options, BodyForm form, Func<JsonObject, T> read, Func<T, Task<IResult>> write)
    {
        try
        {
            return await write(await RequestBody.ReadAsync(context.Request, options, form, read, context.RequestAborted));
        }
        catch (BadRequestBodyException wrong)
        {
            return Reading.Refuse(wrong.Status, wrong.Title, wrong.Message);
        }
        catch (ValidationException refused)
        {
            return Reading.Refuse(StatusCodes.Status422UnprocessableEntity, "It does not do", $"{string.Join(' ', refused.Errors.Select(failure => failure.ErrorMessage))} {Unchanged}");
        }
    }

    /// <summary>The campaign of an address, or null.</summary>
    public static async Task<AdCampaign?> ReadAsync(string id, IAdCampaigns campaigns, CancellationToken cancellation) =>
        Cursor.Id(id) is { } number ? await campaigns.FindAsync(new AdCampaignId(number), cancellation) : null;

    public static IResult Unknown() => Reading.Refuse(StatusCodes.Status404NotFound, "Not found", $"There is no advertising campaign with this number. {Address} lists those that there are.");

    private static IResult Ended() => Reading.Refuse(StatusCodes.Status409Conflict, "It has ended", $"The campaign has ended and stays as it is. Create another one. {Unchanged}");

    private static object Tagged(HttpContext context, AdCampaign one)
    {
        context.Response.Headers.ETag = $"\"{one.Version}\"";
        return AdJson.Shown(one);
    }
}
