using FluentValidation;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Tests.Support;
using MimeKit;

namespace Marketing.Tests.Execution.Outbox;

public sealed class SmtpDeliveryTests : IDisposable
{
    private readonly ShopRig _rig = new(("Execution:BackoffSeconds", "60"), ("Execution:Attempts", "3"), ("Execution:SmtpTimeoutSeconds", "2"));

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_message_arrives_with_its_headers_and_both_its_parts()
    {
        await using var server = new SmtpServer();
        _rig.AddRegulars(4);
        await _rig.GoLiveAsync(server);
        var campaign = await _rig.QueueAsync();
        Assert.Equal(new DeliveryResult("smtp", 4, 0, 0), await _rig.DeliverAsync());
        Assert.Equal(1, server.Connections);
        Assert.Equal(["c1@buyers.test", "c2@buyers.test", "c3@buyers.test", "c4@buyers.test"], server.Recipients);

        var mail = server.Taken.Single(taken => taken.To.Mailboxes.Single().Address == "c3@buyers.test");
        Assert.Equal(("Hello Buyer <3>", "\"Tea & Cups\" <shop@tea.test>", _rig.Now), (mail.Subject, mail.From.Single().ToString(), mail.Date));
        Assert.EndsWith("@tea.test", mail.MessageId);
        var links = _rig.Get<IPreferenceLinks>();
        var token = links.Token(new CustomerId(3), _rig.Now);
        Assert.Equal($"<https://tea.test/unsubscribe/{token}>, <mailto:shop@tea.test?subject=unsubscribe>", mail.Headers[HeaderId.ListUnsubscribe]);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers[HeaderId.ListUnsubscribePost]);
        Assert.Contains($"<a href=\"https://tea.test/preferences/{token}\"", mail.HtmlBody);
        Assert.Contains($"https://tea.test/preferences/{token}", mail.TextBody);
        Assert.Contains("Dear Buyer &lt;3&gt;", mail.HtmlBody);
        Assert.Contains("Dear Buyer <3>", mail.TextBody);
        Assert.Contains("Cup & saucer", mail.TextBody);
        Assert.Equal(4, server.Taken.Select(taken => taken.MessageId).Distinct().Count());
        Assert.Equal(CampaignState.Done, (await _rig.Get<ICampaigns>().FindAsync(campaign, default))!.State);
        Assert.All(await _rig.MessagesAsync(), message => Assert.Equal(MessageState.Delivered, message.State));
        await _rig.DeliverAsync();
        Assert.Equal(4, server.Contents);
        Assert.Empty(_rig.Files());
    }

    [Fact]
    public async Task Nothing_leaves_the_machine_until_live_sending_is_turned_on()
    {
        await using var server = new SmtpServer();
        _rig.AddRegulars(2);
        await _rig.OpenForBusinessAsync();
        await _rig.Get<IOutbox>().SaveChannelAsync(Outboxes.Live(server) with { Live = false }, null, "ann", default);
        await _rig.QueueAsync();
        Assert.Equal(new DeliveryResult("eml", 2, 0, 0), await _rig.DeliverAsync());
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://localhost:5080")]
    [InlineData("http://localhost.:5080")]
    [InlineData("http://127.0.0.1/shop")]
    [InlineData("http://[::1]:5080")]
    [InlineData("http://[::ffff:127.0.0.1]")]
    [InlineData("http://shop.localhost")]
    [InlineData("http://0.0.0.0:5080")]
    public async Task Live_sending_is_refused_while_links_would_lead_to_this_machine(string? address)
    {
        await using var server = new SmtpServer();
        await _rig.Get<IShop>().SaveAsync(ShopProfile.Default with { PublicAddress = address }, default);
        var refused = await Assert.ThrowsAsync<ValidationException>(() => _rig.Get<IOutbox>().SaveChannelAsync(Outboxes.Live(server), null, "ann", default));
        Assert.Contains("address", Assert.Single(refused.Errors).ErrorMessage);
        Assert.False((await _rig.Get<IOutbox>().ChannelAsync(default)).Live);
    }

    [Fact]
    public async Task A_public_address_that_becomes_a_loopback_later_holds_every_message()
    {
        await using var server = new SmtpServer();
        _rig.AddRegulars(2);
        await _rig.GoLiveAsync(server);
        await _rig.QueueAsync();
        await _rig.Get<IShop>().SaveAsync(_rig.Get<IShop>().Profile with { PublicAddress = "http://localhost:5080" }, default);
        var result = await _rig.DeliverAsync();
        Assert.Equal((0, 2, 0), (result.Delivered, result.Waiting, server.Connections));
        Assert.Contains("this machine only", result.Problem);
    }

    [Fact]
    public async Task A_temporary_refusal_is_tried_again_later_and_not_before()
    {
        await using var server = new SmtpServer { Recipient = to => to.StartsWith("c1@", StringComparison.Ordinal) ? "450 4.2.1 mailbox busy" : null };
        _rig.AddRegulars(2);
        await _rig.GoLiveAsync(server);
        await _rig.QueueAsync();
        Assert.Equal(new DeliveryResult("smtp", 1, 0, 1), await _rig.DeliverAsync());
        var waiting = await OfAsync(1);
        Assert.Equal((MessageState.Queued, 1L), (waiting.State, waiting.Attempts));
        Assert.Contains("450 4.2.1 mailbox busy", waiting.Error);

        server.Recipient = _ => null;
        _rig.Folder.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, (await _rig.DeliverAsync()).Delivered);
        _rig.Folder.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, (await _rig.DeliverAsync()).Delivered);
        var delivered = await OfAsync(1);
        Assert.Equal((MessageState.Delivered, 2L, null), (delivered.State, delivered.Attempts, delivered.Error));
    }

    [Fact]
    public async Task A_message_refused_for_now_again_and_again_fails_with_the_last_reason()
    {
        await using var server = new SmtpServer { Content = "451 4.3.0 try later" };
        _rig.AddRegulars(1);
        await _rig.GoLiveAsync(server);
        await _rig.QueueAsync();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await _rig.DeliverAsync();
            _rig.Folder.Clock.Advance(TimeSpan.FromHours(1));
        }

        var message = await OfAsync(1);
        Assert.Equal((MessageState.Failed, 3L, 3), (message.State, message.Attempts, server.Contents));
        Assert.Contains("451 4.3.0 try later", message.Error);
        Assert.Equal(["failed", "queued"], await _rig.OutcomesAsync(message.Decision));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refusal_for_good_fails_with_its_reason_and_holds_up_nobody_else(bool atRecipient)
    {
        await using var server = new SmtpServer();
        if (atRecipient)
        {
            server.Recipient = to => to.StartsWith("c1@", StringComparison.Ordinal) ? "550 5.1.1 no such user" : null;
        }
        else
        {
            server.Content = "554 5.6.0 no such user";
        }

        _rig.AddRegulars(2);
        await _rig.GoLiveAsync(server);
        await _rig.QueueAsync();
        var result = await _rig.DeliverAsync();
        Assert.Equal(atRecipient ? (1, 1) : (0, 2), (result.Delivered, result.Failed));
        var message = await OfAsync(1);
        Assert.Equal(MessageState.Failed, message.State);
        Assert.Contains("no such user", message.Error);
        Assert.Equal(0, (await _rig.DeliverAsync()).Waiting);
    }

    [Fact]
    public async Task Somebody_who_withdrew_the_consent_gets_nothing_over_smtp_either()
    {
        await using var server = new SmtpServer();
        _rig.AddRegulars(3);
        await _rig.GoLiveAsync(server);
        await _rig.QueueAsync();
        _rig.Withdraw(2);
        await _rig.DeliverAsync();
        Assert.Equal(["c1@buyers.test", "c3@buyers.test"], server.Recipients);
        Assert.Equal(MessageState.Cancelled, (await OfAsync(2)).State);
    }

    [Theory]
    [InlineData("x@buyers.test\r\nBcc: other@buyers.test")]
    [InlineData("x@buyers.test> <other@buyers.test")]
    [InlineData("x@buyers.test, other@buyers.test")]
    [InlineData("jürgen@buyers.test")]
    [InlineData("root")]
    [InlineData("@buyers.test")]
    public async Task An_address_that_cannot_be_used_fails_alone_and_reaches_nobody(string address)
    {
        await using var server = new SmtpServer();
        _rig.AddRegulars(3);
        _rig.SetAddress(1, address);
        await _rig.GoLiveAsync(server);
        await _rig.QueueAsync();
        await _rig.DeliverAsync();
        Assert.Equal(["c2@buyers.test", "c3@buyers.test"], server.Recipients);
        var message = await OfAsync(1);
        Assert.Equal(MessageState.Failed, message.State);
        Assert.NotNull(message.Error);
    }

    private async Task<OutboxMessage> OfAsync(long customer) => (await _rig.MessagesAsync()).Single(message => message.Customer == new CustomerId(customer));
}
