using Marketing.Execution;
using Marketing.Execution.Outbox;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Execution.Outbox;

/// <summary>A line that breaks, a program that dies, a server that does not want: no message goes out twice, none is lost without a word.</summary>
public sealed class SmtpTroubleTests : IDisposable
{
    private readonly ShopRig _rig = new(("Execution:BackoffSeconds", "60"), ("Execution:Attempts", "3"), ("Execution:SmtpTimeoutSeconds", "1"));

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(SmtpServer.Ending.HangUp)]
    [InlineData(SmtpServer.Ending.Silence)]
    public async Task A_message_without_an_answer_is_in_doubt_and_never_sent_again_by_itself(object ending)
    {
        await using var server = new SmtpServer { End = content => content == 1 ? (SmtpServer.Ending)ending : SmtpServer.Ending.Answer };
        _rig.AddRegulars(3);
        await _rig.GoLiveAsync(server);
        var campaign = await _rig.QueueAsync();
        Assert.Equal(2, (await _rig.DeliverAsync()).Delivered);
        Assert.Equal(3, server.Contents);
        var doubtful = Assert.Single(await _rig.MessagesAsync(), message => message.State == MessageState.InDoubt);
        Assert.NotNull(doubtful.Error);
        Assert.Equal(["in-doubt", "queued"], await _rig.OutcomesAsync(doubtful.Decision));
        await NothingMoreAsync(server, campaign, contents: 3);
    }

    [Theory]
    [InlineData(DeliveryPoint.Claimed, 0)]
    [InlineData(DeliveryPoint.HandedOver, 1)]
    public async Task A_message_in_flight_when_the_program_died_is_in_doubt_and_never_sent_again_by_itself(object point, int contents)
    {
        await using var server = new SmtpServer();
        _rig.AddRegulars(3);
        await _rig.GoLiveAsync(server);
        var campaign = await _rig.QueueAsync();
        _rig.Get<DeliverMessages>().Reached = at =>
        {
            if (at == (DeliveryPoint)point)
            {
                throw new PlayedCrash();
            }
        };
        await Assert.ThrowsAsync<PlayedCrash>(() => _rig.DeliverAsync());
        Assert.Equal(contents, server.Contents);

        await _rig.RestartAsync();
        Assert.Equal(1, await _rig.Get<IOutbox>().RecoverAsync(default));
        Assert.Equal(0, await _rig.Get<IOutbox>().RecoverAsync(default));
        Assert.Equal(2, (await _rig.DeliverAsync()).Delivered);
        await NothingMoreAsync(server, campaign, contents: 2 + contents);
    }

    [Fact]
    public async Task A_person_settles_a_doubt_once()
    {
        await using var server = new SmtpServer { End = content => content <= 2 ? SmtpServer.Ending.HangUp : SmtpServer.Ending.Answer };
        _rig.AddRegulars(2);
        await _rig.GoLiveAsync(server);
        var campaign = await _rig.QueueAsync();
        await _rig.DeliverAsync();
        var doubtful = await _rig.MessagesAsync();
        Assert.All(doubtful, message => Assert.Equal(MessageState.InDoubt, message.State));
        var outbox = _rig.Get<IOutbox>();
        Assert.True(await outbox.ResolveInDoubtAsync(doubtful[0].Id, sendAgain: true, "ann", default));
        Assert.False(await outbox.ResolveInDoubtAsync(doubtful[0].Id, sendAgain: true, "ann", default));
        Assert.True(await outbox.ResolveInDoubtAsync(doubtful[1].Id, sendAgain: false, "ann", default));
        Assert.Equal(1, (await _rig.DeliverAsync()).Delivered);
        Assert.Equal(doubtful[0].To, Assert.Single(server.Recipients));
        Assert.Equal(["failed", "in-doubt", "queued"], await _rig.OutcomesAsync(doubtful[1].Decision));
        Assert.Equal(CampaignState.Done, (await _rig.Get<ICampaigns>().FindAsync(campaign, default))!.State);
    }

    [Fact]
    public async Task A_round_that_broke_is_made_good_by_the_next_one_without_a_restart()
    {
        await using var server = new SmtpServer();
        _rig.AddRegulars(3);
        await _rig.GoLiveAsync(server);
        await _rig.QueueAsync();
        var delivery = _rig.Get<DeliverMessages>();
        delivery.Reached = at => throw new PlayedCrash();
        await Assert.ThrowsAsync<PlayedCrash>(() => _rig.DeliverAsync());
        delivery.Reached = null;
        await _rig.DeliverAsync();
        Assert.Equal([MessageState.Delivered, MessageState.Delivered, MessageState.InDoubt], (await _rig.MessagesAsync()).Select(message => message.State).Order());
    }

    [Fact]
    public async Task A_wrong_password_is_said_plainly_and_costs_no_attempt()
    {
        await using var server = new SmtpServer { Account = ("shop", "right") };
        _rig.AddRegulars(2);
        await _rig.GoLiveAsync(server, "shop", "wrong");
        await _rig.QueueAsync();
        var result = await _rig.DeliverAsync();
        Assert.Equal((0, 0, 2), (result.Delivered, result.Failed, result.Waiting));
        Assert.Contains("refuses the user or the password", result.Problem);
        Assert.Contains("Enter them again", result.Problem);
        Assert.DoesNotContain("wrong", result.Problem);
        Assert.All(await _rig.MessagesAsync(), message => Assert.Equal((MessageState.Queued, 0L), (message.State, message.Attempts)));

        await _rig.GoLiveAsync(server, "shop", "right");
        Assert.Equal(2, (await _rig.DeliverAsync()).Delivered);
    }

    [Fact]
    public async Task A_server_that_asks_for_a_password_nobody_entered_is_a_problem_of_the_channel()
    {
        await using var server = new SmtpServer { Account = ("shop", "right") };
        _rig.AddRegulars(2);
        await _rig.GoLiveAsync(server);
        await _rig.QueueAsync();
        var result = await _rig.DeliverAsync();
        Assert.Equal(2, result.Waiting);
        Assert.Contains("asks for a user", result.Problem);
        Assert.All(await _rig.MessagesAsync(), message => Assert.Equal((MessageState.Queued, 0L), (message.State, message.Attempts)));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_problem_of_the_channel()
    {
        var server = new SmtpServer();
        _rig.AddRegulars(2);
        await _rig.GoLiveAsync(server);
        await server.DisposeAsync();
        await _rig.QueueAsync();
        var result = await _rig.DeliverAsync();
        Assert.Contains("127.0.0.1", result.Problem);
        Assert.All(await _rig.MessagesAsync(), message => Assert.Equal((MessageState.Queued, 0L), (message.State, message.Attempts)));
    }

    [Fact]
    public async Task A_refused_sender_is_no_fault_of_the_messages()
    {
        await using var server = new SmtpServer { Sender = "550 5.7.1 not your domain" };
        _rig.AddRegulars(2);
        await _rig.GoLiveAsync(server);
        await _rig.QueueAsync();
        Assert.Contains("not your domain", (await _rig.DeliverAsync()).Problem);
        Assert.All(await _rig.MessagesAsync(), message => Assert.Equal((MessageState.Queued, 0L), (message.State, message.Attempts)));
    }

    [Fact]
    public async Task A_server_that_closes_for_now_ends_the_round_and_costs_the_others_no_attempt()
    {
        await using var server = new SmtpServer { Recipient = _ => "421 4.7.0 too many messages" };
        _rig.AddRegulars(4);
        await _rig.GoLiveAsync(server);
        await _rig.QueueAsync();
        Assert.Contains("too many messages", (await _rig.DeliverAsync()).Problem);
        Assert.Equal(1, server.Connections);
        Assert.Equal([0, 0, 0, 1], (await _rig.MessagesAsync()).Select(message => message.Attempts).Order());
    }

    [Theory]
    [InlineData("450 4.2.1 mailbox busy")]
    [InlineData("535 5.7.8 no")]
    public async Task A_message_that_comes_back_to_a_stopped_campaign_is_withdrawn(string answer)
    {
        await using var server = new SmtpServer { Sender = answer[0] == '5' ? "550 not you" : null, Recipient = _ => answer };
        _rig.AddRegulars(2);
        await _rig.GoLiveAsync(server);
        var campaign = await _rig.QueueAsync();
        _rig.Get<DeliverMessages>().Reached = at =>
        {
            if (at == DeliveryPoint.Claimed)
            {
                Assert.True(_rig.Get<ICampaigns>().StopAsync(campaign, "ann", default).GetAwaiter().GetResult());
            }
        };
        await _rig.DeliverAsync();
        foreach (var message in await _rig.MessagesAsync())
        {
            Assert.Equal(MessageState.Cancelled, message.State);
            Assert.Equal(["cancelled", "queued"], await _rig.OutcomesAsync(message.Decision));
        }
    }

    [Fact]
    public async Task A_doubtful_message_of_a_stopped_campaign_is_not_sent_again()
    {
        await using var server = new SmtpServer { End = _ => SmtpServer.Ending.HangUp };
        _rig.AddRegulars(1);
        await _rig.GoLiveAsync(server);
        var campaign = await _rig.QueueAsync();
        await _rig.DeliverAsync();
        await _rig.Get<ICampaigns>().StopAsync(campaign, "ann", default);
        var message = Assert.Single(await _rig.MessagesAsync());
        Assert.False(await _rig.Get<IOutbox>().ResolveInDoubtAsync(message.Id, sendAgain: true, "ann", default));
        Assert.Equal(MessageState.InDoubt, Assert.Single(await _rig.MessagesAsync()).State);
        Assert.True(await _rig.Get<IOutbox>().ResolveInDoubtAsync(message.Id, sendAgain: false, "ann", default));
    }

    [Fact]
    public async Task Turning_live_sending_off_in_the_middle_lets_the_rest_of_the_campaign_wait_instead_of_ending_in_files()
    {
        await using var server = new SmtpServer { Recipient = to => to.StartsWith("c1@", StringComparison.Ordinal) ? null : "450 4.2.1 busy" };
        _rig.AddRegulars(3);
        await _rig.GoLiveAsync(server);
        var begun = await _rig.QueueAsync();
        Assert.Equal(1, (await _rig.DeliverAsync()).Delivered);
        var outbox = _rig.Get<IOutbox>();
        await outbox.SaveChannelAsync(await outbox.ChannelAsync(default) with { Live = false }, null, "ann", default);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(1));
        var result = await _rig.DeliverAsync();
        Assert.Equal(("eml", 0, 2), (result.Channel, result.Delivered, result.Waiting));
        Assert.Contains("live sending", result.Problem);
        Assert.Empty(_rig.Files());
        Assert.Equal(2, (await _rig.MessagesAsync(begun)).Count(message => message.State == MessageState.Queued));

        server.Recipient = _ => null;
        await outbox.SaveChannelAsync(await outbox.ChannelAsync(default) with { Live = true }, null, "ann", default);
        Assert.Equal(2, (await _rig.DeliverAsync()).Delivered);
    }

    [Fact]
    public async Task A_campaign_whose_server_was_never_reached_may_end_in_files()
    {
        _rig.AddRegulars(2);
        await using (var server = new SmtpServer())
        {
            await _rig.GoLiveAsync(server);
        }

        await _rig.QueueAsync();
        Assert.NotNull((await _rig.DeliverAsync()).Problem);
        var outbox = _rig.Get<IOutbox>();
        await outbox.SaveChannelAsync(await outbox.ChannelAsync(default) with { Live = false }, null, "ann", default);
        Assert.Equal(new DeliveryResult("eml", 2, 0, 0), await _rig.DeliverAsync());
    }

    private async Task NothingMoreAsync(SmtpServer server, CampaignId campaign, int contents)
    {
        for (var round = 0; round < 3; round++)
        {
            _rig.Folder.Clock.Advance(TimeSpan.FromDays(1));
            await _rig.Get<ICampaigns>().QueueDueAsync(null, default);
            Assert.Equal(0, (await _rig.DeliverAsync()).Delivered);
        }

        Assert.Equal(contents, server.Contents);
        Assert.Single(await _rig.MessagesAsync(campaign), message => message.State == MessageState.InDoubt);
        Assert.Equal((CampaignState.Sending, 1L), await StandsAsync(campaign));
    }

    private async Task<(CampaignState State, long InDoubt)> StandsAsync(CampaignId campaign)
    {
        var found = await _rig.Get<ICampaigns>().FindAsync(campaign, default);
        return (found!.State, found.InDoubt);
    }

    private sealed class PlayedCrash : Exception;
}
