using Marketing.Data;
using Marketing.Strategy;
using Marketing.Strategy.Audiences;
using Marketing.Strategy.Segments;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Audiences;

public sealed class AudienceRuleTests
{
    private static readonly DateTimeOffset Now = new(2024, 6, 30, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Win_back_holds_repeat_buyers_who_are_longer_away_than_their_own_rhythm()
    {
        // Days before now on which each customer bought.
        var segments = Shop(
            ("overdue", [100, 110]),
            ("slow-but-in-rhythm", [100, 160]),
            ("recent", [89, 91]),
            ("once", [200]),
            ("twice-on-one-day", [200, 200]),
            ("just-beyond-twice-the-gap", [121, 181]));
        var rule = Rule(AudienceCodes.WinBack);
        Assert.Equal(["overdue", "just-beyond-twice-the-gap"], Members(rule, segments));
        var reasons = rule.Reasons(segments, 0);
        Assert.Equal([ReasonCodes.Overdue, ReasonCodes.RepeatBuyer], reasons.Select(reason => reason.Code));
        Assert.Equal(["100", "10"], reasons[0].Arguments);
        Assert.Equal(["2"], reasons[1].Arguments);
    }

    [Fact]
    public void The_printed_rule_carries_the_options()
    {
        var rule = AudienceRule.All(new StrategyOptions { WinBackDays = 45, WinBackGaps = 1.5 }).Single(candidate => candidate.Code == AudienceCodes.WinBack);
        Assert.Equal("orders ≥ 2, days since the last > max(45, 1.5 × own mean gap)", rule.Text);
    }

    [Fact]
    public void Everybody_with_an_order_is_in_exactly_one_segment_audience()
    {
        var segments = SegmentView.Assign(Frames.Of(Frames.Regulars(Now, 40)));
        var rules = AudienceRule.All(new StrategyOptions());
        Assert.Equal(AudienceCodes.Standing, rules.Select(rule => rule.Code));
        Assert.Equal(40, Members(Rule(AudienceCodes.Everybody), segments).Count);
        var bySegment = rules.Where(rule => rule.Code.StartsWith(AudienceCodes.SegmentPrefix, StringComparison.Ordinal)).SelectMany(rule => Members(rule, segments)).ToList();
        Assert.Equal(40, bySegment.Count);
        Assert.Equal(40, bySegment.Distinct().Count());
    }

    [Theory]
    [InlineData("a@example.com", true, null)]
    [InlineData(null, true, ReasonCodes.NoAddress)]
    [InlineData("", false, ReasonCodes.NoAddress)]
    [InlineData("a@example.com", false, ReasonCodes.NoConsent)]
    public void Only_somebody_with_an_address_who_agreed_may_be_written_to(string? address, bool consent, string? obstacle)
    {
        Assert.Equal(obstacle, Reach.Obstacle(new CustomerRecord(new(1), "1", address, null, "", consent, null, null, ""), isSuppressed: false));
        Assert.Equal(obstacle ?? ReasonCodes.Suppressed, Reach.Obstacle(new CustomerRecord(new(1), "1", address, null, "", consent, null, null, ""), isSuppressed: true));
    }

    private static AudienceRule Rule(string code) => AudienceRule.All(new StrategyOptions()).Single(rule => rule.Code == code);

    private static List<string> Members(AudienceRule rule, Segmentation segments) =>
        [.. Enumerable.Range(0, segments.Of.Count).Where(c => rule.Holds(segments, c)).Select(c => segments.Frame.Snapshot.Customers.Key[c])];

    private static Segmentation Shop(params (string Customer, int[] DaysAgo)[] customers)
    {
        var builder = new SnapshotBuilder(Now);
        foreach (var (customer, days) in customers)
        {
            Array.ForEach(days, day => builder.Order(Now.AddDays(-day), customer, ("a", 1, 100)));
        }

        return SegmentView.Assign(Frames.Of(builder.Build()));
    }
}
