using Dapper;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Audiences;

public sealed class ListAudiencesTests : IDisposable
{
    private readonly ShopRig _rig = new();

    private IAudiences Audiences => _rig.Get<IAudiences>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Every_audience_is_listed_with_its_size_and_how_many_can_be_reached()
    {
        _rig.AddRegulars(100);
        var list = await Audiences.ListAsync(default);
        Assert.Equal(AudienceCodes.Standing, list.Select(audience => audience.Code));
        var everybody = list.Single(audience => audience.Code == AudienceCodes.Everybody);
        Assert.Equal((100, 80), (everybody.Customers, everybody.Reachable));
        Assert.Equal((100, 80), list.Where(audience => audience.Code.StartsWith(AudienceCodes.SegmentPrefix, StringComparison.Ordinal)).Aggregate((0, 0), (sum, next) => (sum.Item1 + next.Customers, sum.Item2 + next.Reachable)));
        foreach (var audience in list)
        {
            Assert.Equal(audience.Customers, (await Audiences.MembersAsync(audience.Code, default)).Count);
        }
    }

    [Fact]
    public async Task Reach_and_forecast_and_decision_agree()
    {
        _rig.AddRegulars(100);
        var reachable = (await Audiences.ListAsync(default)).Single(audience => audience.Code == AudienceCodes.WinBack).Reachable;
        Assert.Equal(reachable, (await _rig.Get<IPlanning>().PreviewCampaignAsync(null, AudienceCodes.WinBack, 0, default)).Send);
        Assert.Equal(reachable, (await _rig.Get<IPlanning>().DecideCampaignAsync(new CampaignId(1), AudienceCodes.WinBack, 0, 0, null, default)).Count(decision => decision.Draft.Kind == DecisionKind.Send));
    }

    [Fact]
    public async Task Whom_a_campaign_wrote_to_or_held_out_lately_is_fresh_again_after_the_days_of_rest()
    {
        _rig.AddRegulars(100);
        Assert.Equal(80, await FreshAsync());
        var decided = await _rig.Get<IPlanning>().DecideCampaignAsync(new CampaignId(1), AudienceCodes.Everybody, 0.3, 0, null, default);
        Assert.Contains(decided, decision => decision.Draft.Kind == DecisionKind.Holdout);
        Assert.Equal(0, await FreshAsync());
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(80, await FreshAsync());

        async Task<int> FreshAsync() => (await Audiences.ListAsync(default)).Single(audience => audience.Code == AudienceCodes.Everybody).Fresh;
    }

    [Fact]
    public async Task Suppressed_people_are_counted_and_left_out_of_reach_forecast_and_decision()
    {
        _rig.AddRegulars(20);
        var before = (await Audiences.ListAsync(default)).Single(audience => audience.Code == AudienceCodes.Everybody);
        Assert.Equal((16, 0), (before.Reachable, before.Suppressed));
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute(
            "insert into data_suppressions (address, channel, reason, at, import_id) values ('c1@buyers.test', 'mail', 'bounce', 5000, 1), ('c5@buyers.test', 'mail', 'complaint', 5000, 1)", transaction: transaction));
        _rig.Get<ISnapshots>().Invalidate();

        // Customer 5 has not agreed either: the reason that comes first stands.
        var after = (await Audiences.ListAsync(default)).Single(audience => audience.Code == AudienceCodes.Everybody);
        Assert.Equal((20, 15, 1), (after.Customers, after.Reachable, after.Suppressed));
        var forecast = await _rig.Get<IPlanning>().PreviewCampaignAsync(null, AudienceCodes.Everybody, 0, default);
        Assert.Equal((15, 1), (forecast.Send, forecast.LeftOut[ReasonCodes.Suppressed]));
        var decided = (await _rig.Get<IPlanning>().DecideCampaignAsync(new CampaignId(1), AudienceCodes.Everybody, 0, 0, null, default)).Single(decision => decision.Draft.Customer == new CustomerId(1));
        Assert.Equal((DecisionKind.Suppress, ReasonCodes.Suppressed), (decided.Draft.Kind, decided.Draft.Reasons[0].Code));
    }

    [Fact]
    public async Task Members_come_in_order_each_with_reasons_and_an_unknown_audience_is_refused()
    {
        _rig.AddRegulars(20);
        var members = await Audiences.MembersAsync(AudienceCodes.WinBack, default);
        Assert.Equal(members.OrderBy(member => member.Customer.Value), members);
        Assert.All(members, member => Assert.NotEmpty(member.Reasons));
        await Assert.ThrowsAsync<ArgumentException>(() => Audiences.MembersAsync("segment:gone", default));
    }
}
