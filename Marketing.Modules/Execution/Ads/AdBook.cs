using System.Collections.Frozen;
using Marketing.Kernel;

namespace Marketing.Execution.Ads;

/// <summary>A campaign as it is saved.</summary>
internal sealed record SavedCampaign(AdCampaignId Id, AdCampaignDraft Draft, AdCampaignState State, long Version, string Actor, DateTimeOffset Created)
{
    /// <summary>Whether a person may put it into a state: what has begun is no draft again, and what has ended stays so.</summary>
    public bool MayBecome(AdCampaignState state) => Enum.IsDefined(state) && (state == State || (State != AdCampaignState.Ended && state != AdCampaignState.Draft && (State, state) is not (AdCampaignState.Draft, AdCampaignState.Paused)));
}

/// <summary>What a campaign pays from an instant on.</summary>
internal readonly record struct AdPrice(DateTimeOffset Since, AdPricing Pricing, long Price)
{
    /// <summary>What a show costs, in thousandths of the minor unit.</summary>
    public long ShowMills => Pricing == AdPricing.Thousand ? Price : 0;

    /// <summary>What a click costs, in thousandths of the minor unit.</summary>
    public long ClickMills => Pricing == AdPricing.Click ? Price * AdMoney.Mills : 0;
}

/// <summary>Money of advertising.</summary>
internal static class AdMoney
{
    /// <summary>Thousandths of a minor unit: what one show of a thousand costs is a whole number of them.</summary>
    public const long Mills = 1000;

    /// <summary>The largest margin of a counted day, minor units, and with a minus the smallest: sums over days stay within 64 bits.</summary>
    public const long MostOfDay = 10 * IAdServing.MostValue;

    /// <summary>A day's margin with more, minor units, not beyond <see cref="MostOfDay"/>.</summary>
    public static long Add(long margin, long more) => (long)Math.Clamp((decimal)margin + more, -MostOfDay, MostOfDay);

    /// <summary>Whole minor units, to the nearest.</summary>
    public static long Minor(long mills) => (mills + (Mills / 2)) / Mills;
}

/// <summary>A campaign with what takes part in it.</summary>
/// <param name="Saved">The campaign.</param>
/// <param name="Active">Active advertisements, oldest first.</param>
/// <param name="Price">What it pays now.</param>
/// <param name="HasPlacement">Whether it names a placement that there is.</param>
internal sealed record BookedCampaign(SavedCampaign Saved, Advertisement[] Active, AdPrice Price, bool HasPlacement)
{
    public AdCampaignId Id => Saved.Id;

    public AdCampaignDraft Draft => Saved.Draft;

    /// <summary>Those that can stand in a mail, where a path of the shop's own leads nowhere.</summary>
    public Advertisement[] ActiveInMail { get; } = [.. Active.Where(ad => ad.Draft.Target[0] != '/' && ad.Draft.Image?[0] != '/')];

    /// <summary>Those that can stand in a placement.</summary>
    public Advertisement[] ActiveIn(AdPlacement placement) => placement.Surface == PlacementSurface.Mail ? ActiveInMail : Active;
}

/// <summary>Everything about advertising that a question needs, as of one change. Never written to: a change makes another.</summary>
internal sealed class AdBook
{
    private readonly FrozenDictionary<string, BookedCampaign[]> _running;
    private readonly FrozenDictionary<AdId, Advertisement> _ads;
    private readonly FrozenDictionary<AdCampaignId, AdPrice[]> _prices;

    private AdBook(long changes, FrozenDictionary<AdCampaignId, BookedCampaign> campaigns, FrozenDictionary<AdId, Advertisement> ads, FrozenDictionary<string, AdPlacement> placements, FrozenDictionary<AdCampaignId, AdPrice[]> prices)
    {
        (Changes, Campaigns, _ads, Placements, _prices) = (changes, campaigns, ads, placements, prices);
        HasPaidClicks = prices.Values.Any(some => some.Any(price => price.ClickMills > 0));
        _running = placements.Keys.ToFrozenDictionary(
            code => code,
            code => campaigns.Values.Where(campaign => campaign.Saved.State == AdCampaignState.Running && campaign.Active.Length > 0 && campaign.Draft.Placements.Contains(code)).OrderBy(campaign => campaign.Id.Value).ToArray());
    }

    /// <summary>The change as of which it is.</summary>
    public long Changes { get; }

    public FrozenDictionary<AdCampaignId, BookedCampaign> Campaigns { get; }

    public FrozenDictionary<string, AdPlacement> Placements { get; }

    public static AdBook Of(long changes, IEnumerable<SavedCampaign> campaigns, IReadOnlyList<Advertisement> ads, IReadOnlyList<AdPlacement> placements, IEnumerable<(long Campaign, AdPrice Price)> prices)
    {
        var places = placements.ToFrozenDictionary(placement => placement.Code);
        var active = ads.Where(ad => ad.IsActive).ToLookup(ad => ad.Campaign);
        return new AdBook(
            changes,
            campaigns.ToFrozenDictionary(
                campaign => campaign.Id,
                campaign => new BookedCampaign(campaign, [.. active[campaign.Id]], new AdPrice(campaign.Created, campaign.Draft.Pricing, campaign.Draft.Price), campaign.Draft.Placements.Any(places.ContainsKey))),
            ads.ToFrozenDictionary(ad => ad.Id),
            places,
            prices.GroupBy(one => new AdCampaignId(one.Campaign), one => one.Price).ToFrozenDictionary(group => group.Key, group => group.OrderBy(price => price.Since).ToArray()));
    }

    /// <summary>Whether any campaign ever paid by click.</summary>
    public bool HasPaidClicks { get; }

    /// <summary>Running campaigns with active advertisements that name a placement, by id.</summary>
    public BookedCampaign[] Running(string placement) => _running.GetValueOrDefault(placement, []);

    /// <summary>Whether shows in a placement are spread over the day: mails of a campaign are written all at once, so that there is no day to spread them over.</summary>
    public bool IsPaced(string placement) => Placements.GetValueOrDefault(placement)?.Surface != PlacementSurface.Mail;

    public Advertisement? Ad(AdId ad) => _ads.GetValueOrDefault(ad);

    /// <summary>What a campaign paid at an instant; before its first price, that.</summary>
    public AdPrice PriceAt(AdCampaignId campaign, DateTimeOffset at)
    {
        var prices = _prices.GetValueOrDefault(campaign, []);
        var i = prices.Length - 1;
        while (i > 0 && prices[i].Since > at)
        {
            i--;
        }

        return i < 0 ? default : prices[i];
    }

    /// <summary>Why a campaign shows nothing, money apart, or that it may.</summary>
    public static AdDelivery DeliveryOf(BookedCampaign campaign, DateTimeOffset now) =>
        campaign.Saved.State != AdCampaignState.Running ? AdDelivery.NotRunning
        : campaign.Draft.Start > now ? AdDelivery.NotYet
        : campaign.Draft.End <= now ? AdDelivery.Over
        : campaign.Active.Length == 0 ? AdDelivery.NoAd
        : !campaign.HasPlacement ? AdDelivery.NoPlacement
        : AdDelivery.Shown;
}
