using FluentValidation;
using Marketing.Data;
using Marketing.Execution.Sql;
using Marketing.Kernel;

namespace Marketing.Execution.Ads;

/// <summary>Campaigns, advertisements and placements: checked, saved, noted in the audit log, and at once in what serving has in memory.</summary>
internal sealed class KeepAdCampaigns(ExecutionAdsStore store, AdMemory memory, AdPaces paces, IShop shop, IAuditLog audit, BusinessClock clock) : IAdCampaigns
{
    private static readonly AdDraftValidator Ads = new();
    private static readonly AdPlacementValidator Places = new();

    public async Task<Page<AdCampaign>> ListAsync(TableQuery query, CancellationToken cancellation)
    {
        var book = await memory.RefreshAsync(cancellation).ConfigureAwait(false);
        var page = await store.ListAsync(query, cancellation).ConfigureAwait(false);
        return new Page<AdCampaign>([.. page.Items.Select(saved => Told(saved, book))], page.Total);
    }

    public async Task<AdCampaign?> FindAsync(AdCampaignId campaign, CancellationToken cancellation)
    {
        var book = await memory.RefreshAsync(cancellation).ConfigureAwait(false);
        return await store.FindAsync(campaign, cancellation).ConfigureAwait(false) is { } saved ? Told(saved, book) : null;
    }

    public async Task<IReadOnlyList<Advertisement>> AdsAsync(AdCampaignId campaign, CancellationToken cancellation) => await store.AdsAsync(campaign, cancellation).ConfigureAwait(false);

    public async Task<Advertisement?> FindAdAsync(AdId ad, CancellationToken cancellation) => (await memory.OpenAsync(cancellation).ConfigureAwait(false)).Ad(ad);

    public async Task<AdCampaignId> CreateAsync(AdCampaignDraft draft, string actor, CancellationToken cancellation)
    {
        await CheckAsync(draft, null, cancellation).ConfigureAwait(false);
        var id = await store.CreateAsync(draft, actor, clock.GetUtcNow(), cancellation).ConfigureAwait(false);
        await AuditAsync(actor, "ad-campaign.create", $"ad campaign {id.Value}", new { draft.Name, draft.Audience, draft.DailyBudget, draft.TotalBudget, Pricing = $"{draft.Pricing}", draft.Price, draft.HoldoutShare, draft.Placements }).ConfigureAwait(false);
        return id;
    }

    public async Task<AdChange> ChangeAsync(AdCampaignId campaign, long basedOn, AdCampaignDraft draft, string actor, CancellationToken cancellation)
    {
        await CheckAsync(draft, (await store.FindAsync(campaign, cancellation).ConfigureAwait(false))?.Draft.End, cancellation).ConfigureAwait(false);
        var change = await store.ChangeAsync(campaign, basedOn, draft, clock.GetUtcNow(), cancellation).ConfigureAwait(false);
        if (change == AdChange.Done)
        {
            await AuditAsync(actor, "ad-campaign.change", $"ad campaign {campaign.Value}", new { draft.Name, draft.Audience, draft.DailyBudget, draft.TotalBudget, Pricing = $"{draft.Pricing}", draft.Price, draft.HoldoutShare, draft.Placements }).ConfigureAwait(false);
        }

        return change;
    }

    public async Task<AdChange> SetStateAsync(AdCampaignId campaign, AdCampaignState state, string actor, CancellationToken cancellation)
    {
        var (change, before) = await store.SetStateAsync(campaign, state, clock.GetUtcNow(), cancellation).ConfigureAwait(false);
        if (change == AdChange.Done && before != state)
        {
            await AuditAsync(actor, "ad-campaign.state", $"ad campaign {campaign.Value}", new { Before = $"{before}", State = $"{state}" }).ConfigureAwait(false);
        }

        return change;
    }

    public async Task<AdId?> AddAdAsync(AdCampaignId campaign, AdDraft draft, bool isActive, string actor, CancellationToken cancellation)
    {
        await Ads.ValidateAndThrowAsync(draft, cancellation).ConfigureAwait(false);
        var id = await store.AddAdAsync(campaign, draft, isActive, cancellation).ConfigureAwait(false);
        if (id is { } ad)
        {
            await AuditAsync(actor, "ad.add", $"ad {ad.Value}", new { Campaign = campaign.Value, draft.Name, draft.Headline, draft.Target, IsActive = isActive }).ConfigureAwait(false);
        }

        return id;
    }

    public async Task<AdChange> ChangeAdAsync(AdId ad, AdDraft draft, bool isActive, string actor, CancellationToken cancellation)
    {
        await Ads.ValidateAndThrowAsync(draft, cancellation).ConfigureAwait(false);
        if (!await store.ChangeAdAsync(ad, draft, isActive, cancellation).ConfigureAwait(false))
        {
            return AdChange.Missing;
        }

        await AuditAsync(actor, "ad.change", $"ad {ad.Value}", new { draft.Name, draft.Headline, draft.Target, IsActive = isActive }).ConfigureAwait(false);
        return AdChange.Done;
    }

    public async Task<IReadOnlyList<AdPlacement>> PlacementsAsync(CancellationToken cancellation) => await store.PlacementsAsync(cancellation).ConfigureAwait(false);

    public async Task SavePlacementAsync(AdPlacement placement, string actor, CancellationToken cancellation)
    {
        await Places.ValidateAndThrowAsync(placement, cancellation).ConfigureAwait(false);
        await store.SavePlacementAsync(placement, cancellation).ConfigureAwait(false);
        await AuditAsync(actor, "ad-placement.save", $"ad placement {placement.Code}", new { placement.Name, Surface = $"{placement.Surface}", placement.Places }).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<string>> RemovePlacementAsync(string code, string actor, CancellationToken cancellation)
    {
        var (names, removed) = await store.RemovePlacementAsync(code, cancellation).ConfigureAwait(false);
        if (removed)
        {
            await AuditAsync(actor, "ad-placement.remove", $"ad placement {code}", null).ConfigureAwait(false);
        }

        return names;
    }

    private async Task CheckAsync(AdCampaignDraft draft, DateTimeOffset? end, CancellationToken cancellation) =>
        await new AdCampaignDraftValidator((await store.PlacementsAsync(cancellation).ConfigureAwait(false)).Select(placement => placement.Code), clock.GetUtcNow(), end).ValidateAndThrowAsync(draft, cancellation).ConfigureAwait(false);

    // What is saved counts from the next question on, and stays noted, whether the caller waits or not.
    private async Task AuditAsync(string actor, string action, string subject, object? detail)
    {
        await memory.ReloadAsync(CancellationToken.None).ConfigureAwait(false);
        await audit.WriteAsync(actor, action, subject, detail, CancellationToken.None).ConfigureAwait(false);
    }

    private AdCampaign Told(SavedCampaign saved, AdBook book)
    {
        var now = clock.GetUtcNow();
        var day = shop.DayOf(now);
        var purse = memory.Purse(saved.Id);
        var (today, total) = purse.Spent(day.DayNumber);
        var campaign = book.Campaigns.GetValueOrDefault(saved.Id);
        var (delivery, pace) = campaign is null ? (AdDelivery.NotRunning, 1) : (AdBook.DeliveryOf(campaign, now), paces.Factor(campaign, now, day));
        if (delivery == AdDelivery.Shown)
        {
            delivery = purse.Obstacle(day.DayNumber, ServeAds.Needed(campaign!.Price), ServeAds.BudgetsOf(saved.Draft)) ?? delivery;
        }

        return new AdCampaign(saved.Id, saved.Draft, saved.State, delivery, saved.Version, saved.Actor, saved.Created, AdMoney.Minor(today), AdMoney.Minor(total), pace);
    }
}
