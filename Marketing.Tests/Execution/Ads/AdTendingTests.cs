using Dapper;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Execution.Ads;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Execution.Ads;

public sealed class AdTendingTests : IDisposable
{
    private readonly ShopRig _rig = new();

    public AdTendingTests() => _rig.AddRegulars(20);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Days_hold_what_was_shown_and_clicked_and_counting_again_changes_nothing()
    {
        var id = await _rig.RunAdsAsync(AdShop.Draft with { Pricing = AdPricing.Thousand, Price = 400 });
        Assert.Null(await _rig.Get<IAdResults>().CountedToAsync(default));
        var shown = new List<ServedAd>();
        for (var i = 0; i < 10; i++)
        {
            shown.AddRange(await _rig.ShownAsync(i + 1));
        }

        await _rig.ClickAsync(shown[0].Decision);
        _rig.Folder.Clock.Advance(TimeSpan.FromSeconds(1));
        await _rig.ClickAsync(shown[0].Decision);
        await _rig.ClickAsync(shown[1].Decision);
        for (var again = 0; again < 3; again++)
        {
            await _rig.TendAsync();
            var day = Assert.Single(await _rig.AdDaysAsync());
            Assert.Equal((id, shown[0].Ad!.Id, "home", 10L, 2L, 0L, 4L, false), (day.Campaign, day.Ad!.Value, day.Placement, day.Shows, day.Clicks, day.Orders, day.Spend, day.IsHeldOut));
            Assert.Equal((await _rig.Get<ILedger>().FindAsync(shown[0].Decision, default))!.Draft.Policy, day.Policy);
            Assert.Equal(_rig.Now, await _rig.Get<IAdResults>().CountedToAsync(default));
            await _rig.RestartAsync();
        }

        await _rig.ShownAsync(1);
        await _rig.ClickAsync(shown[2].Decision);
        await _rig.TendAsync();
        Assert.Equal((11L, 3L), (Assert.Single(await _rig.AdDaysAsync()).Shows, Assert.Single(await _rig.AdDaysAsync()).Clicks));
        Assert.Equal(4, (await _rig.FindAsync(id)).Spent);
    }

    [Fact]
    public async Task A_show_costs_what_it_did_in_its_time_also_when_it_is_counted_after_a_change_of_price()
    {
        var draft = AdShop.Draft with { Pricing = AdPricing.Thousand, Price = 1000 };
        var id = await _rig.RunAdsAsync(draft);
        await _rig.ShownAsync();
        _rig.Folder.Clock.Advance(TimeSpan.FromSeconds(1));
        await _rig.Get<IAdCampaigns>().ChangeAsync(id, (await _rig.FindAsync(id)).Version, draft with { Price = 3000 }, "ann", default);
        await _rig.ShownAsync();
        Assert.Equal(4, (await _rig.FindAsync(id)).Spent);
        await _rig.RestartAsync();
        Assert.Equal(4, (await _rig.FindAsync(id)).Spent);
        await _rig.TendAsync();
        await _rig.RestartAsync();
        Assert.Equal((4L, 4L), ((await _rig.FindAsync(id)).Spent, Assert.Single(await _rig.AdDaysAsync()).Spend));
    }

    [Fact]
    public async Task A_click_is_charged_once_a_decision_and_not_beyond_the_budget_and_is_counted_all_the_same()
    {
        var id = await _rig.RunAdsAsync(AdShop.Draft with { Pricing = AdPricing.Click, Price = 30, TotalBudget = 70 });
        var shown = new List<ServedAd>();
        for (var i = 0; i < 4; i++)
        {
            shown.AddRange(await _rig.ShownAsync(i + 1));
        }

        Assert.Equal(0, (await _rig.FindAsync(id)).Spent);
        foreach (var ad in shown)
        {
            Assert.Equal([ReportResult.Taken], await _rig.ClickAsync(ad.Decision));
            Assert.Equal([ReportResult.Known], await _rig.ClickAsync(ad.Decision));
        }

        Assert.Equal((60L, AdDelivery.AllSpent), ((await _rig.FindAsync(id)).Spent, (await _rig.FindAsync(id)).Delivery));
        Assert.Empty(await _rig.ShownAsync(1));
        await _rig.TendAsync();
        await _rig.RestartAsync();
        await _rig.TendAsync();
        var day = Assert.Single(await _rig.AdDaysAsync());
        Assert.Equal((4L, 4L, 60L, 60L), (day.Shows, day.Clicks, day.Spend, (await _rig.FindAsync(id)).Spent));
    }

    [Fact]
    public async Task A_click_that_a_crash_left_uncharged_is_charged_later()
    {
        var id = await _rig.RunAdsAsync(AdShop.Draft with { Pricing = AdPricing.Click, Price = 30 });
        var shown = (await _rig.ShownAsync(1))[0];
        await _rig.Get<ILedger>().AppendOutcomesAsync([new Outcome(shown.Decision, "clicked", _rig.Now, 0)], default);
        await _rig.RestartAsync();
        Assert.Equal(0, (await _rig.FindAsync(id)).Spent);
        await _rig.TendAsync();
        await _rig.TendAsync();
        Assert.Equal(30, (await _rig.FindAsync(id)).Spent);
    }

    [Fact]
    public async Task What_clicks_cost_stands_on_the_day_of_the_click()
    {
        var id = await _rig.RunAdsAsync(AdShop.Draft with { Pricing = AdPricing.Click, Price = 30, DailyBudget = 30 });
        var shown = (await _rig.ShownAsync(1)).Concat(await _rig.ShownAsync(2)).ToList();
        await _rig.ClickAsync(shown[0].Decision);
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(1));
        await _rig.ClickAsync(shown[1].Decision);
        await _rig.TendAsync();
        Assert.Equal([(2L, 2L, 30L), (0L, 0L, 30L)], (await _rig.AdDaysAsync()).Select(day => (day.Shows, day.Clicks, day.Spend)));
        Assert.Equal((30L, 60L), ((await _rig.FindAsync(id)).SpentToday, (await _rig.FindAsync(id)).Spent));
    }

    [Fact]
    public async Task A_click_whose_sender_is_ahead_of_time_is_paid_by_the_day_that_is()
    {
        var id = await _rig.RunAdsAsync(AdShop.Draft with { Pricing = AdPricing.Click, Price = 30, DailyBudget = 60 });
        var shown = (await _rig.ShownAsync(1)).Concat(await _rig.ShownAsync(2)).Concat(await _rig.ShownAsync(3)).ToList();
        await _rig.ClickAsync(shown[0].Decision);
        await _rig.Get<IAdServing>().ReportAsync([new Outcome(shown[1].Decision, "clicked", _rig.Now.AddHours(20), 0)], default);
        await _rig.ClickAsync(shown[2].Decision);
        Assert.Equal((60L, 60L, AdDelivery.DaySpent), ((await _rig.FindAsync(id)).SpentToday, (await _rig.FindAsync(id)).Spent, (await _rig.FindAsync(id)).Delivery));
    }

    [Fact]
    public async Task Charges_are_let_go_when_nothing_can_come_of_them_any_more_and_no_money_with_them()
    {
        var id = await _rig.RunAdsAsync(AdShop.Draft with { Pricing = AdPricing.Click, Price = 30 });
        var old = (await _rig.ShownAsync(1))[0].Decision;
        await _rig.ClickAsync(old);
        await _rig.TendAsync();
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(20));
        await _rig.ClickAsync((await _rig.ShownAsync(2))[0].Decision);
        await _rig.TendAsync();
        Assert.Equal(2, Charges());
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(15));
        for (var again = 0; again < 2; again++)
        {
            await _rig.TendAsync();
            Assert.Equal(1, Charges());
            Assert.Equal([30L, 30L], (await _rig.AdDaysAsync()).Select(day => day.Spend));
            Assert.Equal(60, (await _rig.FindAsync(id)).Spent);
            await _rig.RestartAsync();
            Assert.Equal(60, (await _rig.FindAsync(id)).Spent);
        }

        // What was clicked then is not charged again, told again or of another time; nor where a clock goes back.
        await _rig.Get<IAdServing>().ReportAsync([new Outcome(old, "clicked", _rig.Now.AddDays(-35), 0), new Outcome(old, "clicked", _rig.Now, 0)], default);
        await _rig.Get<IShop>().SaveAsync(_rig.Get<IShop>().Profile with { ClockOffset = TimeSpan.FromDays(-10) }, default);
        await _rig.ClickAsync(old);
        await _rig.TendAsync();
        Assert.Equal([30L, 30L], (await _rig.AdDaysAsync()).Select(day => day.Spend));
        Assert.Equal((60L, 1), ((await _rig.FindAsync(id)).Spent, Charges()));
    }

    [Fact]
    public async Task What_came_after_an_erasure_stands_with_its_placement()
    {
        await _rig.RunAdsAsync(AdShop.Draft with { Pricing = AdPricing.Click, Price = 30 });
        var shown = (await _rig.ShownAsync(7))[0].Decision;
        await _rig.ShownAsync(8);
        await _rig.TendAsync();
        await _rig.Get<IPrivacy>().EraseAsync(new CustomerId(7), "ada", default);
        await _rig.ClickAsync(shown);
        await _rig.TendAsync();
        var day = Assert.Single(await _rig.AdDaysAsync());
        Assert.Equal(("home", 2L, 1L, 30L), (day.Placement, day.Shows, day.Clicks, day.Spend));
    }

    [Fact]
    public async Task Somebody_who_is_erased_is_in_memory_no_more()
    {
        await _rig.RunAdsAsync(AdShop.Draft with { CapShows = 1 });
        await _rig.ClickAsync((await _rig.ShownAsync(7))[0].Decision);
        await _rig.TendAsync();
        Assert.Equal(1, _rig.Get<AdReactions>().Kept);
        await _rig.Get<IPrivacy>().EraseAsync(new CustomerId(7), "ada", default);
        Assert.Equal(0, _rig.Get<AdReactions>().Kept);
        Assert.Equal(1, _rig.Get<AdMemory>().Caps.Take(new AdCampaignId(1), new CustomerId(7), _rig.Now, 7, 1, 1));
    }

    [Fact]
    public async Task Until_the_ledger_is_erased_too_nothing_of_them_comes_back_into_memory()
    {
        await _rig.RunAdsAsync(AdShop.Draft with { CapShows = 1 });
        await _rig.ClickAsync((await _rig.ShownAsync(7))[0].Decision);
        await _rig.ClickAsync((await _rig.ShownAsync(8))[0].Decision);
        await _rig.Get<IEnumerable<IPersonalData>>().OfType<AdPersonalData>().Single().EraseAsync(new Person(new CustomerId(7), "7", [], null, null), default);
        await _rig.TendAsync();
        Assert.Equal(1, _rig.Get<AdReactions>().Kept);
        Assert.Single(await _rig.ShownAsync(7));
        Assert.Equal(1, _rig.Get<AdMemory>().Caps.Take(new AdCampaignId(1), new CustomerId(7), _rig.Now, 7, 1, 1));
    }

    [Fact]
    public async Task A_value_beyond_all_orders_is_refused_and_what_stands_beside_it_taken()
    {
        await _rig.RunAdsAsync();
        var shown = (await _rig.ShownAsync(1))[0].Decision;
        Outcome[] told = [new(shown, "bought", _rig.Now, IAdServing.MostValue + 1), new(shown, "clicked", _rig.Now, 5), new(shown, "bought", _rig.Now, -IAdServing.MostValue - 1), new(shown, "clicked", _rig.Now, 0), new(shown, "bought", _rig.Now, IAdServing.MostValue)];
        Assert.Equal([ReportResult.WrongValue, ReportResult.WrongValue, ReportResult.WrongValue, ReportResult.Taken, ReportResult.Taken], await _rig.Get<IAdServing>().ReportAsync(told, default));
        Assert.Equal(["bought", "clicked"], await _rig.OutcomesAsync(shown));
    }

    [Fact]
    public async Task The_first_order_after_a_click_is_put_down_to_it_once_with_its_margin()
    {
        await _rig.RunAdsAsync();
        var first = (await _rig.ShownAsync(1))[0].Decision;
        await _rig.ClickAsync(first);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(1));
        var second = (await _rig.ShownAsync(1))[0].Decision;
        await _rig.ClickAsync(second);
        var unclicked = (await _rig.ShownAsync(2))[0].Decision;
        var late = (await _rig.ShownAsync(3))[0].Decision;
        await _rig.ClickAsync(late);
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute("update data_products set cost = 100 where id = 1", transaction: transaction));
        await _rig.Get<IShop>().SaveAsync(_rig.Get<IShop>().Profile with { AssumedMargin = 0.5 }, default);
        Order(900, 1, _rig.Now.AddDays(1), (1, 2, 300), (2, 1, 500));
        Order(901, 1, _rig.Now.AddDays(2), (1, 1, 900));
        Order(902, 2, _rig.Now.AddDays(1), (1, 1, 900));
        Order(903, 3, _rig.Now.AddDays(7).AddMinutes(1), (1, 1, 900));
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(8));
        _rig.Get<ISnapshots>().Invalidate();
        for (var again = 0; again < 2; again++)
        {
            await _rig.TendAsync();
            Assert.Equal(["clicked"], await _rig.OutcomesAsync(first));
            Assert.Equal(["bought", "clicked"], await _rig.OutcomesAsync(second));
            Assert.Empty(await _rig.OutcomesAsync(unclicked));
            Assert.Equal(["clicked"], await _rig.OutcomesAsync(late));
            var day = Assert.Single(await _rig.AdDaysAsync());
            // 2 x (300 - 100) and half of 500.
            Assert.Equal((1L, 650L, 3L), (day.Orders, day.Margin, day.Clicks));
        }
    }

    [Fact]
    public async Task An_order_that_was_reported_is_not_put_down_to_an_earlier_click_too()
    {
        await _rig.RunAdsAsync();
        var first = (await _rig.ShownAsync(1))[0].Decision;
        await _rig.ClickAsync(first);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(1));
        var second = (await _rig.ShownAsync(1))[0].Decision;
        await _rig.ClickAsync(second);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(1));
        Order(900, 1, _rig.Now, (1, 1, 300));

        // The shop's own clock differs from that of its orders.
        _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([ReportResult.Taken], await _rig.Get<IAdServing>().ReportAsync([new Outcome(second, "bought", _rig.Now, 120)], default));
        _rig.Get<ISnapshots>().Invalidate();
        for (var again = 0; again < 2; again++)
        {
            await _rig.TendAsync();
            Assert.Equal(["clicked"], await _rig.OutcomesAsync(first));
            Assert.Equal((1L, 120L), (Assert.Single(await _rig.AdDaysAsync()).Orders, Assert.Single(await _rig.AdDaysAsync()).Margin));
        }
    }

    [Fact]
    public async Task An_outcome_of_an_unknown_decision_or_of_another_time_has_its_answer()
    {
        await _rig.RunAdsAsync(AdShop.Draft with { Pricing = AdPricing.Click, Price = 30 });
        var shown = (await _rig.ShownAsync(1))[0].Decision;
        Task<IReadOnlyList<ReportResult>> Told(DecisionId decision, string kind, TimeSpan after) => _rig.Get<IAdServing>().ReportAsync([new Outcome(decision, kind, _rig.Now + after, 0)], default);
        Assert.Equal([ReportResult.NoDecision], await Told(new DecisionId(999_999), "clicked", TimeSpan.Zero));
        Assert.Equal([ReportResult.NoKind], await Told(shown, "shown", TimeSpan.Zero));
        Assert.Equal([ReportResult.TooLate], await Told(shown, "clicked", TimeSpan.FromDays(2)));
        Assert.Equal([ReportResult.TooEarly], await Told(shown, "clicked", TimeSpan.FromDays(-2)));
        await _rig.TendAsync();
        Assert.Equal(0, Assert.Single(await _rig.AdDaysAsync()).Clicks);
    }

    private int Charges() => _rig.Folder.Database.Read(connection => connection.ExecuteScalar<int>("select count(*) from execution_ad_charges"));

    private void Order(long id, long customer, DateTimeOffset at, params (long Product, int Quantity, long Price)[] lines) => _rig.Folder.Database.Write((connection, transaction) =>
    {
        connection.Execute("insert into data_orders (id, number, customer_id, at, import_id) values (@id, @number, @customer, @at, 1)", new { id, number = $"A{id}", customer, at }, transaction);
        return connection.Execute("insert into data_order_lines (order_id, position, product_id, quantity, unit_price) values (@id, @position, @Product, @Quantity, @Price)", lines.Select((line, position) => new { id, position, line.Product, line.Quantity, line.Price }), transaction);
    });
}
