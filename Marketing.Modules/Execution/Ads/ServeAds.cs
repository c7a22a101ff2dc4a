using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.Execution.Ads;

/// <summary>Looks who may be shown what, pays for it, and lets the placement's policy choose. The only statements it waits for are those of the ledger.</summary>
internal sealed class ServeAds(AdMemory memory, AdPaces paces, AdAudiences audiences, IAdDecisions decisions, IShop shop, BusinessClock clock)
{
    /// <summary>A campaign that takes part in a question: what is paid and noted for it already.</summary>
    private sealed record Offer(BookedCampaign Campaign, Advertisement[] Ads, int Shows, int Day, bool IsNoted)
    {
        public int Used { get; set; }
    }

    private sealed record Moment(CustomerId? Customer, AdPlacement Placement, IReadOnlyCollection<AdId> Exclude, DateTimeOffset Now, DateOnly Day)
    {
        // Mails of a campaign are written all at once: there is no day to spread them over.
        public bool IsPaced => Placement.Surface != PlacementSurface.Mail;

        public Advertisement[] Of(BookedCampaign campaign) => campaign.ActiveIn(Placement) is var ads && Exclude.Count == 0 ? ads : [.. ads.Where(ad => !Exclude.Contains(ad.Id))];
    }

    /// <inheritdoc cref="IAdServing.ServeAsync"/>
    public async Task<AdsServed> ServeAsync(AdQuestion question, CancellationToken cancellation)
    {
        var book = await memory.OpenAsync(cancellation).ConfigureAwait(false);
        if (!book.Placements.TryGetValue(question.Placement, out var placement) || placement.Surface == PlacementSurface.Network)
        {
            return new AdsServed.None(NoAds.NoPlacement);
        }

        var now = clock.GetUtcNow();
        var moment = new Moment(question.Customer, placement, question.Exclude ?? [], now, shop.DayOf(now));
        var offers = new Dictionary<AdCampaignId, Offer>();
        try
        {
            foreach (var campaign in book.Running(placement.Code))
            {
                if (await OfferAsync(campaign, moment, cancellation).ConfigureAwait(false) is { } offer)
                {
                    offers.Add(campaign.Id, offer);
                }
            }

            cancellation.ThrowIfCancellationRequested();

            // Once asked, the choice may be on disk whether the caller waits or not.
            return offers.Count == 0
                ? new AdsServed.None(NoAds.NoneEligible)
                : Served(await decisions.DecideAsync(new AdAsk(placement.Code, question.Customer, Candidates(offers.Values, moment), placement.Places), CancellationToken.None).ConfigureAwait(false), book, offers);
        }
        finally
        {
            foreach (var offer in offers.Values)
            {
                Return(offer, moment);
            }
        }
    }

    private async ValueTask<Offer?> OfferAsync(BookedCampaign campaign, Moment moment, CancellationToken cancellation)
    {
        var (draft, ads) = (campaign.Draft, moment.Of(campaign));
        var purse = memory.Purse(campaign.Id);
        if (ads.Length == 0
            || AdBook.DeliveryOf(campaign, moment.Now) != AdDelivery.Shown
            || purse.Obstacle(moment.Day.DayNumber, Needed(campaign.Price), BudgetsOf(draft)) is not null
            || (draft.Audience is { } audience && !(moment.Customer is { } member && await audiences.HoldsAsync(audience, member, cancellation).ConfigureAwait(false))))
        {
            return null;
        }

        var isNoted = moment.Customer is not null && memory.Caps.Keeps(campaign.Id);
        var wanted = Math.Min(moment.Placement.Places, ads.Length);
        var most = moment.IsPaced ? paces.Take(campaign, moment.Now, moment.Day, wanted) : wanted;
        if (most == 0)
        {
            return null;
        }

        var allowed = isNoted ? memory.Caps.Take(campaign.Id, moment.Customer!.Value, moment.Now, draft.CapDays, draft.CapShows, most) : most;
        var (paid, day) = allowed == 0 ? (0, 0) : purse.Take(moment.Day.DayNumber, campaign.Price.ShowMills, allowed, campaign.Price.ClickMills, BudgetsOf(draft));
        if (isNoted && paid < allowed)
        {
            memory.Caps.Return(campaign.Id, moment.Customer!.Value, moment.Now, allowed - paid);
        }

        PaceBack(campaign, most - paid, moment);
        return paid == 0 ? null : new Offer(campaign, ads, paid, day, isNoted);
    }

    // Where cap or money leave fewer shows than a campaign could have, it takes part with as many advertisements, by turns.
    private static List<AdCandidate> Candidates(IEnumerable<Offer> offers, Moment moment)
    {
        var candidates = new List<AdCandidate>();
        foreach (var offer in offers)
        {
            var ads = offer.Ads;
            var isWhole = offer.Shows >= Math.Min(moment.Placement.Places, ads.Length);
            var (first, count) = isWhole ? (0, ads.Length) : ((int)(moment.Now.ToUnixTimeMilliseconds() % ads.Length), offer.Shows);
            for (var i = 0; i < count; i++)
            {
                candidates.Add(new AdCandidate(ads[(first + i) % ads.Length].Id, offer.Campaign.Id, offer.Campaign.Draft.HoldoutShare));
            }
        }

        return candidates;
    }

    private static AdsServed Served(AdAnswer answer, AdBook book, Dictionary<AdCampaignId, Offer> offers)
    {
        if (answer is AdAnswer.Refused(var reason))
        {
            return new AdsServed.None(reason switch
            {
                AdRefusal.SwitchedOff => NoAds.SwitchedOff,
                AdRefusal.Erased => NoAds.Erased,
                _ => NoAds.NoneEligible,
            });
        }

        var ads = ((AdAnswer.Decided)answer).Ads;
        foreach (var shown in ads.Where(ad => !ad.IsHeldOut))
        {
            offers[shown.Campaign].Used++;
        }

        return new AdsServed.Shown([.. ads.Select(ad => new ServedAd(ad.Place, ad.IsHeldOut ? null : book.Ad(ad.Ad), ad.Decision, ad.Probability, ad.Ad))]);
    }

    private void Return(Offer offer, Moment moment)
    {
        var left = offer.Shows - offer.Used;
        if (left > 0)
        {
            memory.Purse(offer.Campaign.Id).Add(offer.Day, -left * offer.Campaign.Price.ShowMills);
            PaceBack(offer.Campaign, left, moment);
            if (offer.IsNoted)
            {
                memory.Caps.Return(offer.Campaign.Id, moment.Customer!.Value, moment.Now, left);
            }
        }
    }

    private void PaceBack(BookedCampaign campaign, int shows, Moment moment)
    {
        if (moment.IsPaced)
        {
            paces.Return(campaign.Id, shows);
        }
    }

    /// <summary>Money that must be there for one more: the price of a show or of the click that may follow.</summary>
    public static long Needed(AdPrice price) => Math.Max(price.ShowMills, price.ClickMills);

    public static AdBudgets BudgetsOf(AdCampaignDraft draft) => new(draft.DailyBudget, draft.TotalBudget);
}
