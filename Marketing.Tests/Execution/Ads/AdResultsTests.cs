using System.Security.Cryptography;
using System.Text;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Execution.Ads;
using Marketing.Execution.Sql;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Execution.Ads;

public sealed class AdResultsTests : IDisposable
{
    private const string Header = "day,placement,campaign,spend,shows,clicks,orders,margin,ad\n";
    private readonly ShopRig _rig = new();

    private IAdResults Results => _rig.Get<IAdResults>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_file_of_a_network_is_taken_and_told_again_takes_its_own_place()
    {
        var id = await NetworkAsync();
        Assert.Equal(new AdResultsOutcome.Taken(2, 0), await ImportAsync($"{Header}{Day(1)},net,tea,12.50,1000,20,2,30.00,\n{Day(0)},net,{id.Value},1.00,10,1,,,\n".Replace(",,,\n", ",0,0,\n")));
        Assert.Equal((1350L, 100L), ((await _rig.FindAsync(id)).Spent, (await _rig.FindAsync(id)).SpentToday));
        Assert.Equal(new AdResultsOutcome.Taken(0, 1), await ImportAsync($"date,network,campaign,cost,impressions,clicks\n{Day(1)},net,Tea,10,900,18\n"));
        var days = await _rig.AdDaysAsync();
        Assert.Equal([(1000L, 900L, 18L, 0L), (100L, 10L, 1L, 0L)], days.Select(day => (day.Spend, day.Shows, day.Clicks, day.Orders)));
        Assert.All(days, day => Assert.Equal(("net", "", null, false), (day.Placement, day.Policy, day.Ad, day.IsHeldOut)));
        Assert.Equal(1100, (await _rig.FindAsync(id)).Spent);
        await _rig.RestartAsync();
        Assert.Equal(1100, (await _rig.FindAsync(id)).Spent);
    }

    public static TheoryData<string, int, string?, string> Wrong() => new()
    {
        { "", 0, null, "The file is empty" },
        { "day,placement,campaign,spend,shows\n", 1, "clicks", "The column clicks is missing" },
        { Header, 2, null, "" },
        { $"{Header}D,net,tea,1,1,1,0,0\n", 2, null, "The row has 8 columns, the header 9" },
        { $"{Header}yesterday,net,tea,1,1,1,0,0,\n", 2, "day", "\"yesterday\" is no day" },
        { $"{Header}D,net,tea,-1,1,1,0,0,\n", 2, "spend", "\"-1\" is no amount" },
        { $"{Header}D,net,tea,1.005,1,1,0,0,\n", 2, "spend", "\"1.005\" is no amount" },
        { $"{Header}D,net,tea,1,-1,1,0,0,\n", 2, "shows", "\"-1\" is no count" },
        { $"{Header}D,home,tea,1,1,1,0,0,\n", 2, "placement", "There is no placement \"home\" in a network" },
        { $"{Header}D,net,coffee,1,1,1,0,0,\n", 2, "campaign", "There is no advertising campaign \"coffee\"" },
        { $"{Header}D,other,tea,1,1,1,0,0,\n", 2, "placement", "The campaign \"tea\" is not shown in the placement \"other\"" },
        { $"{Header}D,net,tea,1,1,1,0,0,99\n", 2, "ad", "The campaign has no advertisement 99" },
        { $"{Header}2999-01-01,net,tea,1,1,1,0,0,\n", 2, "day", "The day 2999-01-01 has not come" },
        { $"{Header}D,net,tea,1,1,1,0,0,\nD,net,tea,2,1,1,0,0,\n", 3, "day", "twice" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_row_that_does_not_do_refuses_the_whole_file_with_its_place(string text, int row, string? column, string said)
    {
        await NetworkAsync();
        var refused = Assert.IsType<AdResultsOutcome.Refused>(await ImportAsync(text.Replace("D,", $"{Day(1)},", StringComparison.Ordinal))).Refusals[0];
        Assert.Equal(("results.csv", (long)row, column), (refused.File, refused.Row, refused.Column));
        Assert.Contains(said, refused.Reason);
        Assert.NotEqual("", refused.Fix);
        Assert.Empty(await _rig.AdDaysAsync());
    }

    [Fact]
    public async Task Every_row_that_does_not_do_is_named_up_to_twenty_with_a_count_of_the_rest()
    {
        await NetworkAsync();
        var refused = Assert.IsType<AdResultsOutcome.Refused>(await ImportAsync($"{Header}{Day(1)},net,tea,one,1,1,0,0,\n{Day(1)},net,tea,1,1,1,0,0,\n{Day(1)},other,tea,1,1,1,0,0,\n{Day(2)},net\n"));
        Assert.Equal([2L, 4L, 5L], refused.Refusals.Select(row => row.Row));
        Assert.All(refused.Refusals, row => Assert.Equal("results.csv", row.File));
        Assert.Equal(0, refused.More);
        var many = Assert.IsType<AdResultsOutcome.Refused>(await ImportAsync(Header + string.Concat(Enumerable.Range(0, 23).Select(_ => $"{Day(1)},net,coffee,1,1,1,0,0,\n"))));
        Assert.Equal((20, 3), (many.Refusals.Count, many.More));
        Assert.Empty(await _rig.AdDaysAsync());
    }

    [Fact]
    public async Task Two_campaigns_of_one_name_are_told_apart_by_their_number()
    {
        var first = await NetworkAsync();
        await NetworkAsync();
        var refused = Assert.IsType<AdResultsOutcome.Refused>(await ImportAsync($"{Header}{Day(1)},net,tea,1,1,1,0,0,\n")).Refusals[0];
        Assert.Contains("Several advertising campaigns", refused.Reason);
        Assert.IsType<AdResultsOutcome.Taken>(await ImportAsync($"{Header}{Day(1)},net,{first.Value},1,1,1,0,0,\n"));
    }

    [Fact]
    public async Task A_budget_goes_where_the_next_unit_brings_more()
    {
        var good = await NetworkAsync("Good");
        var poor = await NetworkAsync("Poor");
        var unknown = await NetworkAsync("Unknown");
        var rows = new StringBuilder(Header);
        for (var day = 1; day <= 20; day++)
        {
            var spend = 10 * (1 + (day % 5));
            rows.Append($"{Day(day)},net,Good,{spend},1,1,1,{(60 * Math.Sqrt(spend)) + (day % 3):F2},\n{Day(day)},net,Poor,{spend},1,1,1,{15 * Math.Sqrt(spend):F2},\n");
        }

        Assert.IsType<AdResultsOutcome.Taken>(await ImportAsync(rows.ToString()));
        var (shares, price, _) = await Results.SplitAsync(10_000, 30, default);
        var by = shares.ToDictionary(share => share.Campaign.Id);
        Assert.Equal((20, 20, 0), (by[good].Days, by[poor].Days, by[unknown].Days));
        Assert.Equal((20L, 0L), (by[good].Clicks, by[unknown].Clicks));
        Assert.All([good, poor, unknown], id => Assert.True(by[id].IsWeak));
        Assert.True(by[good].Low <= by[good].Share.Margin && by[good].Share.Margin <= by[good].High && by[good].Low < by[good].High, $"{by[good]}");
        Assert.Null(by[unknown].Low);
        Assert.False((by[good] with { Clicks = AdBudgetShare.FewClicks }).IsWeak);
        Assert.True((by[good] with { Clicks = AdBudgetShare.FewClicks, Days = AdBudgetShare.FewDays - 1 }).IsWeak);
        Assert.True(by[good].Share.Spend > 5 * by[poor].Share.Spend, $"{by[good].Share} {by[poor].Share}");
        Assert.Equal("too-few-points", by[unknown].Share.Reason);
        Assert.True(price >= 1);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Results.SplitAsync(0, 30, default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Results.SplitAsync(1, 6, default));
    }

    [Fact]
    public async Task An_audience_goes_out_as_hashes_of_those_who_agreed()
    {
        _rig.AddRegulars(30);
        _rig.SetAddress(1, " C1@Buyers.TEST ");
        _rig.Withdraw(2);
        var id = await NetworkAsync(audience: AudienceCodes.Everybody);
        var hashes = await Results.AudienceAsync(id, default);

        // Of 30, three have no address, three no consent, and one withdrew it.
        Assert.Equal(23, hashes.Count);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData("c1@buyers.test"u8)), hashes);
        Assert.DoesNotContain(Convert.ToHexStringLower(SHA256.HashData("c2@buyers.test"u8)), hashes);
        await Assert.ThrowsAsync<ArgumentException>(() => Results.AudienceAsync(new AdCampaignId(99), default));
    }

    [Fact]
    public async Task Who_is_held_out_of_a_campaign_is_not_in_its_audience_elsewhere()
    {
        _rig.AddRegulars(40);
        var id = await NetworkAsync(holdout: 0.5);
        var decisions = _rig.Get<IAdDecisions>();
        var wanted = Enumerable.Range(1, 40).Where(customer => customer % 10 is not (0 or 5) && !decisions.IsHeldOut(id, new CustomerId(customer), 0.5)).Select(customer => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"c{customer}@buyers.test"))));
        var hashes = await Results.AudienceAsync(id, default);
        Assert.InRange(hashes.Count, 5, 27);
        Assert.Equal(wanted.Order(StringComparer.Ordinal), hashes);
    }

    [Fact]
    public async Task What_another_process_takes_in_is_spent_here_too()
    {
        var id = await NetworkAsync();
        using var here = new AdMemory(_rig.Get<ExecutionAdsStore>(), _rig.Get<ExecutionAdDaysStore>(), _rig.Get<ILedger>(), _rig.Get<IShop>(), _rig.Get<BusinessClock>(), _rig.Folder.Clock);
        await here.OpenAsync(default);
        var today = _rig.Get<IShop>().DayOf(_rig.Now).DayNumber;
        here.Purse(id).Add(today, 7);
        foreach (var (spend, ofToday, total) in new[] { ("9", 900_007L, 1_900_007L), ("2", 200_007L, 1_200_007L) })
        {
            Assert.IsType<AdResultsOutcome.Taken>(await ImportAsync($"{Header}{Day(1)},net,tea,10,1,1,0,0,\n{Day(0)},net,tea,{spend},1,1,0,0,\n"));
            _rig.Folder.Clock.Advance(TimeSpan.FromSeconds(2));
            await here.OpenAsync(default);
            Assert.Equal((ofToday, total), here.Purse(id).Spent(today));
        }

        _rig.Folder.Clock.Advance(TimeSpan.FromDays(1));
        await here.ReloadAsync(default);
        Assert.Equal((0L, 1_200_007L), here.Purse(id).Spent(today + 1));
    }

    private string Day(int ago) => _rig.Get<IShop>().DayOf(_rig.Now).AddDays(-ago).ToString("yyyy-MM-dd");

    private async Task<AdCampaignId> NetworkAsync(string name = "Tea", string? audience = null, double holdout = 0)
    {
        await _rig.Get<IAdCampaigns>().SavePlacementAsync(new AdPlacement("net", "A network", PlacementSurface.Network, 1), "ann", default);
        await _rig.Get<IAdCampaigns>().SavePlacementAsync(new AdPlacement("other", "Another network", PlacementSurface.Network, 1), "ann", default);
        await _rig.Get<IAdCampaigns>().SavePlacementAsync(new AdPlacement("home", "Front page", PlacementSurface.Shop, 1), "ann", default);
        var id = await _rig.Get<IAdCampaigns>().CreateAsync(AdShop.Draft with { Name = name, Audience = audience, HoldoutShare = holdout, Placements = ["net"] }, "ann", default);
        await _rig.Get<IAdCampaigns>().SetStateAsync(id, AdCampaignState.Running, "ann", default);
        return id;
    }

    private Task<AdResultsOutcome> ImportAsync(string text) => Results.ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "results.csv", "ann", default);
}
