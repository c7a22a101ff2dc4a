using Dapper;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Tests.Data.Intake;

public sealed class LiveCountsTests : IDisposable
{
    private readonly IntakeRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Somebody_who_is_erased_is_gone_from_what_came_in_lately_and_the_counts_stay()
    {
        var live = _rig.Shop.Get<ILiveEvents>();
        await _rig.TakeAsync(_rig.Event("e1", customer: "ann-4711"), _rig.Event("e2", customer: "bob-4711"));
        await _rig.Intake.TakeAsync(IntakeRig.Sender, [new CustomerItem("ann-4711", "ann-4711@@x", null, null, null, null, null, null, null, null)], default);
        Assert.Contains("ann-4711", live.Senders[0].LastFault!.Reason, StringComparison.Ordinal);
        var ann = _rig.Shop.Folder.Database.Read(connection => connection.ExecuteScalar<long>("select id from data_customers where key = 'ann-4711'"));
        await _rig.Shop.Get<IPrivacy>().EraseAsync(new CustomerId(ann), "Ada", default);
        Assert.Equal([null, "bob-4711", null], live.Newest(10).Select(item => item.Customer));
        Assert.DoesNotContain(live.Newest(10), item => item.ToString().Contains("ann-4711", StringComparison.Ordinal));
        Assert.Null(live.Senders[0].LastFault);
        Assert.Equal(new LiveCounts(2, 0, 0, 1), live.Counts);
    }

    [Fact]
    public async Task Arrivals_are_counted_by_minute_and_by_sender_with_the_last_error()
    {
        var live = _rig.Shop.Get<ILiveEvents>();
        await _rig.TakeAsync(_rig.Event("e1"), _rig.Event("e1"), _rig.Event("bad") with { Visitor = null });
        _rig.Shop.Folder.Clock.Advance(TimeSpan.FromMinutes(2));
        await _rig.Intake.TakeAsync(IntakeRig.Other, [_rig.Event("e2")], default);
        Assert.Equal(60, live.Minutes.Count);
        Assert.Equal([(2, 0, 1), (0, 0, 0), (1, 0, 0)], live.Minutes.TakeLast(3).Select(minute => (minute.Taken, minute.Apart, minute.Rejected)).Select(counts => ((int)counts.Taken, (int)counts.Apart, (int)counts.Rejected)));
        Assert.Equal([IntakeRig.Other.Name, IntakeRig.Sender.Name], live.Senders.Select(sender => sender.Name));
        Assert.Equal(new LiveCounts(1, 1, 0, 1), live.Senders[1].Counts);
        Assert.Equal("visitor", live.Senders[1].LastFault!.Field);
        Assert.Null(live.Senders[0].LastFault);
        live.Refuse(IntakeRig.Other, [new ItemOutcome.Rejected("at", "It is no time.", "Write one.")]);
        Assert.Equal(new LiveCounts(1, 0, 0, 1), live.Senders[0].Counts);
        Assert.Equal(("at", 2L), (live.Senders[0].LastFault!.Field, live.Counts.Rejected));
        _rig.Shop.Folder.Clock.Advance(TimeSpan.FromHours(3));
        Assert.All(live.Minutes, minute => Assert.Equal(0, minute.Taken));
    }
}
