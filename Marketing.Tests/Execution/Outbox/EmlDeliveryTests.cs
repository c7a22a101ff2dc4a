using Dapper;
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
        Assert.Equal(messages.Select(message => Name(message)).Order(), _rig.Files());

        var message = messages.Single(candidate => candidate.Customer == new CustomerId(7));
        var mail = await MimeMessage.LoadAsync(Path.Combine(_rig.Folder.Folder.Outbox, Name(message)));
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
        var path = Path.Combine(_rig.Folder.Folder.Outbox, Name(message));
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

    [Fact]
    public async Task A_message_that_got_the_number_of_one_before_a_backup_was_brought_back_is_delivered_too()
    {
        _rig.AddRegulars(2);
        var before = await _rig.QueueAsync();
        var old = (await _rig.MessagesAsync(before))[0];
        await _rig.DeliverAsync();
        var kept = await File.ReadAllBytesAsync(Path.Combine(_rig.Folder.Folder.Outbox, Name(old)));
        // The database goes back to before the campaign, the folder of the outbox does not.
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute(
            "delete from data_outcomes; delete from data_decisions; delete from execution_messages; delete from execution_campaigns;", transaction: transaction));
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(1));
        var after = await _rig.QueueAsync();
        var again = (await _rig.MessagesAsync(after))[0];
        Assert.Equal((old.Campaign, old.Id), (again.Campaign, again.Id));
        await _rig.DeliverAsync();
        Assert.Equal(4, _rig.Files().Count);
        Assert.Equal(kept, await File.ReadAllBytesAsync(Path.Combine(_rig.Folder.Folder.Outbox, Name(old))));
    }

    [Fact]
    public async Task Files_written_before_the_disk_was_full_count_as_delivered()
    {
        _rig.AddRegulars(4);
        await _rig.QueueAsync();
        var first = (await _rig.MessagesAsync()).MinBy(message => message.Id.Value)!;
        var written = 0;
        _rig.Get<DeliverMessages>().Reached = at =>
        {
            if (at == DeliveryPoint.Written && ++written == 2)
            {
                throw new IOException("No space left on device");
            }
        };
        await Assert.ThrowsAsync<OperatorException>(_rig.DeliverAsync);
        Assert.Equal(2, _rig.Files().Count);
        Assert.Equal(2, (await _rig.MessagesAsync()).Count(message => message.State == MessageState.Delivered));
        Assert.Equal(["delivered", "queued"], await _rig.OutcomesAsync(first.Decision));
        _rig.Get<DeliverMessages>().Reached = null;
        Assert.Equal(2, (await _rig.DeliverAsync()).Delivered);
    }

    private static string Name(OutboxMessage message) => Path.Combine($"{message.Campaign.Value}", $"{message.Id.Value}.{message.Queued.ToUnixTimeMilliseconds():x}.eml");

    private sealed class PlayedCrash : Exception;
}
