using System.Net;
using System.Text.RegularExpressions;
using Dapper;
using Marketing.App.Tracking;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Tracking;

/// <summary>Advertisements on the demonstration storefront: chosen for people, paid by the click, and leading where they say.</summary>
public sealed class StorefrontAdsTests(TrackedShop shop) : IClassFixture<TrackedShop>
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private const string Robot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    private const string Target = "https://tea.test/pot";

    [Fact]
    public async Task A_visitor_is_shown_one_and_its_click_is_charged_once_and_leads_to_it_and_a_program_is_neither()
    {
        var campaign = await AdvertiseAsync();
        Assert.DoesNotContain("/shop-demo/ads/", await PageAsync(Robot));
        var decision = long.Parse(Assert.Single(Regex.Matches(await PageAsync(Firefox), "/shop-demo/ads/([0-9]+)")).Groups[1].Value);
        Assert.Equal((HttpStatusCode.SeeOther, Target), await FollowAsync(decision, Robot));
        Assert.Equal(0, await ClicksAsync(decision));
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal((HttpStatusCode.SeeOther, Target), await FollowAsync(decision, Firefox));
        }

        Assert.NotEqual(0, await ClicksAsync(decision));
        Assert.Equal(30, (await Campaigns.FindAsync(campaign, default))!.Spent);
    }

    [Fact]
    public async Task Nothing_is_followed_that_the_storefront_did_not_show()
    {
        await AdvertiseAsync("elsewhere");
        var shown = Assert.IsType<AdsServed.Shown>(await shop.Services.GetRequiredService<IAdServing>().ServeAsync(new AdQuestion("elsewhere", null), default)).Ads[0].Decision.Value;
        Assert.Equal((HttpStatusCode.NotFound, null), await FollowAsync(shown, Firefox));
        Assert.Equal(0, await ClicksAsync(shown));
        Assert.Equal((HttpStatusCode.NotFound, null), await FollowAsync(999_999_999, Firefox));
    }

    [Fact]
    public async Task What_a_known_customer_was_chosen_for_is_not_clicked_by_a_stranger()
    {
        var campaign = await AdvertiseAsync();
        var customer = new CustomerId(4711);
        shop.Services.GetRequiredService<Database>().Write((connection, transaction) => connection.Execute("insert into data_customers (id, key, country, name, simulated) values (4711, 'K4711', 'France', 'Buyer', '')", transaction: transaction));
        var shown = Assert.IsType<AdsServed.Shown>(await shop.Services.GetRequiredService<IAdServing>().ServeAsync(new AdQuestion(StorefrontAds.Placement, customer), default)).Ads[0].Decision.Value;
        Assert.Equal((HttpStatusCode.NotFound, null), await FollowAsync(shown, Firefox));
        Assert.Equal(0, await ClicksAsync(shown));
        await Campaigns.SetStateAsync(campaign, AdCampaignState.Ended, "ann", default);
    }

    [Theory]
    [InlineData("/茶?q=壶", "/%E8%8C%B6?q=%E5%A3%B6")]
    [InlineData("https://茶.test:8443/pot#壶", "https://xn--cl1a.test:8443/pot#%E5%A3%B6")]
    [InlineData("https://tea.test/茶%20pot", "https://tea.test/%E8%8C%B6%20pot")]
    public async Task An_address_in_any_letters_is_followed(string target, string header)
    {
        var campaign = await AdvertiseAsync(target: target);
        ServedAd ad;
        do
        {
            ad = Assert.IsType<AdsServed.Shown>(await shop.Services.GetRequiredService<IAdServing>().ServeAsync(new AdQuestion(StorefrontAds.Placement, null), default)).Ads[0];
        }
        while (ad.Ad!.Campaign != campaign);
        Assert.Equal((HttpStatusCode.SeeOther, header), await FollowAsync(ad.Decision.Value, Firefox));
        await Campaigns.SetStateAsync(campaign, AdCampaignState.Ended, "ann", default);
    }

    private IAdCampaigns Campaigns => shop.Services.GetRequiredService<IAdCampaigns>();

    private async Task<AdCampaignId> AdvertiseAsync(string placement = StorefrontAds.Placement, string target = Target)
    {
        await Campaigns.SavePlacementAsync(new AdPlacement(placement, placement, PlacementSurface.Shop, 1), "ann", default);
        var id = await Campaigns.CreateAsync(AdShop.Draft with { Pricing = AdPricing.Click, Price = 30, Placements = [placement] }, "ann", default);
        await Campaigns.AddAdAsync(id, AdShop.Ad with { Target = target }, isActive: true, "ann", default);
        await Campaigns.SetStateAsync(id, AdCampaignState.Running, "ann", default);
        return id;
    }

    private async Task<string> PageAsync(string agent)
    {
        using var client = Client(agent);
        return await client.GetStringAsync("/shop-demo");
    }

    private async Task<(HttpStatusCode Status, string? Where)> FollowAsync(long decision, string agent)
    {
        using var client = Client(agent);
        using var answer = await client.PostAsync($"/shop-demo/ads/{decision}", null);
        return (answer.StatusCode, answer.Headers.Location?.OriginalString);
    }

    private HttpClient Client(string agent)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = shop.Address };
        client.DefaultRequestHeaders.UserAgent.ParseAdd(agent);
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        return client;
    }

    private Task<long> ClicksAsync(long decision) =>
        shop.Services.GetRequiredService<Database>().ReadAsync(connection => connection.ExecuteScalar<long>("select count(*) from data_outcomes where decision_id = @decision and kind = 'clicked'", new { decision }));
}
