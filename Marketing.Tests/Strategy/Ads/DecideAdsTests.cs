using Dapper;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Ads;

public sealed class DecideAdsTests : IDisposable
{
    private readonly ShopRig _rig = new();

    private IAdDecisions Ads => _rig.Get<IAdDecisions>();

    private ILedger Ledger => _rig.Get<ILedger>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_choice_is_in_the_ledger_with_what_could_have_been_chosen_its_probability_and_what_was_known()
    {
        _rig.AddRegulars(20);
        var ad = Assert.Single(await DecidedAsync("home", new CustomerId(3), [9, 4, 7]));
        var draft = (await Ledger.FindAsync(ad.Decision, default))!.Draft;
        Assert.Equal((new CustomerId(3), DecisionKind.Ad, AdCodes.Action(ad.Ad), "ads:4,7,9", "treatment", "thompson#1"), (draft.Customer, draft.Kind, draft.Action, draft.Candidates, draft.Arm, draft.Policy));
        Assert.Equal((ad.Probability, ReasonCodes.AdChosen), (draft.Propensity, draft.Reasons[0].Code));
        Assert.Equal(1 / 3.0, ad.Probability, 0.01);
        Assert.Matches("""^\{"placement":"home","place":1,"known":1,"r":[1-5],"f":[1-5],"m":[1-5],"part":[0-3],"weekend":[01]\}$""", draft.Context);
    }

    [Fact]
    public async Task A_visitor_is_nobody_and_is_never_held_out()
    {
        _rig.AddRegulars(10);
        var ad = Assert.Single(await DecidedAsync("home", null, [1], holdout: 0.9));
        var draft = (await Ledger.FindAsync(ad.Decision, default))!.Draft;
        Assert.Equal((null, false, "treatment"), (draft.Customer, ad.IsHeldOut, draft.Arm));
        Assert.Contains("\"known\":0,\"r\":0", draft.Context, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Places_hold_different_ads_each_with_its_own_decision_and_fewer_where_there_are_fewer()
    {
        _rig.AddRegulars(10);
        var ads = await DecidedAsync("home", new CustomerId(1), [1, 2, 3], places: 5);
        Assert.Equal((3, 3, 3), (ads.Count, ads.Select(ad => ad.Ad).Distinct().Count(), ads.Select(ad => ad.Decision).Distinct().Count()));
        Assert.Equal([1, 2, 3], ads.Select(ad => ad.Place));
        Assert.Contains("\"place\":3", (await Ledger.FindAsync(ads[2].Decision, default))!.Draft.Context, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_held_out_stays_so_and_the_share_is_as_it_was_asked()
    {
        _rig.AddRegulars(400);
        var held = new List<bool>();
        foreach (var customer in Enumerable.Range(1, 400))
        {
            var ad = Assert.Single(await DecidedAsync("home", new CustomerId(customer), [1], holdout: 0.25));
            Assert.Equal(ad.IsHeldOut, Ads.IsHeldOut(new AdCampaignId(1), new CustomerId(customer), 0.25));
            held.Add(ad.IsHeldOut);
        }

        Assert.InRange(held.Count(one => one), 70, 130);
        await _rig.RestartAsync();
        Assert.Equal(held, Enumerable.Range(1, 400).Select(customer => Ads.IsHeldOut(new AdCampaignId(1), new CustomerId(customer), 0.25)));
        Assert.NotEqual(held, Enumerable.Range(1, 400).Select(customer => Ads.IsHeldOut(new AdCampaignId(2), new CustomerId(customer), 0.25)));
    }

    [Fact]
    public async Task No_candidate_an_erased_customer_and_the_kill_switch_are_answers_and_nothing_is_written()
    {
        _rig.AddRegulars(10);
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute("update data_customers set erased_at = 5 where id = 3", transaction: transaction));
        Assert.Equal(new AdAnswer.Refused(AdRefusal.NoCandidate), await Ads.DecideAsync(new AdAsk("home", null, []), default));
        Assert.Equal(new AdAnswer.Refused(AdRefusal.Erased), await Ads.DecideAsync(Ask("home", new CustomerId(3), [1]), default));
        await _rig.Get<IAdPolicies>().KillAsync("Wrong prices", "ann", default);
        Assert.Equal(new AdAnswer.Refused(AdRefusal.SwitchedOff), await Ads.DecideAsync(Ask("home", null, [1]), default));
        Assert.Empty(await Ledger.AdsAfterAsync(null, _rig.Now.AddDays(1), 10, default));
        await _rig.RestartAsync();
        Assert.Equal(new AdAnswer.Refused(AdRefusal.SwitchedOff), await Ads.DecideAsync(Ask("home", null, [1]), default));
        await _rig.Get<IAdPolicies>().ReviveAsync("ann", default);
        Assert.IsType<AdAnswer.Decided>(await Ads.DecideAsync(Ask("home", null, [1]), default));
    }

    [Theory]
    [InlineData("no place!", 1, 2)]
    [InlineData("home", 0, 2)]
    [InlineData("home", 21, 2)]
    [InlineData("home", 1, 1)]
    public async Task A_question_that_does_not_do_is_told_so(string placement, int places, int second) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Ads.DecideAsync(Ask(placement, null, [1, second], places), default));

    [Fact]
    public async Task A_report_counts_once_and_what_is_wrong_with_one_is_told()
    {
        _rig.AddRegulars(10);
        var ad = Assert.Single(await DecidedAsync("home", new CustomerId(1), [1]));
        var list = await _rig.Get<IRecommendations>().RecordAsync(new RecommendationQuery(new CustomerId(1), 3), default);
        var click = new Outcome(ad.Decision, AdRewards.Clicked, _rig.Now, 0);
        Assert.Equal(
            [ReportResult.Taken, ReportResult.Known, ReportResult.NoDecision, ReportResult.NoDecision, ReportResult.NoKind, ReportResult.TooEarly, ReportResult.TooLate],
            await Ads.ReportAsync(
                [click, click, click with { Decision = new DecisionId(999) }, click with { Decision = list.Decision!.Value }, click with { Kind = "shown" }, click with { At = _rig.Now.AddDays(-2) }, click with { At = _rig.Now.AddDays(2) }],
                default));
        Assert.Equal([click], await Ledger.AdOutcomesAsync(ad.Decision, ad.Decision, default));
    }

    [Fact]
    public async Task Many_who_ask_at_once_each_get_a_decision_that_is_on_disk()
    {
        _rig.AddRegulars(50);
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Task.Run(() => DecidedAsync("home", i % 3 == 0 ? null : new CustomerId(1 + (i % 50)), [1, 2, 3, 4], places: 2))));
        Assert.Equal(600, answers.SelectMany(ads => ads).Select(ad => ad.Decision).Distinct().Count());
        var rows = (await Ledger.AdsAfterAsync(null, _rig.Now.AddDays(1), 1000, default)).ToDictionary(row => row.Id);
        Assert.All(answers.SelectMany(ads => ads), ad => Assert.Equal((AdCodes.Action(ad.Ad), ad.Probability), (rows[ad.Decision].Terms.Action, rows[ad.Decision].Propensity)));
    }

    private static AdAsk Ask(string placement, CustomerId? customer, int[] ads, int places = 1, double holdout = 0) =>
        new(placement, customer, [.. ads.Select(ad => new AdCandidate(new AdId(ad), new AdCampaignId(1), holdout))], places);

    private async Task<IReadOnlyList<DecidedAd>> DecidedAsync(string placement, CustomerId? customer, int[] ads, int places = 1, double holdout = 0) =>
        Assert.IsType<AdAnswer.Decided>(await Ads.DecideAsync(Ask(placement, customer, ads, places, holdout), default)).Ads;
}
