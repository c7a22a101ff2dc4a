using Marketing.Data;
using Marketing.Features.Demand;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Features.Demand;

public sealed class MessageDaysTests
{
    private static readonly DateTimeOffset Now = new(2024, 6, 10, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Messages_stand_on_the_shops_days_and_those_of_days_that_are_not_over_stand_ahead()
    {
        // London is an hour ahead of UTC in June: 23:15 is of the day after.
        var shop = new SnapshotBuilder(Now).Product("a").Order(Now.AddDays(-4), "x", ("a", 1, 100)).Build();
        var frame = BuildDemand.Of(shop, null, [Sent(-5, 9, 0, 50), Sent(-4, 23, 15, 20), Sent(-3, 9, 0, 3), Sent(-1, 9, 0, 4), Sent(0, 8, 0, 100), Sent(1, 8, 0, 200)]);
        Assert.Equal([0, 23, 0, 4], frame.Messages.ToArray());
        Assert.Equal([true, true, false], frame.MessagesAhead(3));
        Assert.True(BuildDemand.Of(shop, PromotionPlan.None).Messages.IsEmpty);
        Assert.True(BuildDemand.Of(shop, null, [Sent(-9, 9, 0, 50)]).Messages.IsEmpty);

        static MessagesSent Sent(int days, int hour, int minute, long messages) => new(new CampaignId(1), new DateTimeOffset(Now.Date, TimeSpan.Zero).AddDays(days).AddHours(hour).AddMinutes(minute), messages);
    }
}
