using Marketing.Data;
using Marketing.Execution;
using Marketing.Execution.Ads;
using Marketing.Execution.Sql;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Execution.Ads;

public sealed class CountAdsTests : IDisposable
{
    private readonly ShopRig _rig = new();
    private readonly List<string> _calls = [];

    public CountAdsTests() => _rig.AddRegulars(20);

    public void Dispose() => _rig.Dispose();

    private ILedger Watched => Watch.Calls(_rig.Get<ILedger>(), name =>
    {
        _calls.Add(name);
        return null;
    });

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Decisions_that_are_no_advertisements_are_walked_once_and_never_without_a_campaign(bool hasCampaign, int walks)
    {
        if (hasCampaign)
        {
            await _rig.RunAdsAsync();
        }

        var other = await RecommendAsync();
        await Counting(Watched).ShowsAsync(_rig.Now, default);
        Assert.Equal(walks, _calls.Count(name => name == nameof(ILedger.AdsAfterAsync)));
        Assert.Equal(other, (await _rig.Get<ExecutionAdDaysStore>().MarksAsync(default)).Counted);

        // What comes behind the mark is counted all the same.
        await (hasCampaign ? Task.CompletedTask : _rig.RunAdsAsync());
        await _rig.ShownAsync(1);
        await _rig.TendAsync();
        Assert.Equal(1, Assert.Single(await _rig.AdDaysAsync()).Shows);
    }

    [Fact]
    public async Task A_show_of_an_advertisement_that_came_while_others_were_counted_is_counted()
    {
        await _rig.RunAdsAsync();
        await _rig.ShownAsync(1);
        var (ledger, isLate) = (_rig.Get<ILedger>(), false);
        async Task<IReadOnlyList<AdDecisionRow>> ReadAsync()
        {
            isLate = true;
            await _rig.RunAdsAsync(AdShop.Draft with { Name = "Late", Placements = ["side"] });
            Assert.Single(await _rig.ShownAsync(2, "side"));
            return await ledger.AdsAfterAsync(null, DateTimeOffset.MaxValue, 1000, default);
        }

        await Counting(Watch.Calls(ledger, name => name == nameof(ILedger.AdsAfterAsync) && !isLate ? ReadAsync() : null)).ShowsAsync(_rig.Now, default);
        Assert.Equal([("home", 1L), ("side", 1L)], (await _rig.AdDaysAsync()).Select(day => (day.Placement, day.Shows)).Order());
    }

    [Fact]
    public async Task The_beginning_of_the_window_is_looked_for_once_a_day()
    {
        await _rig.RunAdsAsync();
        var (reactions, since) = (new AdReactions(Watched), _rig.Now.AddDays(-1));
        Assert.Empty(await reactions.ReadAsync(since, await RecommendAsync(), default));
        var shown = (await _rig.ShownAsync(1))[0].Decision;
        await _rig.ClickAsync(shown);
        Assert.Equal(shown, Assert.Single(await reactions.ReadAsync(since, shown, default)).Row.Id);
        Assert.Single(_calls, name => name == nameof(ILedger.FirstAdAsync));
        Assert.Equal(shown, Assert.Single(await reactions.ReadAsync(since.AddDays(1), shown, default)).Row.Id);
        Assert.Equal(shown, Assert.Single(await reactions.ReadAsync(since.AddDays(1), shown, default)).Row.Id);
        Assert.Equal(2, _calls.Count(name => name == nameof(ILedger.FirstAdAsync)));
    }

    [Fact]
    public async Task Margins_beyond_all_measure_do_not_stop_the_counting()
    {
        await _rig.RunAdsAsync();
        foreach (var customer in new[] { 1, 2 })
        {
            await _rig.Get<ILedger>().AppendOutcomesAsync([new Outcome((await _rig.ShownAsync(customer))[0].Decision, "bought", _rig.Now, long.MaxValue)], default);
        }

        await _rig.TendAsync();
        var day = Assert.Single(await _rig.AdDaysAsync());
        Assert.Equal((2L, 2L, 10 * IAdServing.MostValue), (day.Shows, day.Orders, day.Margin));
        Assert.Equal((-10 * IAdServing.MostValue, 5L), (AdMoney.Add(-3, long.MinValue), AdMoney.Add(7, -2)));
    }

    private CountAds Counting(ILedger ledger) => new(_rig.Get<AdMemory>(), _rig.Get<ExecutionAdDaysStore>(), ledger, _rig.Get<IShop>());

    private async Task<DecisionId> RecommendAsync() => (await _rig.Get<ILedger>().AppendAsync(
        null,
        _rig.Now,
        [new DecisionDraft(new CustomerId(1), DecisionKind.Recommendation, "show", 1, "catalogue:1:x", [], [], "{}", "test", null, null, null, null, 0)],
        null,
        default))[0]!.Value;
}
