using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketing.Execution;

namespace Marketing.App.Api.V1;

/// <summary>Campaigns, advertisements, placements and days as programs read and write them.</summary>
internal static class AdJson
{
    public static object Shown(AdCampaign one) => new
    {
        id = one.Id.Value,
        one.Draft.Name,
        state = Reading.Word(one.State),
        delivery = Reading.Word(one.Delivery),
        one.Draft.Audience,
        one.Draft.Start,
        one.Draft.End,
        dailyBudgetMinor = one.Draft.DailyBudget,
        totalBudgetMinor = one.Draft.TotalBudget,
        pricing = Reading.Word(one.Draft.Pricing),
        priceMinor = one.Draft.Price,
        one.Draft.CapShows,
        one.Draft.CapDays,
        one.Draft.HoldoutShare,
        one.Draft.Paces,
        one.Draft.Placements,
        one.Version,
        one.Actor,
        one.Created,
        spentTodayMinor = one.SpentToday,
        spentMinor = one.Spent,
        one.Pace,
    };

    public static object Shown(Advertisement one) => new
    {
        id = one.Id.Value,
        campaign = one.Campaign.Value,
        one.Draft.Name,
        one.Draft.Headline,
        one.Draft.Text,
        one.Draft.Image,
        one.Draft.Target,
        active = one.IsActive,
    };

    public static object Shown(AdPlacement one) => new { one.Code, one.Name, surface = Reading.Word(one.Surface), one.Places };

    public static object Shown(AdDay one) => new
    {
        one.Day,
        campaign = one.Campaign.Value,
        ad = one.Ad?.Value,
        placement = one.Placement.Length > 0 ? one.Placement : null,
        one.Policy,
        heldOut = one.IsHeldOut,
        one.Shows,
        one.Clicks,
        one.Orders,
        marginMinor = one.Margin,
        spendMinor = one.Spend,
    };

    /// <summary>A text field, or null where it is missing or something else.</summary>
    public static string? Text(JsonObject body, string field) => body[field] is JsonValue text && text.GetValueKind() == JsonValueKind.String ? text.GetValue<string>() : null;

    /// <summary>A campaign out of a body; what is left out has its usual value.</summary>
    public static AdCampaignDraft Campaign(JsonObject body, BodyForm form) => new(
        Needed(body, "name", form),
        Optional(body, "audience", form),
        Time(body, "start", form),
        Time(body, "end", form),
        Whole(body, "dailyBudgetMinor", form),
        Whole(body, "totalBudgetMinor", form),
        Named<AdPricing>(body, "pricing", form) ?? AdPricing.Free,
        Whole(body, "priceMinor", form) ?? 0,
        Small(body, "capShows", form),
        Small(body, "capDays", form) ?? 7,
        body["holdoutShare"] is null ? 0 : body["holdoutShare"] is JsonValue share && share.GetValueKind() == JsonValueKind.Number ? share.GetValue<double>() : throw form.Wrong("The field 'holdoutShare' is no number."),
        Flag(body, "paces", form) ?? false,
        body["placements"] is null ? []
        : body["placements"] is JsonArray list && list.All(code => code is JsonValue && code.GetValueKind() == JsonValueKind.String) ? [.. list.Select(code => code!.GetValue<string>())]
        : throw form.Wrong("The field 'placements' is no list of codes."));

    /// <summary>An advertisement out of a body, and whether it takes part.</summary>
    public static (AdDraft Draft, bool IsActive) Ad(JsonObject body, BodyForm form) => (
        new AdDraft(Needed(body, "name", form), Needed(body, "headline", form), Optional(body, "text", form) ?? "", Optional(body, "image", form), Needed(body, "target", form)),
        Flag(body, "active", form) ?? true);

    /// <summary>A placement out of a body.</summary>
    public static AdPlacement Placement(string code, JsonObject body, BodyForm form) => new(
        code,
        Needed(body, "name", form),
        Named<PlacementSurface>(body, "surface", form) ?? PlacementSurface.Shop,
        Small(body, "places", form) ?? 1);

    /// <summary>One of an enumeration by its word, or null where it is left out.</summary>
    public static T? Named<T>(JsonObject body, string field, BodyForm form)
        where T : struct, Enum => body[field] is null
            ? null
            : Enum.GetValues<T>().Where(one => Reading.Word(one) == Text(body, field)).Cast<T?>().FirstOrDefault() ?? throw form.Wrong($"The field '{field}' is none of {string.Join(", ", Enum.GetValues<T>().Select(Reading.Word))}.");

    public static string Needed(JsonObject body, string field, BodyForm form) => Text(body, field) ?? throw form.Wrong($"The field '{field}' is missing or no text.");

    public static string? Optional(JsonObject body, string field, BodyForm form) => body[field] is null ? null : Needed(body, field, form);

    private static DateTimeOffset? Time(JsonObject body, string field, BodyForm form) =>
        Optional(body, field, form) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time
        : throw form.Wrong($"The field '{field}' is no time, such as 2026-01-31T09:30:00Z.");

    public static long? Whole(JsonObject body, string field, BodyForm form) =>
        body[field] is null ? null
        : body[field] is JsonValue number && number.GetValueKind() == JsonValueKind.Number && number.TryGetValue<long>(out var whole) ? whole
        : throw form.Wrong($"The field '{field}' is no whole number.");

    public static int? Small(JsonObject body, string field, BodyForm form) =>
        Whole(body, field, form) is not { } whole ? null : whole is >= int.MinValue and <= int.MaxValue ? (int)whole : throw form.Wrong($"The field '{field}' is too large.");

    public static bool? Flag(JsonObject body, string field, BodyForm form) =>
        body[field] is null ? null
        : body[field]!.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? body[field]!.GetValue<bool>()
        : throw form.Wrong($"The field '{field}' is neither true nor false.");
}
