using Dapper;
using Marketing.App.Jobs;
using Marketing.Execution;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Jobs;

public sealed class MessageRoundTests : IDisposable
{
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task What_is_in_the_outbox_goes_out_also_while_a_campaign_cannot_be_queued()
    {
        _rig.AddRegulars(3);
        await _rig.QueueAsync();
        var broken = await _rig.Get<ICampaigns>().CreateAsync(Outboxes.Draft, "ann", default);
        await _rig.Get<ICampaigns>().ScheduleAsync(broken, null, "ann", default);
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute("update execution_campaigns set audience = 'gone' where id = 2", transaction: transaction));
        using var round = new MessageRound(_rig.Get<ICampaigns>(), _rig.Get<IOutbox>());
        await round.RunAsync(default);
        Assert.Equal(3, _rig.Files().Count);
    }
}
