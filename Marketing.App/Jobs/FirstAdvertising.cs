using Marketing.App.Tracking;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.App.Jobs;

/// <summary>
/// The demo shop's first advertising: a campaign for the products of which most capital lies in stock, on the demonstration storefront, so that choices, clicks and money can be looked at.
/// A real shop's campaigns are made by people only.
/// </summary>
internal sealed class FirstAdvertising(IShop shop, IAdCampaigns campaigns, IInventory inventory, ISnapshots snapshots)
{
    private const string Actor = "system";
    private const string Name = "Clear the shelves";
    private const int Products = 4;
    private const double HoldoutShare = 0.1;
    private const long ClickPrice = 20;
    private const long Daily = 20_00;
    private const long Total = 500_00;

    /// <summary>Makes it, unless the shop is no demo or has campaigns. A turn that stopped in the middle of it is gone on with.</summary>
    public async Task ProposeAsync(CancellationToken cancellation)
    {
        if (!shop.Profile.IsDemo)
        {
            return;
        }

        var existing = await campaigns.ListAsync(new TableQuery(Take: 100), cancellation);
        var own = existing.Items.FirstOrDefault(campaign => campaign.Actor == Actor && campaign.State == AdCampaignState.Draft);
        if (own is null && existing.Total > 0)
        {
            return;
        }

        var ads = await AdsAsync(cancellation);
        if (ads.Count == 0)
        {
            return;
        }

        await campaigns.SavePlacementAsync(new AdPlacement(StorefrontAds.Placement, "Shelf and cart", PlacementSurface.Shop, StorefrontAds.Places), Actor, cancellation);
        var draft = new AdCampaignDraft(Name, null, null, null, Daily, Total, AdPricing.Click, ClickPrice, 10, 7, HoldoutShare, Paces: false, [StorefrontAds.Placement]);
        var id = own?.Id ?? await campaigns.CreateAsync(draft, Actor, cancellation);
        var there = (await campaigns.AdsAsync(id, cancellation)).Select(ad => ad.Draft.Target).ToHashSet();
        foreach (var ad in ads.Where(ad => !there.Contains(ad.Target)))
        {
            await campaigns.AddAdAsync(id, ad, isActive: true, Actor, cancellation);
        }

        await campaigns.SetStateAsync(id, AdCampaignState.Running, Actor, cancellation);
    }

    // What the storefront sells has a price and a name.
    private async Task<IReadOnlyList<AdDraft>> AdsAsync(CancellationToken cancellation)
    {
        var products = (await snapshots.CurrentAsync(cancellation)).Products;
        var board = await inventory.ListAsync(new StockFilter(StockState.Overstock), new TableQuery(Take: 50, Sort: "capital", Descending: true), cancellation);
        return [.. board.Items.Select(line => (Line: line, At: products.IndexOf(line.Product)))
            .Where(one => one.At >= 0 && one.Line.Name.Length > 0 && products.Price[one.At] > 0)
            .Take(Products)
            .Select(one => Ad(one.Line, products.Price[one.At]))];
    }

    private AdDraft Ad(StockLine line, long price) => new(line.Name, line.Name, $"In stock now for {new Money(price, shop.Profile.Currency).Major:0.00} {shop.Profile.Currency}.", null, Storefront.PathOf(line.Code));
}
