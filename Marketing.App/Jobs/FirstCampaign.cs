using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Microsoft.Extensions.Options;

namespace Marketing.App.Jobs;

/// <summary>
/// The demo shop's first campaign: a win-back mail with a holdout, so that decisions, outbox and measurement can be looked at.
/// A real shop's campaigns are made by people only.
/// </summary>
internal sealed class FirstCampaign(IShop shop, ICampaigns campaigns, IOptions<JobsOptions> options)
{
    private const string Actor = "system";

    public async Task<string?> ProposeAsync(CancellationToken cancellation)
    {
        if (!shop.Profile.IsDemo)
        {
            return "campaigns are made by people";
        }

        var existing = await campaigns.ListAsync(new TableQuery(Take: 100), cancellation);
        // A turn that stopped between saving and scheduling left a draft.
        var own = existing.Items.FirstOrDefault(campaign => campaign.Actor == Actor && campaign.State == CampaignState.Draft);
        if (own is null && existing.Total > 0)
        {
            return $"{existing.Total:N0} campaigns are there";
        }

        var draft = own?.Draft ?? campaigns.Start("win-back", "en") with { HoldoutShare = options.Value.HoldoutShare };
        var id = own?.Id ?? await campaigns.CreateAsync(draft, Actor, cancellation);
        await campaigns.ScheduleAsync(id, null, Actor, cancellation);
        return $"'{draft.Name}' scheduled with a holdout of {draft.HoldoutShare:P0}";
    }
}
