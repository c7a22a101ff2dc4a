using Marketing.Data;
using Marketing.Execution;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Execution.Ads;

public sealed class AdPacingTests : IDisposable
{
    private readonly ShopRig _rig = new();
    private int _asked;

    public AdPacingTests() => _rig.AddRegulars(20);

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(AdPricing.Thousand, 1000, 400)]
    [InlineData(AdPricing.Click, 10, 1000)]
    public async Task A_burst_of_questions_at_the_start_does_not_take_the_money_of_the_day(AdPricing pricing, long price, long budget)
    {
        var day = _rig.Get<IShop>().DayOf(_rig.Now).AddDays(1);
        _rig.Folder.Clock.Advance(_rig.Get<IShop>().StartOf(day) - _rig.Now);
        var id = await _rig.RunAdsAsync(AdShop.Draft with { Pricing = pricing, Price = price, DailyBudget = budget, Paces = true });
        for (var second = 0; second < 60; second++)
        {
            await AskAsync(20);
            _rig.Folder.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var unit = pricing == AdPricing.Click ? price : 1;
        Assert.InRange((await _rig.FindAsync(id)).SpentToday, 0, (long)(0.03 * budget) + unit);
        while (_rig.Now < _rig.Get<IShop>().StartOf(day.AddDays(1)).AddMinutes(-2))
        {
            await AskAsync(3);
            _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.InRange((await _rig.FindAsync(id)).SpentToday, (long)(0.9 * budget), budget);
    }

    [Fact]
    public async Task Clicks_in_mails_which_are_not_paced_do_not_make_shows_of_the_shop_look_dear()
    {
        var id = await _rig.RunAdsAsync(AdShop.Draft with { Pricing = AdPricing.Click, Price = 10, DailyBudget = 1000, Paces = true, Placements = ["home", Placements.Mail] });
        await _rig.Get<IAdCampaigns>().SavePlacementAsync(new AdPlacement(Placements.Mail, "Mails", PlacementSurface.Mail, 1), "ann", default);
        await _rig.Get<IAdCampaigns>().AddAdAsync(id, AdShop.Ad with { Image = null }, isActive: true, "ann", default);
        await _rig.ShownAsync();
        for (var customer = 1; customer <= 20; customer++)
        {
            await _rig.ClickAsync(Assert.Single(await _rig.ShownAsync(customer, Placements.Mail)).Decision);
        }

        Assert.Equal(200, (await _rig.FindAsync(id)).SpentToday);
        _rig.Folder.Clock.Advance(_rig.Get<IShop>().StartOf(_rig.Get<IShop>().DayOf(_rig.Now).AddDays(1)) - _rig.Now);
        var shown = 0;
        for (var i = 0; i < 200; i++)
        {
            shown += (await _rig.ShownAsync()).Count;
        }

        // A hundredth of the budget is one click, and one in five is expected.
        Assert.Equal(5, shown);
    }

    // Every fourth show is clicked at once.
    private async Task AskAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            foreach (var ad in await _rig.ShownAsync())
            {
                if (_asked++ % 4 == 0)
                {
                    await _rig.ClickAsync(ad.Decision);
                }
            }
        }
    }
}
