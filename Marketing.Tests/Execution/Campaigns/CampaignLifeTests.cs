using Dapper;
using FluentValidation;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Execution.Campaigns;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Execution.Campaigns;

public sealed class CampaignLifeTests : IDisposable
{
    private readonly ShopRig _rig = new(("Execution:SliceSize", "5"));

    private ICampaigns Campaigns => _rig.Get<ICampaigns>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_draft_can_be_changed_scheduled_and_taken_back()
    {
        var id = await Campaigns.CreateAsync(Outboxes.Draft, "ann", default);
        await Campaigns.ChangeAsync(id, Outboxes.Draft with { Name = "Mugs" }, "ben", default);
        await Campaigns.ScheduleAsync(id, _rig.Now.AddDays(1), "ben", default);
        var scheduled = await Campaigns.FindAsync(id, default);
        Assert.Equal(("Mugs", CampaignState.Scheduled, "ann", (DateTimeOffset?)_rig.Now.AddDays(1)), (scheduled!.Draft.Name, scheduled.State, scheduled.Actor, scheduled.SendAt));

        var refused = await Assert.ThrowsAsync<ValidationException>(() => Campaigns.ChangeAsync(id, Outboxes.Draft, "ben", default));
        Assert.Contains("Put it back to draft first", Assert.Single(refused.Errors).ErrorMessage);
        await Assert.ThrowsAsync<ValidationException>(() => Campaigns.ScheduleAsync(id, null, "ben", default));
        Assert.True(await Campaigns.UnscheduleAsync(id, "ben", default));
        Assert.False(await Campaigns.UnscheduleAsync(id, "ben", default));
        Assert.False(await Campaigns.StopAsync(id, "ben", default));
        Assert.Equal((CampaignState.Draft, (DateTimeOffset?)null), ((await Campaigns.FindAsync(id, default))!.State, (await Campaigns.FindAsync(id, default))!.SendAt));
        Assert.Contains("There is no campaign 99", (await Assert.ThrowsAsync<ValidationException>(() => Campaigns.ScheduleAsync(new CampaignId(99), null, "ben", default))).Errors.Single().ErrorMessage);
        Assert.Equal(
            ["campaign.change", "campaign.create", "campaign.schedule", "campaign.unschedule"],
            (await _rig.Get<IAuditLog>().ListAsync(new TableQuery(), default)).Items.Select(entry => entry.Action).Order());
    }

    [Fact]
    public async Task The_calendar_has_what_went_out_and_what_is_scheduled_but_no_draft_and_nothing_stopped_before_its_first_message()
    {
        _rig.AddRegulars(4);
        var calendar = _rig.Get<ICampaignCalendar>();
        await Campaigns.CreateAsync(Outboxes.Draft with { Name = "Draft" }, "ann", default);
        var stopped = await Campaigns.CreateAsync(Outboxes.Draft with { Name = "Stopped" }, "ann", default);
        await Campaigns.ScheduleAsync(stopped, _rig.Now.AddHours(1), "ann", default);
        await Campaigns.StopAsync(stopped, "ann", default);
        var sent = await _rig.QueueAsync(Outboxes.Draft with { Name = "Sent" });
        await _rig.DeliverAsync();
        await Campaigns.StopAsync(sent, "ann", default);
        var later = await Campaigns.CreateAsync(Outboxes.Draft with { Name = "Later" }, "ann", default);
        var at = _rig.Now.AddDays(3);
        await Campaigns.ScheduleAsync(later, at, "ann", default);
        Assert.Equal(["Sent", "Later"], (await calendar.SinceAsync(_rig.Now.AddDays(-1), default)).Select(one => one.Name));
        Assert.Equal([new CampaignDate(later, "Later", at)], await calendar.SinceAsync(_rig.Now.AddDays(1), default));
    }

    [Fact]
    public async Task Nothing_is_decided_before_its_time()
    {
        _rig.AddRegulars(4);
        var id = await Campaigns.CreateAsync(Outboxes.Draft, "ann", default);
        await Campaigns.ScheduleAsync(id, _rig.Now.AddHours(2), "ann", default);
        Assert.Equal(0, (await Campaigns.QueueDueAsync(null, default)).Queued);
        Assert.Empty((await DecisionsAsync(id)));
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(4, (await Campaigns.QueueDueAsync(null, default)).Queued);
    }

    [Fact]
    public async Task Everybody_is_counted_and_only_those_to_be_sent_to_have_a_message()
    {
        _rig.AddRegulars(300);
        var id = await _rig.QueueAsync(Outboxes.Draft with { HoldoutShare = 0.3 });
        var decisions = await DecisionsAsync(id);
        Assert.Equal(300, decisions.Count);
        var sends = decisions.Where(decision => decision.Draft.Kind == DecisionKind.Send).Select(decision => decision.Id.Value).Order();
        Assert.Equal(sends, (await _rig.MessagesAsync(id)).Select(message => message.Decision.Value).Order());
        var campaign = await Campaigns.FindAsync(id, default);
        Assert.Equal((300, 60, campaign!.Audience - campaign.Suppressed - campaign.Holdout), (campaign.Audience, campaign.Suppressed, campaign.Queued));
        Assert.InRange(campaign.Holdout, 50, 94);
        await _rig.DeliverAsync();
        var withFile = (await _rig.MessagesAsync(id)).Select(message => message.Customer).ToHashSet();
        Assert.DoesNotContain(decisions, decision => decision.Draft.Kind != DecisionKind.Send && withFile.Contains(decision.Draft.Person()));
        Assert.Equal(campaign.Queued, _rig.Files().Count);
    }

    [Theory]
    [InlineData(QueueingPoint.Begun, 1)]
    [InlineData(QueueingPoint.Decided, 1)]
    [InlineData(QueueingPoint.SliceQueued, 1)]
    [InlineData(QueueingPoint.SliceQueued, 2)]
    [InlineData(QueueingPoint.AllQueued, 1)]
    public async Task A_crash_anywhere_while_queueing_repeats_no_decision_and_no_message(object point, int time)
    {
        _rig.AddRegulars(20);
        var draft = Outboxes.Draft with { HoldoutShare = 0.2 };
        var reached = 0;
        _rig.Get<QueueDue>().Reached = at =>
        {
            if (at == (QueueingPoint)point && ++reached == time)
            {
                throw new PlayedCrash();
            }
        };
        await Assert.ThrowsAsync<PlayedCrash>(() => _rig.QueueAsync(draft));
        var id = new CampaignId(1);
        var before = (await DecisionsAsync(id)).Select(decision => decision.Id).ToList();
        await _rig.RestartAsync();
        _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(1));
        await Campaigns.QueueDueAsync(null, default);
        Assert.Equal(0, (await Campaigns.QueueDueAsync(null, default)).Queued);
        var decisions = await DecisionsAsync(id);
        Assert.Equal(20, decisions.Count);
        Assert.Subset(decisions.Select(decision => decision.Id).ToHashSet(), before.ToHashSet());
        Assert.Equal(20, decisions.Select(decision => decision.Draft.Customer).Distinct().Count());
        Assert.DoesNotContain(decisions, decision => decision.Draft.Reasons[0].Code == "touched-lately");
        var messages = await _rig.MessagesAsync(id);
        Assert.Equal(decisions.Where(decision => decision.Draft.Kind == DecisionKind.Send).Select(decision => decision.Id.Value).Order(), messages.Select(message => message.Decision.Value).Order());
    }

    [Fact]
    public async Task Stopping_before_delivery_withdraws_every_message_and_says_so_in_the_ledger()
    {
        _rig.AddRegulars(20);
        var id = await _rig.QueueAsync();
        Assert.True(await Campaigns.StopAsync(id, "ann", default));
        Assert.False(await Campaigns.StopAsync(id, "ann", default));
        await _rig.DeliverAsync();
        Assert.Empty(_rig.Files());
        var messages = await _rig.MessagesAsync(id);
        Assert.Equal(16, messages.Count);
        foreach (var message in messages)
        {
            Assert.Equal(MessageState.Cancelled, message.State);
            Assert.Equal(["cancelled", "queued"], await _rig.OutcomesAsync(message.Decision));
        }

        // Nobody was reached, so that another campaign may write to them today.
        var next = await _rig.QueueAsync();
        Assert.Equal(16, (await _rig.MessagesAsync(next)).Count);
    }

    [Theory]
    [InlineData(QueueingPoint.Decided)]
    [InlineData(QueueingPoint.SliceQueued)]
    public async Task Stopping_in_the_middle_of_queueing_leaves_no_decision_to_send_without_its_end(object point)
    {
        _rig.AddRegulars(20);
        _rig.Get<QueueDue>().Reached = at =>
        {
            if (at == (QueueingPoint)point)
            {
                Campaigns.StopAsync(new CampaignId(1), "ann", default).GetAwaiter().GetResult();
            }
        };
        var id = await _rig.QueueAsync();
        Assert.Equal(CampaignState.Stopped, (await Campaigns.FindAsync(id, default))!.State);
        await _rig.RestartAsync();
        await Campaigns.QueueDueAsync(null, default);
        Assert.Equal(0, (await Campaigns.QueueDueAsync(null, default)).Queued);
        await _rig.DeliverAsync();
        Assert.Empty(_rig.Files());
        var sends = (await DecisionsAsync(id)).Where(decision => decision.Draft.Kind == DecisionKind.Send).ToList();
        Assert.Equal(16, sends.Count);
        foreach (var send in sends)
        {
            Assert.Equal(["cancelled", "queued"], await _rig.OutcomesAsync(send.Id));
        }

        Assert.Equal(CampaignState.Stopped, (await Campaigns.FindAsync(id, default))!.State);
        Assert.Equal(16, (await _rig.MessagesAsync(await _rig.QueueAsync())).Count);
    }

    [Fact]
    public async Task Stopping_a_scheduled_campaign_decides_for_nobody()
    {
        _rig.AddRegulars(4);
        var id = await Campaigns.CreateAsync(Outboxes.Draft, "ann", default);
        await Campaigns.ScheduleAsync(id, null, "ann", default);
        await Campaigns.StopAsync(id, "ann", default);
        Assert.Equal(0, (await Campaigns.QueueDueAsync(null, default)).Queued);
        Assert.Empty(await DecisionsAsync(id));
        Assert.Equal(CampaignState.Stopped, (await Campaigns.FindAsync(id, default))!.State);
    }

    [Fact]
    public async Task A_campaign_that_cannot_be_decided_holds_up_no_other()
    {
        _rig.AddRegulars(4);
        var broken = await Campaigns.CreateAsync(Outboxes.Draft, "ann", default);
        await Campaigns.ScheduleAsync(broken, null, "ann", default);
        Edit(broken, "audience = 'gone'");
        var sound = await Campaigns.CreateAsync(Outboxes.Draft, "ann", default);
        await Campaigns.ScheduleAsync(sound, null, "ann", default);
        var round = await Campaigns.QueueDueAsync(null, default);
        var problem = Assert.Single(round.Problems);
        Assert.Equal((4, broken), (round.Queued, problem.Campaign));
        Assert.Contains("gone", problem.Reason);
        Assert.Equal(4, (await _rig.MessagesAsync(sound)).Count);
        Assert.Equal(problem.Reason, (await Campaigns.FindAsync(broken, default))!.Problem);
        Assert.Equal([problem], await Campaigns.ProblemsAsync(default));

        Edit(broken, "audience = 'win-back'");
        Assert.Empty((await Campaigns.QueueDueAsync(null, default)).Problems);
        Assert.Null((await Campaigns.FindAsync(broken, default))!.Problem);
    }

    [Fact]
    public async Task A_template_that_a_newer_program_does_not_know_fails_its_messages_with_the_reason()
    {
        _rig.AddRegulars(2);
        var id = await Campaigns.CreateAsync(Outboxes.Draft, "ann", default);
        await Campaigns.ScheduleAsync(id, null, "ann", default);
        Edit(id, "body = '{{ shop.motto }}'");
        await Campaigns.QueueDueAsync(null, default);
        Assert.All(await _rig.MessagesAsync(id), message => Assert.Equal(MessageState.Failed, message.State));
        Assert.Contains("shop.motto", (await _rig.MessagesAsync(id))[0].Error);
        Assert.Equal((CampaignState.Done, 2L), ((await Campaigns.FindAsync(id, default))!.State, (await Campaigns.FindAsync(id, default))!.Failed));
    }

    [Fact]
    public async Task A_preview_shows_real_people_and_writes_nothing()
    {
        _rig.AddRegulars(20);
        var preview = await Campaigns.PreviewAsync(Outboxes.Draft with { HoldoutShare = 0.9 }, 3, default);
        Assert.Equal(["c1@buyers.test", "c2@buyers.test", "c3@buyers.test"], preview.Select(message => message.To));
        Assert.Equal("Hello Buyer <2>", preview[1].Subject);
        Assert.Contains("Cup &amp; saucer", preview[1].Html);
        Assert.Equal(0, (await _rig.Get<ILedger>().ListAsync(null, null, null, null, new TableQuery(), default)).Total);
        Assert.Empty(await _rig.MessagesAsync());
    }

    private void Edit(CampaignId campaign, string change) =>
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute($"update execution_campaigns set {change} where id = {campaign.Value}", transaction: transaction));

    private async Task<IReadOnlyList<Decision>> DecisionsAsync(CampaignId campaign) =>
        (await _rig.Get<ILedger>().ListAsync(null, campaign, null, null, new TableQuery(Take: 1000), default)).Items;

    // What dies is not caught as the failure of one campaign.
    private sealed class PlayedCrash : OperationCanceledException;
}
