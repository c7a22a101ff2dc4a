using Marketing.Data;
using Marketing.Execution;
using Marketing.Execution.Ads;
using Marketing.Execution.Sql;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Execution.Ads;

public sealed class AdServingTests : IDisposable
{
    private readonly ShopRig _rig = new();

    private IAdCampaigns Campaigns => _rig.Get<IAdCampaigns>();

    public AdServingTests() => _rig.AddRegulars(40);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task What_is_shown_is_in_the_ledger_with_its_probability()
    {
        await _rig.RunAdsAsync(ads: 3, places: 2);
        var ads = await _rig.ShownAsync(7);
        Assert.Equal([1, 2], ads.Select(ad => ad.Place));
        foreach (var ad in ads)
        {
            var decision = (await _rig.Get<ILedger>().FindAsync(ad.Decision, default))!;
            Assert.Equal((DecisionKind.Ad, new CustomerId(7), AdCodes.Action(ad.Ad!.Id), ad.Probability), (decision.Draft.Kind, decision.Draft.Person(), decision.Draft.Action, decision.Draft.Propensity));
        }

        Assert.NotEqual(ads[0].Ad!.Id, ads[1].Ad!.Id);
        Assert.Null((await _rig.Get<ILedger>().FindAsync((await _rig.ShownAsync())[0].Decision, default))!.Draft.Customer);
    }

    [Fact]
    public async Task There_is_an_answer_where_nothing_can_be_shown()
    {
        Assert.Equal(NoAds.NoPlacement, Why(await _rig.AskAsync()));
        var id = await _rig.RunAdsAsync(ads: 0);
        Assert.Equal(NoAds.NoneEligible, Why(await _rig.AskAsync()));
        await Campaigns.AddAdAsync(id, AdShop.Ad, isActive: true, "ann", default);
        Assert.Single(await _rig.ShownAsync());
        await Campaigns.SavePlacementAsync(new AdPlacement("net", "Network", PlacementSurface.Network, 1), "ann", default);
        Assert.Equal(NoAds.NoPlacement, Why(await _rig.AskAsync(placement: "net")));
        await Campaigns.SetStateAsync(id, AdCampaignState.Paused, "ann", default);
        Assert.Equal(NoAds.NoneEligible, Why(await _rig.AskAsync()));
    }

    [Fact]
    public async Task A_campaign_is_shown_from_its_start_to_its_end()
    {
        var id = await _rig.RunAdsAsync(AdShop.Draft with { Start = _rig.Now.AddHours(1), End = _rig.Now.AddHours(2) });
        Assert.Empty(await _rig.ShownAsync());
        Assert.Equal(AdDelivery.NotYet, (await _rig.FindAsync(id)).Delivery);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Single(await _rig.ShownAsync());
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(await _rig.ShownAsync());
        Assert.Equal(AdDelivery.Over, (await _rig.FindAsync(id)).Delivery);
    }

    [Theory]
    [InlineData(0L, null, AdDelivery.DaySpent)]
    [InlineData(null, 0L, AdDelivery.AllSpent)]
    public async Task A_budget_of_nothing_shows_nothing_even_what_is_free(long? daily, long? total, AdDelivery why)
    {
        var id = await _rig.RunAdsAsync(AdShop.Draft with { DailyBudget = daily, TotalBudget = total });
        Assert.Equal(NoAds.NoneEligible, Why(await _rig.AskAsync()));
        Assert.Equal(why, (await _rig.FindAsync(id)).Delivery);
    }

    [Fact]
    public async Task Shows_are_paid_by_the_thousand_to_the_last_that_the_day_has_money_for_and_the_next_day_has_new_money()
    {
        // 40 a thousand, 1 a day: 25 shows.
        var id = await _rig.RunAdsAsync(AdShop.Draft with { Pricing = AdPricing.Thousand, Price = 40, DailyBudget = 1, TotalBudget = 2 });
        Assert.Equal(25, await CountAsync(30));
        Assert.Equal((AdDelivery.DaySpent, 1L, 1L), await MoneyAsync(id));
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((AdDelivery.Shown, 0L, 1L), await MoneyAsync(id));
        Assert.Equal(25, await CountAsync(30));
        Assert.Equal((AdDelivery.AllSpent, 1L, 2L), await MoneyAsync(id));
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await CountAsync(2));
    }

    [Fact]
    public async Task Many_threads_spend_the_budget_and_never_more()
    {
        var id = await _rig.RunAdsAsync(AdShop.Draft with { Pricing = AdPricing.Thousand, Price = 100, TotalBudget = 10, CapShows = null }, ads: 4, places: 3);
        var shown = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var count = 0;
            for (var i = 0; i < 12; i++)
            {
                count += (await _rig.ShownAsync()).Count;
            }

            return count;
        })));

        // What was reserved for questions under way is given back, so that the last of the money is spent by those that come later.
        while (await _rig.ShownAsync() is { Count: > 0 } ads)
        {
            shown[0] += ads.Count;
        }

        Assert.Equal(100, shown.Sum());
        Assert.Equal((AdDelivery.AllSpent, 10L, 10L), await MoneyAsync(id));
    }

    [Fact]
    public async Task Many_threads_never_go_over_the_cap_of_a_customer()
    {
        await _rig.RunAdsAsync(AdShop.Draft with { CapShows = 10 }, ads: 4, places: 3);
        var shown = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => (await _rig.ShownAsync(3)).Count + (await _rig.ShownAsync(3)).Count)));
        while (await _rig.ShownAsync(3) is { Count: > 0 } ads)
        {
            shown[0] += ads.Count;
        }

        Assert.Equal(10, shown.Sum());
        Assert.Equal(3, (await _rig.ShownAsync(4)).Count);
    }

    [Fact]
    public async Task A_cap_holds_for_its_days_and_not_for_visitors_whom_the_shop_does_not_know()
    {
        await _rig.RunAdsAsync(AdShop.Draft with { CapShows = 2, CapDays = 2 });
        Assert.Equal(2, await CountAsync(3, 1));
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await CountAsync(1, 1));
        Assert.Equal(1, await CountAsync(1, 2));
        Assert.Equal(5, await CountAsync(5));
        _rig.Folder.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, await CountAsync(3, 1));
    }

    [Fact]
    public async Task A_cap_that_is_set_later_counts_what_was_shown_before()
    {
        var id = await _rig.RunAdsAsync();
        Assert.Equal(3, await CountAsync(3, 1));
        await Campaigns.ChangeAsync(id, (await _rig.FindAsync(id)).Version, AdShop.Draft with { CapShows = 4 }, "ann", default);
        Assert.Equal(1, await CountAsync(3, 1));
    }

    [Fact]
    public async Task A_cap_that_is_made_longer_counts_what_was_shown_before()
    {
        var draft = AdShop.Draft with { CapShows = 3, CapDays = 1 };
        var id = await _rig.RunAdsAsync(draft);
        Assert.Equal(2, await CountAsync(2, 1));
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(4));

        // A process of today knows of the last day only.
        await _rig.RestartAsync();
        Assert.Equal(1, await CountAsync(1, 2));
        await Campaigns.ChangeAsync(id, (await _rig.FindAsync(id)).Version, draft with { CapDays = 7 }, "ann", default);
        Assert.Equal(1, await CountAsync(4, 1));
        Assert.Equal(2, await CountAsync(4, 2));
    }

    [Fact]
    public async Task A_cap_whose_reading_was_broken_off_is_made_up_for()
    {
        var draft = AdShop.Draft with { CapShows = 3 };
        var id = await _rig.RunAdsAsync(AdShop.Draft);
        Assert.Equal(2, await CountAsync(2, 1));
        var isBroken = true;
        var ledger = Watch.Calls(_rig.Get<ILedger>(), name => name == nameof(ILedger.FirstAdAsync) && isBroken ? Task.FromException<DecisionId?>(new IOException("broken off")) : null);
        using var memory = new AdMemory(_rig.Get<ExecutionAdsStore>(), _rig.Get<ExecutionAdDaysStore>(), ledger, _rig.Get<IShop>(), _rig.Get<BusinessClock>(), _rig.Folder.Clock);
        await memory.OpenAsync(default);
        await Campaigns.ChangeAsync(id, (await _rig.FindAsync(id)).Version, draft, "ann", default);
        await Assert.ThrowsAsync<IOException>(() => memory.ReloadAsync(default));
        isBroken = false;
        await memory.ReloadAsync(default);
        Assert.Equal(1, memory.Caps.Take(id, new CustomerId(1), _rig.Now, 7, 3, 5));
    }

    [Fact]
    public async Task Placements_of_one_page_share_no_advertisement_and_each_choice_is_among_what_is_left()
    {
        await Campaigns.SavePlacementAsync(new AdPlacement("side", "Side", PlacementSurface.Shop, 1), "ann", default);
        await _rig.RunAdsAsync(AdShop.Draft with { Placements = ["home", "side"], HoldoutShare = 0.5 }, ads: 3);
        for (var customer = 1; customer <= 20; customer++)
        {
            var page = await _rig.Get<IAdServing>().ServePageAsync([new AdQuestion("home", new CustomerId(customer)), new AdQuestion("side", new CustomerId(customer))], default);
            var shown = page.Select(answer => Assert.Single(Assert.IsType<AdsServed.Shown>(answer).Ads)).ToList();
            Assert.NotEqual(shown[0].Chosen, shown[1].Chosen);
            var second = (await _rig.Get<ILedger>().FindAsync(shown[1].Decision, default))!.Draft;
            Assert.Equal(AdCodes.Candidates(new long[] { 1, 2, 3 }.Select(ad => new AdId(ad)).Where(ad => ad != shown[0].Chosen)), second.Candidates);
            Assert.Equal(shown[1].Probability, second.Propensity);
        }
    }

    [Fact]
    public async Task What_a_question_excludes_is_no_candidate()
    {
        await _rig.RunAdsAsync(ads: 2);
        var excluded = await _rig.Get<IAdServing>().ServeAsync(new AdQuestion("home", null, [new AdId(1)]), default);
        var ad = Assert.Single(Assert.IsType<AdsServed.Shown>(excluded).Ads);
        Assert.Equal((new AdId(2), 1.0), (ad.Chosen, ad.Probability));
        Assert.Equal(NoAds.NoneEligible, Why(await _rig.Get<IAdServing>().ServeAsync(new AdQuestion("home", null, [new AdId(1), new AdId(2)]), default)));
    }

    [Fact]
    public async Task A_process_that_starts_anew_knows_what_was_spent_and_seen_counted_or_not()
    {
        var draft = AdShop.Draft with { Pricing = AdPricing.Thousand, Price = 100, DailyBudget = 1, CapShows = 6 };
        var id = await _rig.RunAdsAsync(draft);
        Assert.Equal(3, await CountAsync(3, 1));
        await _rig.TendAsync();
        Assert.Equal(2, await CountAsync(2, 1));
        await _rig.RestartAsync();
        Assert.Equal(1, await CountAsync(3, 1));
        Assert.Equal(4, await CountAsync(9, 2));
        await _rig.RestartAsync();
        Assert.Equal(0, await CountAsync(1, 3));
        Assert.Equal((AdDelivery.DaySpent, 1L, 1L), await MoneyAsync(id));
    }

    [Fact]
    public async Task An_audience_is_shown_its_own_and_nobody_else()
    {
        await _rig.RunAdsAsync(AdShop.Draft with { Audience = AudienceCodes.Everybody });
        Assert.Single(await _rig.ShownAsync(1));
        Assert.Empty(await _rig.ShownAsync(9999));
        Assert.Empty(await _rig.ShownAsync());
    }

    [Fact]
    public async Task Who_is_held_out_sees_an_empty_place_that_costs_nothing_and_counts_to_no_cap()
    {
        var id = await _rig.RunAdsAsync(AdShop.Draft with { HoldoutShare = 0.5, Pricing = AdPricing.Thousand, Price = 1000, TotalBudget = 100, CapShows = 2 });
        var decisions = _rig.Get<IAdDecisions>();
        var held = Enumerable.Range(1, 40).Where(customer => decisions.IsHeldOut(id, new CustomerId(customer), 0.5)).ToList();
        Assert.InRange(held.Count, 5, 35);
        for (var i = 0; i < 5; i++)
        {
            var place = Assert.Single(await _rig.ShownAsync(held[0]));
            Assert.Null(place.Ad);
            Assert.Equal(AdCodes.Holdout, (await _rig.Get<ILedger>().FindAsync(place.Decision, default))!.Draft.Arm);
        }

        Assert.Equal(0, (await _rig.FindAsync(id)).Spent);
        Assert.NotNull(Assert.Single(await _rig.ShownAsync(Enumerable.Range(1, 40).Except(held).First())).Ad);
        Assert.Equal(1, (await _rig.FindAsync(id)).Spent);
        await _rig.RestartAsync();
        Assert.Single(await _rig.ShownAsync(held[0]));
        Assert.Equal(1, (await _rig.FindAsync(id)).Spent);
    }

    [Fact]
    public async Task A_paced_campaign_leaves_money_for_the_evening()
    {
        var id = await _rig.RunAdsAsync(AdShop.Draft with { Pricing = AdPricing.Thousand, Price = 1000, DailyBudget = 240, Paces = true });
        var start = _rig.Get<IShop>().StartOf(_rig.Get<IShop>().DayOf(_rig.Now).AddDays(1));
        _rig.Folder.Clock.Advance(start - _rig.Now);
        var spent = new List<long>();
        for (var step = 0; step < 24 * 12; step++)
        {
            _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(5));
            await CountAsync(4);
            if (step % 72 == 71)
            {
                spent.Add((await _rig.FindAsync(id)).SpentToday);
            }
        }

        // Six, twelve and eighteen hours: about a quarter of 240 each. Unpaced, 60 questions of five minutes would have had all of it in five hours.
        Assert.InRange(spent[0], 30, 90);
        Assert.InRange(spent[1], 90, 150);
        Assert.InRange(spent[2], 150, 210);
    }

    [Fact]
    public async Task A_clock_that_goes_backwards_gives_no_money_twice()
    {
        var id = await _rig.RunAdsAsync(AdShop.Draft with { Pricing = AdPricing.Thousand, Price = 500, DailyBudget = 1, Paces = true });
        await _rig.Get<IShop>().SaveAsync(_rig.Get<IShop>().Profile with { ClockOffset = TimeSpan.Zero }, default);
        while ((await _rig.FindAsync(id)).Delivery == AdDelivery.Shown)
        {
            await _rig.AskAsync();
            _rig.Folder.Clock.Advance(TimeSpan.FromSeconds(6));
        }

        await _rig.Get<IShop>().SaveAsync(_rig.Get<IShop>().Profile with { ClockOffset = TimeSpan.FromDays(-1) }, default);
        Assert.Equal(0, await CountAsync(20));
        Assert.Equal(AdDelivery.DaySpent, (await _rig.FindAsync(id)).Delivery);
    }

    [Fact]
    public async Task Advertising_that_is_switched_off_shows_nothing_and_spends_nothing()
    {
        var id = await _rig.RunAdsAsync(AdShop.Draft with { Pricing = AdPricing.Thousand, Price = 1000, CapShows = 1 });
        await _rig.Get<IAdPolicies>().KillAsync("Too loud.", "ann", default);
        Assert.Equal(NoAds.SwitchedOff, Why(await _rig.AskAsync(1)));
        await _rig.Get<IAdPolicies>().ReviveAsync("ann", default);
        Assert.Equal(0, (await _rig.FindAsync(id)).Spent);
        Assert.Single(await _rig.ShownAsync(1));
    }

    [Fact]
    public async Task Somebody_who_was_erased_is_answered_so()
    {
        var id = await _rig.RunAdsAsync(AdShop.Draft with { Pricing = AdPricing.Thousand, Price = 1000, CapShows = 2 });
        var shown = Assert.Single(await _rig.ShownAsync(7)).Decision;
        await _rig.Get<IPrivacy>().EraseAsync(new CustomerId(7), "ada", default);
        Assert.Equal(NoAds.Erased, Why(await _rig.AskAsync(7)));
        Assert.Equal(1, (await _rig.FindAsync(id)).Spent);

        // What was shown stays counted, and belongs to nobody.
        await _rig.RestartAsync();
        await _rig.TendAsync();
        Assert.Equal((1L, 1L), ((await _rig.FindAsync(id)).Spent, Assert.Single(await _rig.AdDaysAsync()).Shows));
        Assert.Contains((await _rig.ClickAsync(shown))[0], (ReportResult[])[ReportResult.NoDecision, ReportResult.Taken]);
    }

    [Fact]
    public async Task What_is_asked_in_vain_is_not_paid()
    {
        var id = await _rig.RunAdsAsync(AdShop.Draft with { Pricing = AdPricing.Thousand, Price = 1000, TotalBudget = 5 }, ads: 3, places: 2);
        await _rig.RunAdsAsync(AdShop.Draft with { Name = "Other" }, ads: 3, places: 2);
        var shown = 0;
        for (var i = 0; i < 6; i++)
        {
            shown += (await _rig.ShownAsync()).Count(ad => ad.Ad!.Campaign == id);
        }

        Assert.Equal(shown, (await _rig.FindAsync(id)).Spent);
    }

    private static NoAds Why(AdsServed answer) => Assert.IsType<AdsServed.None>(answer).Why;

    private async Task<int> CountAsync(int questions, long? customer = null)
    {
        var shown = 0;
        for (var i = 0; i < questions; i++)
        {
            shown += (await _rig.ShownAsync(customer)).Count;
        }

        return shown;
    }

    private async Task<(AdDelivery Delivery, long Today, long Total)> MoneyAsync(AdCampaignId id)
    {
        var campaign = await _rig.FindAsync(id);
        return (campaign.Delivery, campaign.SpentToday, campaign.Spent);
    }
}
