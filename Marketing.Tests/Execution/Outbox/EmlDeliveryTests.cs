using Marketing.Execution;
using Marketing.Execution.Outbox;
using Marketing.Kernel;
using Marketing.Tests.Support;
using MimeKit;

namespace Marketing.Tests.Execution.Outbox;

public sealed class EmlDeliveryTests : IDisposable
{
    private readonly ShopRig _rig = new(("Execution:SliceSize", "5"));

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Each_message_becomes_one_file_that_a_mail_program_reads()
    {
        _rig.AddRegulars(20);
        var campaign = await _rig.QueueAsync();
        var result = await _rig.Get<IOutbox>().DeliverAsync(null, default);
        Assert.Equal(new DeliveryResult("eml", 16, 0, 0), result);
        var messages = await _rig.MessagesAsync(campaign);
        Assert.All(messages, message => Assert.Equal((MessageState.Delivered, 1L, (DateTimeOffset?)_rig.Now), (message.State, message.Attempts, message.Ended)));
        Assert.Equal(messages.Select(message => Path.Combine($"{campaign.Value}", $"{message.Id.Value}.eml")).Order(), _rig.Files());

        var message = messages.Single(candidate => candidate.Customer == new CustomerId(7));
        var mail = await MimeMessage.LoadAsync(Path.Combine(_rig.Folder.Folder.Outbox, $"{campaign.Value}", $"{message.Id.Value}.eml"));
        Assert.Equal(("c7@buyers.test", "Hello Buyer <7>", "shop@example.com"), (mail.To.Mailboxes.Single().Address, mail.Subject, mail.From.Mailboxes.Single().Address));
        Assert.Contains("Dear Buyer &lt;7&gt;", mail.HtmlBody);
        Assert.Contains("Dear Buyer <7>", mail.TextBody);
        Assert.Contains("Cup & saucer", mail.TextBody);
        Assert.Equal(CampaignState.Done, (await _rig.Get<ICampaigns>().FindAsync(campaign, default))!.State);
        Assert.Equal(["delivered", "queued"], await _rig.OutcomesAsync(message.Decision));
    }

    [Fact]
    public async Task The_same_message_has_the_same_bytes_before_and_after_delivery()
    {
        _rig.AddRegulars(3);
        await _rig.QueueAsync();
        var message = (await _rig.MessagesAsync())[0];
        var before = await _rig.Get<IOutbox>().SourceAsync(message.Id, default);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(3));
        await _rig.RestartAsync();
        await _rig.Get<IOutbox>().DeliverAsync(null, default);
        Assert.Equal(before, await _rig.Get<IOutbox>().SourceAsync(message.Id, default));
        Assert.Null(await _rig.Get<IOutbox>().SourceAsync(new MessageId(999), default));
    }

    [Theory]
    [InlineData(DeliveryPoint.Claimed, 1)]
    [InlineData(DeliveryPoint.Claimed, 3)]
    [InlineData(DeliveryPoint.Written, 1)]
    [InlineData(DeliveryPoint.Written, 8)]
    [InlineData(DeliveryPoint.Settled, 1)]
    [InlineData(DeliveryPoint.Settled, 2)]
    public async Task A_crash_anywhere_loses_no_message_and_writes_none_twice(object point, int time)
    {
        _rig.AddRegulars(20);
        var campaign = await _rig.QueueAsync();
        var reached = 0;
        _rig.Get<DeliverMessages>().Reached = at =>
        {
            if (at == (DeliveryPoint)point && ++reached == time)
            {
                throw new PlayedCrash();
            }
        };
        await Assert.ThrowsAsync<PlayedCrash>(() => _rig.Get<IOutbox>().DeliverAsync(null, default));
        var written = _rig.Files().ToDictionary(file => file, file => File.GetLastWriteTimeUtc(Path.Combine(_rig.Folder.Folder.Outbox, file)));

        await _rig.RestartAsync();
        await _rig.Get<IOutbox>().RecoverAsync(default);
        Assert.DoesNotContain(await _rig.MessagesAsync(campaign), message => message.State is MessageState.Sending or MessageState.InDoubt);
        await _rig.Get<IOutbox>().DeliverAsync(null, default);
        var messages = await _rig.MessagesAsync(campaign);
        Assert.Equal(16, messages.Count);
        Assert.All(messages, message => Assert.Equal(MessageState.Delivered, message.State));
        Assert.Equal(16, _rig.Files().Count);
        Assert.All(written, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(Path.Combine(_rig.Folder.Folder.Outbox, file.Key))));
        foreach (var message in messages)
        {
            Assert.Equal(["delivered", "queued"], await _rig.OutcomesAsync(message.Decision));
        }
    }

    [Fact]
    public async Task A_file_that_is_there_counts_as_delivered_also_without_a_recovery()
    {
        _rig.AddRegulars(2);
        var campaign = await _rig.QueueAsync();
        var message = (await _rig.MessagesAsync())[0];
        var path = Path.Combine(_rig.Folder.Folder.Outbox, $"{campaign.Value}", $"{message.Id.Value}.eml");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "written before the commit");
        await File.WriteAllTextAsync(path + ".partial", "cut in the middle");
        await _rig.Get<IOutbox>().DeliverAsync(null, default);
        Assert.Equal("written before the commit", await File.ReadAllTextAsync(path));
        Assert.Equal(MessageState.Delivered, (await _rig.Get<IOutbox>().FindByDecisionAsync(message.Decision, default))!.State);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named_and_every_message_kept()
    {
        _rig.AddRegulars(4);
        var campaign = await _rig.QueueAsync();
        var inTheWay = Path.Combine(_rig.Folder.Folder.Outbox, $"{campaign.Value}");
        await File.WriteAllTextAsync(inTheWay, "");
        var refused = await Assert.ThrowsAsync<OperatorException>(() => _rig.Get<IOutbox>().DeliverAsync(null, default));
        Assert.Contains("outbox", refused.Message);
        Assert.All(await _rig.MessagesAsync(), message => Assert.Equal((MessageState.Queued, 0L), (message.State, message.Attempts)));
        File.Delete(inTheWay);
        Assert.Equal(4, (await _rig.Get<IOutbox>().DeliverAsync(null, default)).Delivered);
    }

    [Fact]
    public async Task Somebody_who_withdrew_the_consent_after_the_decision_gets_nothing()
    {
        _rig.AddRegulars(4);
        await _rig.QueueAsync();
        _rig.Withdraw(3);
        await _rig.Get<IOutbox>().DeliverAsync(null, default);
        var message = (await _rig.MessagesAsync()).Single(candidate => candidate.Customer == new CustomerId(3));
        Assert.Equal(MessageState.Cancelled, message.State);
        Assert.Contains("withdrawn", message.Error);
        Assert.Equal(3, _rig.Files().Count);
        Assert.Equal(["cancelled", "queued"], await _rig.OutcomesAsync(message.Decision));
    }

    [Fact]
    public async Task Messages_are_found_by_address_subject_and_state()
    {
        _rig.AddRegulars(9);
        var campaign = await _rig.QueueAsync();
        var outbox = _rig.Get<IOutbox>();
        Assert.Equal("c7@buyers.test", Assert.Single((await outbox.ListAsync(campaign, MessageState.Queued, new TableQuery(Search: "c7@"), default)).Items).To);
        Assert.Equal(8, (await outbox.ListAsync(null, null, new TableQuery(Take: 2, Search: "buyer <"), default)).Total);
        Assert.Empty((await outbox.ListAsync(null, null, new TableQuery(Search: "%"), default)).Items);
        Assert.Empty((await outbox.ListAsync(null, MessageState.Failed, new TableQuery(), default)).Items);
    }

    private sealed class PlayedCrash : Exception;
}
