using FluentValidation;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Execution.Outbox;
using Marketing.Tests.Support;

namespace Marketing.Tests.Execution.Outbox;

/// <summary>Mails leave for a recorded recipient only.</summary>
public sealed class MailTransferTests : IDisposable
{
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Live_sending_waits_once_no_recipient_is_recorded_any_more()
    {
        await using var server = new SmtpServer();
        _rig.AddRegulars(2);
        await _rig.GoLiveAsync(server);
        await _rig.QueueAsync();
        await EndAsync();
        var held = await _rig.DeliverAsync();
        Assert.Equal((0, 2, 0), (held.Delivered, held.Waiting, server.Connections));
        Assert.Contains("/data/privacy/transfers", held.Problem);

        await _rig.Get<ITransfers>().AddAsync(new TransferDraft(TransferPlaces.Mail, "Post Ltd", "DE", "consent", null, "Hands mails over."), "Ada", default);
        Assert.Equal(new DeliveryResult("smtp", 2, 0, 0), await _rig.DeliverAsync());
    }

    [Fact]
    public async Task Ending_the_transfer_ends_the_round_that_is_at_work()
    {
        await using var server = new SmtpServer();
        _rig.AddRegulars(3);
        await _rig.GoLiveAsync(server);
        await _rig.QueueAsync();
        _rig.Get<DeliverMessages>().Reached = at =>
        {
            if (at == DeliveryPoint.Settled && server.Contents == 1)
            {
                EndAsync().GetAwaiter().GetResult();
            }
        };
        var held = await _rig.DeliverAsync();
        Assert.Equal((1, 2, 1), (held.Delivered, held.Waiting, server.Contents));
        Assert.Equal(held.Problem, _rig.Get<IOutbox>().Problem);
        Assert.NotNull(held.Problem);
    }

    [Fact]
    public async Task Live_sending_cannot_be_turned_on_for_nobody_recorded()
    {
        await using var server = new SmtpServer();
        await _rig.OpenForBusinessAsync();
        await EndAsync();
        var refused = await Assert.ThrowsAsync<ValidationException>(() => _rig.Get<IOutbox>().SaveChannelAsync(Outboxes.Live(server), null, "ann", default));
        Assert.Equal("Live", Assert.Single(refused.Errors).PropertyName);
        Assert.Contains("/data/privacy/transfers", refused.Message);
        Assert.False((await _rig.Get<IOutbox>().ChannelAsync(default)).Live);
    }

    [Fact]
    public async Task Files_in_the_outbox_stay_on_the_machine_and_need_no_recipient()
    {
        _rig.AddRegulars(2);
        await _rig.OpenForBusinessAsync();
        await EndAsync();
        await _rig.QueueAsync();
        Assert.Equal(new DeliveryResult("eml", 2, 0, 0), await _rig.DeliverAsync());
    }

    private async Task EndAsync()
    {
        var transfers = _rig.Get<ITransfers>();
        Assert.True(await transfers.EndAsync(Assert.Single(await transfers.ListAsync(default)).Id, "Ada", default));
    }
}
