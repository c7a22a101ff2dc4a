using System.Globalization;
using System.Text;
using Marketing.App.Access;
using Marketing.App.Privacy;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace Marketing.App.Api;

/// <summary>What goes out to advertising networks.</summary>
internal static class AdDownloads
{
    private const int Slice = 500;

    public static void MapAdDownloads(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/ads/budgets.csv", BudgetsAsync).RequireAuthorization(Policies.Viewer);
        endpoints.MapGet("/ads/{id:long}/audience.csv", AudienceAsync).NeedsTransfer(TransferPlaces.AdAudience).RequireAuthorization(Policies.Analyst);
    }

    // What has not ended, with its places in networks and elsewhere: nothing of it tells of a person.
    private static async Task<IResult> BudgetsAsync([FromServices] IAdCampaigns campaigns, [FromServices] IShop shop, CancellationToken cancellation)
    {
        var currency = shop.Profile.Currency;
        var text = new StringBuilder(CsvText.Row("campaign", "number", "state", "placements", "start", "end", "paid for", $"price {currency}", $"daily budget {currency}", $"total budget {currency}", $"spent {currency}"));
        for (var skip = 0; ; skip += Slice)
        {
            var page = await campaigns.ListAsync(new TableQuery(skip, Slice), cancellation);
            foreach (var campaign in page.Items.Where(campaign => campaign.State != AdCampaignState.Ended))
            {
                var draft = campaign.Draft;
                text.Append(CsvText.Row(
                    draft.Name, campaign.Id.Value, campaign.State.ToString().ToLowerInvariant(), string.Join(' ', draft.Placements), Time(draft.Start), Time(draft.End), draft.Pricing.ToString().ToLowerInvariant(), Major(draft.Price, currency),
                    Major(draft.DailyBudget, currency), Major(draft.TotalBudget, currency), Major(campaign.Spent, currency)));
            }

            if (skip + page.Items.Count >= page.Total || page.Items.Count == 0)
            {
                return Results.File(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", "ad-budgets.csv");
            }
        }
    }

    private static async Task<IResult> AudienceAsync(long id, HttpContext context, [FromServices] IAdCampaigns campaigns, [FromServices] IAdResults results, [FromServices] BulkViews views, CancellationToken cancellation)
    {
        var campaign = new AdCampaignId(id);
        if (await campaigns.FindAsync(campaign, cancellation) is null)
        {
            return Results.NotFound();
        }

        var addresses = await results.AudienceAsync(campaign, cancellation);
        await views.ExportedAsync(context.User.Identity?.Name ?? "", TransferPlaces.AdAudience, $"ad campaign {id.ToString(CultureInfo.InvariantCulture)}", $"addresses={addresses.Count.ToString(CultureInfo.InvariantCulture)}", cancellation);
        context.Response.Headers.CacheControl = "no-store";
        return Results.File(Encoding.UTF8.GetBytes(CsvText.Row("email_sha256") + string.Concat(addresses.Select(address => CsvText.Row(address)))), "text/csv; charset=utf-8", $"ad-audience-{id.ToString(CultureInfo.InvariantCulture)}.csv");
    }

    private static string? Time(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static decimal? Major(long? minor, string currency) => minor is { } value ? new Money(value, currency).Major : null;
}
