using FluentValidation;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Execution.Ads;

public sealed class AdCampaignsTests : IDisposable
{
    private readonly ShopRig _rig = new();

    private IAdCampaigns Campaigns => _rig.Get<IAdCampaigns>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_campaign_is_written_started_held_and_ended_and_every_step_is_noted()
    {
        var id = await _rig.RunAdsAsync();
        var running = await _rig.FindAsync(id);
        Assert.Equal((AdCampaignState.Running, AdDelivery.Shown, "ann", 1.0), (running.State, running.Delivery, running.Actor, running.Pace));
        Assert.Equal(AdChange.Done, await Campaigns.ChangeAsync(id, running.Version, AdShop.Draft with { Name = "Green tea", DailyBudget = 500 }, "ben", default));
        Assert.Equal(AdChange.Overtaken, await Campaigns.ChangeAsync(id, running.Version, AdShop.Draft, "ben", default));
        Assert.Equal(("Green tea", (long?)500), ((await _rig.FindAsync(id)).Draft.Name, (await _rig.FindAsync(id)).Draft.DailyBudget));

        Assert.Equal(AdChange.NotPossible, await Campaigns.SetStateAsync(id, AdCampaignState.Draft, "ben", default));
        Assert.Equal(AdChange.Done, await Campaigns.SetStateAsync(id, AdCampaignState.Paused, "ben", default));
        Assert.Equal(AdDelivery.NotRunning, (await _rig.FindAsync(id)).Delivery);
        Assert.Equal(AdChange.Done, await Campaigns.SetStateAsync(id, AdCampaignState.Running, "ben", default));
        Assert.Equal(AdChange.Done, await Campaigns.SetStateAsync(id, AdCampaignState.Ended, "ben", default));
        Assert.Equal(AdChange.Done, await Campaigns.SetStateAsync(id, AdCampaignState.Ended, "ben", default));
        Assert.Equal(AdChange.NotPossible, await Campaigns.SetStateAsync(id, AdCampaignState.Running, "ben", default));
        Assert.Equal(AdChange.NotPossible, await Campaigns.ChangeAsync(id, (await _rig.FindAsync(id)).Version, AdShop.Draft, "ben", default));
        Assert.Equal(AdChange.Missing, await Campaigns.SetStateAsync(new AdCampaignId(99), AdCampaignState.Running, "ben", default));
        Assert.Equal(AdChange.Missing, await Campaigns.ChangeAsync(new AdCampaignId(99), 1, AdShop.Draft, "ben", default));
        Assert.Equal(
            ["ad-campaign.change", "ad-campaign.create", "ad-campaign.state", "ad-campaign.state", "ad-campaign.state", "ad-campaign.state", "ad-placement.save", "ad.add"],
            (await _rig.Get<IAuditLog>().ListAsync(new TableQuery(), default)).Items.Select(entry => entry.Action).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_has_nothing_to_show_or_is_over_does_not_start()
    {
        await Campaigns.SavePlacementAsync(new AdPlacement("home", "Front page", PlacementSurface.Shop, 1), "ann", default);
        var id = await Campaigns.CreateAsync(AdShop.Draft with { End = _rig.Now.AddHours(1) }, "ann", default);
        Assert.Equal(AdChange.NoAds, await Campaigns.SetStateAsync(id, AdCampaignState.Running, "ann", default));
        var ad = (await Campaigns.AddAdAsync(id, AdShop.Ad, isActive: false, "ann", default))!.Value;
        Assert.Equal(AdChange.NoAds, await Campaigns.SetStateAsync(id, AdCampaignState.Running, "ann", default));
        await Campaigns.ChangeAdAsync(ad, AdShop.Ad, isActive: true, "ann", default);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(AdChange.EndPast, await Campaigns.SetStateAsync(id, AdCampaignState.Running, "ann", default));
        Assert.Equal(AdCampaignState.Draft, (await _rig.FindAsync(id)).State);

        // Its past end may stay while something else is written, and nothing else that is past.
        var draft = (await _rig.FindAsync(id)).Draft;
        Assert.Equal(AdChange.Done, await Campaigns.ChangeAsync(id, (await _rig.FindAsync(id)).Version, draft with { Name = "Late" }, "ann", default));
        await Assert.ThrowsAsync<ValidationException>(async () => await Campaigns.ChangeAsync(id, (await _rig.FindAsync(id)).Version, draft with { End = _rig.Now.AddMinutes(-1) }, "ann", default));
        Assert.Equal(AdChange.Done, await Campaigns.ChangeAsync(id, (await _rig.FindAsync(id)).Version, draft with { End = _rig.Now.AddDays(1) }, "ann", default));
        Assert.Equal(AdChange.Done, await Campaigns.SetStateAsync(id, AdCampaignState.Running, "ann", default));
    }

    [Fact]
    public async Task A_campaign_of_networks_alone_starts_without_advertisements()
    {
        await Campaigns.SavePlacementAsync(new AdPlacement("net", "A network", PlacementSurface.Network, 1), "ann", default);
        var id = await Campaigns.CreateAsync(AdShop.Draft with { Placements = ["net"] }, "ann", default);
        Assert.Equal(AdChange.Done, await Campaigns.SetStateAsync(id, AdCampaignState.Running, "ann", default));
    }

    [Fact]
    public async Task An_advertisement_can_be_changed_and_rested()
    {
        var id = await _rig.RunAdsAsync();
        var ad = Assert.Single(await Campaigns.AdsAsync(id, default));
        Assert.Equal((AdShop.Ad with { Name = "Cup 1" }, true, id), (ad.Draft, ad.IsActive, ad.Campaign));
        Assert.Equal(AdChange.Done, await Campaigns.ChangeAdAsync(ad.Id, ad.Draft with { Headline = "Two cups" }, isActive: false, "ben", default));
        Assert.Equal(("Two cups", false), ((await Campaigns.AdsAsync(id, default))[0].Draft.Headline, (await Campaigns.AdsAsync(id, default))[0].IsActive));
        Assert.Equal(AdDelivery.NoAd, (await _rig.FindAsync(id)).Delivery);
        Assert.Equal(AdChange.Missing, await Campaigns.ChangeAdAsync(new AdId(99), ad.Draft, true, "ben", default));
        Assert.Null(await Campaigns.AddAdAsync(new AdCampaignId(99), AdShop.Ad, isActive: true, "ben", default));
    }

    [Fact]
    public async Task A_placement_that_a_campaign_names_stays()
    {
        var id = await _rig.RunAdsAsync();
        Assert.Equal(["Tea"], await Campaigns.RemovePlacementAsync("home", "ben", default));
        await Campaigns.SavePlacementAsync(new AdPlacement("home", "Front page", PlacementSurface.Shop, 3), "ben", default);
        Assert.Equal(new AdPlacement("home", "Front page", PlacementSurface.Shop, 3), Assert.Single(await Campaigns.PlacementsAsync(default)));
        await Campaigns.SetStateAsync(id, AdCampaignState.Ended, "ben", default);
        Assert.Empty(await Campaigns.RemovePlacementAsync("home", "ben", default));
        Assert.Empty(await Campaigns.PlacementsAsync(default));
    }

    [Fact]
    public async Task The_list_has_the_newest_first_and_finds_by_name()
    {
        await _rig.RunAdsAsync(AdShop.Draft with { Name = "Tea" });
        await _rig.RunAdsAsync(AdShop.Draft with { Name = "50% off" });
        var all = await Campaigns.ListAsync(new TableQuery(), default);
        Assert.Equal((2, "50% off"), ((int)all.Total, all.Items[0].Draft.Name));
        Assert.Equal("50% off", Assert.Single((await Campaigns.ListAsync(new TableQuery(Search: "0%"), default)).Items).Draft.Name);
        Assert.Null(await Campaigns.FindAsync(new AdCampaignId(99), default));
    }

    public static TheoryData<string, string> Wrong() => new()
    {
        { "name", "The name has 1 to 100 letters" },
        { "audience", "There is no audience 'nobody'" },
        { "end", "The end is not after the start" },
        { "past", "The end is past" },
        { "daily", "The daily budget is from 0" },
        { "total", "The total budget is from 0" },
        { "free", "What is free has the price 0" },
        { "price", "The price must be above 0" },
        { "cap", "The cap is 1 to 1000 shows" },
        { "days", "The cap holds for 1 to 30 days" },
        { "holdout", "is not a share from 0 to 0.9" },
        { "paces", "Only a daily budget can be spread" },
        { "placement", "There is no placement gone. Create it first" },
        { "twice", "A placement is named twice" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_campaign_that_does_not_do_is_refused_by_field_and_fix(string what, string said)
    {
        await _rig.RunAdsAsync();
        var draft = what switch
        {
            "name" => AdShop.Draft with { Name = " " },
            "audience" => AdShop.Draft with { Audience = "nobody" },
            "end" => AdShop.Draft with { Start = _rig.Now, End = _rig.Now },
            "past" => AdShop.Draft with { End = _rig.Now },
            "daily" => AdShop.Draft with { DailyBudget = -1 },
            "total" => AdShop.Draft with { TotalBudget = -1 },
            "free" => AdShop.Draft with { Price = 1 },
            "price" => AdShop.Draft with { Pricing = AdPricing.Click },
            "cap" => AdShop.Draft with { CapShows = 0 },
            "days" => AdShop.Draft with { CapDays = 31 },
            "holdout" => AdShop.Draft with { HoldoutShare = 0.95 },
            "paces" => AdShop.Draft with { Paces = true },
            "placement" => AdShop.Draft with { Placements = ["gone"] },
            _ => AdShop.Draft with { Placements = ["home", "home"] },
        };
        var refused = await Assert.ThrowsAsync<ValidationException>(() => Campaigns.CreateAsync(draft, "ann", default));
        Assert.Contains(said, Assert.Single(refused.Errors).ErrorMessage);
    }

    [Theory]
    [InlineData("https://tea.test/a?b=c", true)]
    [InlineData("HTTPS://tea.test", true)]
    [InlineData("/", true)]
    [InlineData("/tea/1?x=//y", true)]
    [InlineData("", false)]
    [InlineData("tea", false)]
    [InlineData("http://tea.test", false)]
    [InlineData("//evil.test", false)]
    [InlineData("/\\evil.test", false)]
    [InlineData("https:\\\\evil.test", false)]
    [InlineData("/\t/evil.test", false)]
    [InlineData(" javascript:alert(1)", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("https://ann:secret@tea.test", false)]
    [InlineData("https:///tea", false)]
    public async Task A_target_and_a_picture_are_https_or_a_path_of_the_shop(string address, bool does)
    {
        var id = await _rig.RunAdsAsync();
        var target = Record.ExceptionAsync(() => Campaigns.AddAdAsync(id, AdShop.Ad with { Target = address }, isActive: true, "ann", default));
        var image = Record.ExceptionAsync(() => Campaigns.AddAdAsync(id, AdShop.Ad with { Image = address }, isActive: true, "ann", default));
        Assert.Equal((does, does), (await target is null, await image is null));
        if (!does)
        {
            Assert.Contains("an https address", Assert.Single(Assert.IsType<ValidationException>(await target).Errors).ErrorMessage);
        }
    }

    [Fact]
    public async Task A_placement_that_does_not_do_is_refused()
    {
        var refused = await Assert.ThrowsAsync<ValidationException>(() => Campaigns.SavePlacementAsync(new AdPlacement("a b", "", (PlacementSurface)9, 21), "ann", default));
        Assert.Equal(4, refused.Errors.Count());
    }

    [Fact]
    public async Task What_another_process_changed_is_seen()
    {
        var id = await _rig.RunAdsAsync();
        _rig.Folder.Database.Write((connection, transaction) => Dapper.SqlMapper.Execute(connection, "update execution_ad_campaigns set state = 3, version = version + 1; update execution_ad_marks set changes = changes + 1", transaction: transaction));
        Assert.Equal((AdCampaignState.Paused, AdDelivery.NotRunning), ((await _rig.FindAsync(id)).State, (await _rig.FindAsync(id)).Delivery));
    }
}
