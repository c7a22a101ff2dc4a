using System.Globalization;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Marketing.App.Api.V1;

/// <summary>Advertisements of a campaign, placements, and counted days.</summary>
internal static class AdEndpoints
{
    private const int UsualDays = 31;
    private const int FirstYear = 1900;
    private const int LastYear = 2200;

    private static readonly BodyForm AdForm = new(
        ["name", "headline", "text", "image", "target", "active", "id", "campaign"],
        "Send {\"name\": \"Cup\", \"headline\": \"A cup of tea\", \"text\": \"\", \"image\": \"/cup.png\", \"target\": \"/tea\"}; with \"active\": false it rests.",
        AdCampaignEndpoints.Unchanged);

    private static readonly BodyForm PlacementForm = new(
        ["name", "surface", "places", "code"],
        "Send {\"name\": \"Front page\", \"surface\": \"shop\", \"places\": 1}; 'surface' is shop, mail or network.",
        AdCampaignEndpoints.Unchanged);

    public static void MapAds(this IEndpointRouteBuilder api, AuthorizationPolicy reads, AuthorizationPolicy writes)
    {
        api.MapGet("/ads/campaigns/{id}/ads", AdsAsync).RequireAuthorization(reads);
        api.MapPost("/ads/campaigns/{id}/ads", AddAsync).RequireAuthorization(writes);
        api.MapPut("/ads/campaigns/{id}/ads/{ad}", ChangeAsync).RequireAuthorization(writes);
        api.MapGet("/ads/placements", PlacementsAsync).RequireAuthorization(reads);
        api.MapPut("/ads/placements/{code}", SaveAsync).RequireAuthorization(writes);
        api.MapDelete("/ads/placements/{code}", RemoveAsync).RequireAuthorization(writes);
        api.MapGet("/ads/days", DaysAsync).RequireAuthorization(reads);
    }

    private static async Task<IResult> AdsAsync(string id, [FromServices] IAdCampaigns campaigns, CancellationToken cancellation) =>
        await AdCampaignEndpoints.ReadAsync(id, campaigns, cancellation) is { } found ? Results.Json(new { items = (await campaigns.AdsAsync(found.Id, cancellation)).Select(AdJson.Shown) }) : AdCampaignEndpoints.Unknown();

    private static async Task<IResult> AddAsync(string id, HttpContext context, [FromServices] IAdCampaigns campaigns, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation) =>
        await AdCampaignEndpoints.ReadAsync(id, campaigns, cancellation) is not { } found
            ? AdCampaignEndpoints.Unknown()
            : await AdCampaignEndpoints.WriteAsync(context, options.Value, AdForm, body => AdJson.Ad(body, AdForm), async wanted =>
            {
                var ad = (await campaigns.AddAdAsync(found.Id, wanted.Draft, wanted.IsActive, ApiKeyScheme.SenderOf(context.User), cancellation))!.Value;
                return Results.Created((string?)null, AdJson.Shown(new Advertisement(ad, found.Id, wanted.Draft, wanted.IsActive)));
            });

    private static async Task<IResult> ChangeAsync(string id, string ad, HttpContext context, [FromServices] IAdCampaigns campaigns, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation) =>
        await AdCampaignEndpoints.ReadAsync(id, campaigns, cancellation) is not { } found ? AdCampaignEndpoints.Unknown()
        : Cursor.Id(ad) is not { } number || (await campaigns.AdsAsync(found.Id, cancellation)).All(one => one.Id.Value != number) ? Reading.Refuse(StatusCodes.Status404NotFound, "Not found", $"The campaign has no advertisement with this number. {AdCampaignEndpoints.Address}/{found.Id.Value}/ads lists those that it has.")
        : await AdCampaignEndpoints.WriteAsync(context, options.Value, AdForm, body => AdJson.Ad(body, AdForm), async wanted =>
        {
            await campaigns.ChangeAdAsync(new AdId(number), wanted.Draft, wanted.IsActive, ApiKeyScheme.SenderOf(context.User), cancellation);
            return Results.Json(AdJson.Shown(new Advertisement(new AdId(number), found.Id, wanted.Draft, wanted.IsActive)));
        });

    private static async Task<IResult> PlacementsAsync(string? limit, string? cursor, [FromServices] IAdCampaigns campaigns, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        if (Reading.Part("ad placements", limit, cursor, [_ => true], options.Value, out var part) is { } wrong)
        {
            return wrong;
        }

        var all = await campaigns.PlacementsAsync(cancellation);
        var (items, next) = Reading.Cut(part, [.. all.Where(one => part.After is not [var last] || string.CompareOrdinal(one.Code, last) > 0).Take(part.Take + 1)], one => [one.Code], AdJson.Shown);
        return Results.Json(new { items, total = all.Count, next });
    }

    private static Task<IResult> SaveAsync(string code, HttpContext context, [FromServices] IAdCampaigns campaigns, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation) =>
        AdCampaignEndpoints.WriteAsync(context, options.Value, PlacementForm, body => AdJson.Placement(code, body, PlacementForm), async placement =>
        {
            await campaigns.SavePlacementAsync(placement, ApiKeyScheme.SenderOf(context.User), cancellation);
            return Results.Json(AdJson.Shown(placement));
        });

    private static async Task<IResult> RemoveAsync(string code, HttpContext context, [FromServices] IAdCampaigns campaigns, CancellationToken cancellation) =>
        (await campaigns.PlacementsAsync(cancellation)).All(one => one.Code != code) ? Reading.Refuse(StatusCodes.Status404NotFound, "Not found", "There is no placement with this code. /api/v1/ads/placements lists those that there are.")
        : await campaigns.RemovePlacementAsync(code, ApiKeyScheme.SenderOf(context.User), cancellation) is { Count: > 0 } names ? Reading.Refuse(StatusCodes.Status409Conflict, "It is in use", $"Campaigns name it: {string.Join(", ", names.Take(10))}. Take it out of them, or end them, first. {AdCampaignEndpoints.Unchanged}")
        : Results.NoContent();

    private static async Task<IResult> DaysAsync(
        string? first, string? last, string? campaign, string? limit, string? cursor, [FromServices] IAdResults results, [FromServices] IShop shop, [FromServices] BusinessClock clock, [FromServices] IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        var today = shop.DayOf(clock.GetUtcNow());
        if (Day(last, today) is not { } end || Day(first, end.AddDays(1 - UsualDays)) is not { } begin || (campaign is not null && Cursor.Id(campaign) is null))
        {
            return Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong days", $"'first' and 'last' are days of the shop as 2026-01-31, of the years {FirstYear} to {LastYear}, {UsualDays} days up to today when they are left out, and 'campaign' is the number of a campaign.");
        }

        if (Reading.Part($"ad days from {begin:yyyy-MM-dd} to {end:yyyy-MM-dd} of {campaign}", limit, cursor, [Reading.IsId], options.Value, out var part) is { } wrong)
        {
            return wrong;
        }

        // A place in the list is a number: days are counted anew at the end of the list only.
        var all = await results.DaysAsync(begin, end, campaign is null ? null : new AdCampaignId(Cursor.Id(campaign)!.Value), cancellation);
        var skip = part.After is [var after] ? (int)Math.Min(Cursor.Id(after)!.Value, all.Count) : 0;
        var rows = all.Select((day, place) => (Day: day, Place: place + 1)).Skip(skip).Take(part.Take + 1).ToList();
        var (items, next) = Reading.Cut(part, rows, row => [$"{row.Place}"], row => AdJson.Shown(row.Day));
        return Results.Json(new { items, total = all.Count, next });
    }

    private static DateOnly? Day(string? text, DateOnly usual) =>
        text is null ? usual : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= FirstYear and <= LastYear ? day : null;
}
