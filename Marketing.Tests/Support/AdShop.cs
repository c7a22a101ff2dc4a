using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;

namespace Marketing.Tests.Support;

/// <summary>Short cuts to advertising of a rig.</summary>
internal static class AdShop
{
    public static readonly AdCampaignDraft Draft = new("Tea", null, null, null, null, null, AdPricing.Free, 0, null, 7, 0, Paces: false, ["home"]);

    public static readonly AdDraft Ad = new("Cup", "A cup of tea", "Hot and strong.", "/cup.png", "https://tea.test/cup");

    /// <summary>A running campaign in a placement of one place with some advertisements.</summary>
    public static async Task<AdCampaignId> RunAdsAsync(this ShopRig rig, AdCampaignDraft? draft = null, int ads = 1, int places = 1)
    {
        var campaigns = rig.Get<IAdCampaigns>();
        foreach (var code in (draft ?? Draft).Placements)
        {
            await campaigns.SavePlacementAsync(new AdPlacement(code, code, PlacementSurface.Shop, places), "ann", default);
        }

        var id = await campaigns.CreateAsync(draft ?? Draft, "ann", default);
        for (var i = 0; i < ads; i++)
        {
            await campaigns.AddAdAsync(id, Ad with { Name = $"Cup {i + 1}" }, isActive: true, "ann", default);
        }

        var started = await campaigns.SetStateAsync(id, AdCampaignState.Running, "ann", default);
        if (started == AdChange.NoAds && ads == 0)
        {
            // Nothing is active, as where somebody rests the last one of a campaign that runs.
            var rests = (await campaigns.AddAdAsync(id, Ad, isActive: true, "ann", default))!.Value;
            started = await campaigns.SetStateAsync(id, AdCampaignState.Running, "ann", default);
            await campaigns.ChangeAdAsync(rests, Ad, isActive: false, "ann", default);
        }

        Assert.Equal(AdChange.Done, started);
        return id;
    }

    public static Task<AdsServed> AskAsync(this ShopRig rig, long? customer = null, string placement = "home") =>
        rig.Get<IAdServing>().ServeAsync(new AdQuestion(placement, customer is { } id ? new CustomerId(id) : null), default);

    /// <summary>What was shown, or nothing; places that stay empty on purpose are among it.</summary>
    public static async Task<IReadOnlyList<ServedAd>> ShownAsync(this ShopRig rig, long? customer = null, string placement = "home") =>
        await rig.AskAsync(customer, placement) is AdsServed.Shown(var ads) ? ads : [];

    public static async Task<IReadOnlyList<Marketing.Strategy.ReportResult>> ClickAsync(this ShopRig rig, DecisionId decision) =>
        await rig.Get<IAdServing>().ReportAsync([new Outcome(decision, "clicked", rig.Now, 0)], default);

    public static Task TendAsync(this ShopRig rig) => rig.Get<IAdServing>().TendAsync(null, default);

    public static async Task<AdCampaign> FindAsync(this ShopRig rig, AdCampaignId campaign) => (await rig.Get<IAdCampaigns>().FindAsync(campaign, default))!;

    public static async Task<IReadOnlyList<AdDay>> AdDaysAsync(this ShopRig rig) => await rig.Get<IAdResults>().DaysAsync(DateOnly.MinValue, DateOnly.MaxValue, null, default);
}
