using Dapper;
using FluentValidation;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Execution.Campaigns;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Contacts;

public sealed class SteeredCampaignTests
{
    [Fact]
    public async Task Preview_and_decision_agree_and_the_probabilities_of_both_actions_add_up_for_everybody()
    {
        using var shop = await StartAsync(200);
        var policy = await shop.KeepPolicyAsync();
        var campaign = await shop.SendAsync(0.25, steered: true);
        var decisions = (await shop.DecisionsAsync(campaign)).Select(one => one.Draft).ToList();
        var kept = (await shop.Rig.Get<ICampaigns>().FindAsync(campaign, default))!;
        Assert.Equal((policy.Id, 200L, 0L), (kept.SteeredBy!.Value, kept.Audience, kept.Suppressed));
        Assert.Equal((decisions.Count(one => one.IsLeftAlone), decisions.Count(one => one.Kind == DecisionKind.Holdout)), ((int)kept.LeftAlone, (int)kept.Holdout));

        // Written to in the first campaign: left alone but for the twentieth of chance; the others the other way round.
        var first = (await shop.DecisionsAsync(new CampaignId(1))).ToDictionary(one => one.Draft.Person(), one => one.Draft.Kind == DecisionKind.Send);
        Assert.All(decisions, draft =>
        {
            var mail = 0.75 * (first[draft.Person()] ? 0.05 : 0.95);
            Assert.Equal(draft.Action == "mail" ? mail : 1 - mail, draft.Propensity, 12);
        });
        Assert.Contains(decisions, draft => draft.Reasons[0].Code == ReasonCodes.LeftAlone && draft.Reasons[0].Arguments[0] == "20");
        Assert.All(decisions.Where(draft => draft.IsLeftAlone), draft => Assert.Contains(draft.Reasons[0].Code, (string[])[ReasonCodes.LeftAlone, ReasonCodes.LeftAloneChance]));

        shop.Rig.Folder.Clock.Advance(TimeSpan.FromDays(30));
        var preview = await shop.Rig.Get<IPlanning>().PreviewCampaignAsync(new CampaignId(3), AudienceCodes.Everybody, 0.25, policy.Id, default);
        var next = (await shop.DecisionsAsync(await shop.SendAsync(0.25, steered: true))).Select(one => one.Draft).ToList();
        Assert.Equal((preview.Send, preview.Holdout, preview.LeftAlone, 0), (next.Count(one => one.Kind == DecisionKind.Send), next.Count(one => one.Kind == DecisionKind.Holdout), next.Count(one => one.IsLeftAlone), preview.LeftOut.Count));
    }

    [Fact]
    public async Task A_crash_in_the_middle_changes_no_decision_whatever_was_learned_meanwhile()
    {
        using var calm = await StartAsync(60);
        using var crashed = await StartAsync(60);
        await calm.KeepPolicyAsync();
        await crashed.KeepPolicyAsync();
        var whole = await calm.SendAsync(0.2, steered: true);

        crashed.Rig.Get<QueueDue>().Reached = at =>
        {
            if (at == QueueingPoint.Decided)
            {
                throw new PlayedCrash();
            }
        };
        await Assert.ThrowsAsync<PlayedCrash>(() => crashed.SendAsync(0.2, steered: true));

        // As if it had died before the end of the ledger's slice: some are decided for, the others not. Then another verdict comes, by which none may act.
        crashed.Rig.Folder.Database.Write((connection, transaction) => connection.Execute("delete from data_decisions where id in (select d.id from data_decisions d join data_decision_frames f on f.id = d.frame_id where f.campaign_id = 2 and d.customer_id > 30)", transaction: transaction));
        await crashed.Rig.RestartAsync();
        await crashed.Policies.KeepAsync(ContactShop.Findings, null, "other", default);
        await crashed.Rig.Get<ICampaigns>().QueueDueAsync(null, default);
        Assert.Equal(Shown(await calm.DecisionsAsync(whole)), Shown(await crashed.DecisionsAsync(new CampaignId(2))));
        Assert.Equal(1, (await crashed.Rig.Get<ICampaigns>().FindAsync(new CampaignId(2), default))!.SteeredBy);

        static IEnumerable<(long, DecisionKind, double, string)> Shown(IReadOnlyList<Decision> decisions) => decisions.Select(one => (one.Draft.Person().Value, one.Draft.Kind, one.Draft.Propensity, one.Draft.Policy)).Order();
    }

    [Fact]
    public async Task Switched_off_everybody_is_written_to_also_as_another_process_sees_it_and_every_switch_is_audited()
    {
        using var shop = await StartAsync(60);
        var policy = await shop.KeepPolicyAsync();
        Assert.Equal(policy.Id, (await shop.Policies.StateAsync(default)).Acting);

        // Another process: its own services on the same folder.
        await shop.Policies.SwitchOffAsync("Christmas", "ben", default);
        await shop.Rig.RestartAsync();
        var state = await shop.Policies.StateAsync(default);
        Assert.Equal((true, "ben", "Christmas", (long?)null), (state.Switch.IsOff, state.Switch.Actor, state.Switch.Reason, state.Acting));
        var off = await shop.SendAsync(0, steered: true);
        Assert.All(await shop.DecisionsAsync(off), one => Assert.Equal((DecisionKind.Send, 1.0, "campaign:everybody"), (one.Draft.Kind, one.Draft.Propensity, one.Draft.Policy)));
        Assert.Equal((0L, 0L), ((await shop.Rig.Get<ICampaigns>().FindAsync(off, default))!.SteeredBy!.Value, (await shop.Rig.Get<ICampaigns>().FindAsync(off, default))!.LeftAlone));

        await shop.Policies.SwitchOnAsync("ann", default);
        Assert.Equal(policy.Id, (await shop.Policies.StateAsync(default)).Acting);
        Assert.Equal(["contacts.switch-off", "contacts.switch-on"], (await shop.Rig.Get<IAuditLog>().ListAsync(new TableQuery(), default)).Items.Select(one => one.Action).Where(action => action.StartsWith("contacts.", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task A_damaged_policy_is_told_of_and_everybody_is_written_to()
    {
        using var shop = await StartAsync(40);
        var policy = await shop.KeepPolicyAsync();
        shop.Rig.Folder.Database.Write((connection, transaction) => connection.Execute("update strategy_contact_policies set state = substr(state, 1, length(state) - 7)", transaction: transaction));
        await shop.Rig.RestartAsync();
        var state = await shop.Policies.StateAsync(default);
        Assert.Equal((policy.Id, (long?)null), (state.Latest!.Id, state.Acting));
        Assert.False(string.IsNullOrWhiteSpace(state.Damage));
        Assert.All(await shop.DecisionsAsync(await shop.SendAsync(0, steered: true)), one => Assert.Equal(DecisionKind.Send, one.Draft.Kind));

        // The next learning does not rest on the mark alone.
        Assert.IsType<Marketing.Evaluation.ContactTrial.Learned>(await shop.Trials.LearnAsync(null, default));
    }

    [Fact]
    public async Task A_campaign_that_does_not_ask_for_it_writes_to_everybody_and_a_draft_keeps_the_choice()
    {
        using var shop = await StartAsync(40);
        await shop.KeepPolicyAsync();
        Assert.All(await shop.DecisionsAsync(await shop.SendAsync(0)), one => Assert.Equal(DecisionKind.Send, one.Draft.Kind));
        var campaigns = shop.Rig.Get<ICampaigns>();
        var draft = await campaigns.CreateAsync(Outboxes.Draft with { IsSteered = true }, "ann", default);
        Assert.True((await campaigns.FindAsync(draft, default))!.Draft.IsSteered);
        await campaigns.ChangeAsync(draft, Outboxes.Draft, "ann", default);
        Assert.Equal((false, (long?)null), ((await campaigns.FindAsync(draft, default))!.Draft.IsSteered, (await campaigns.FindAsync(draft, default))!.SteeredBy));
        Assert.Empty(await campaigns.SteeredAsync(10, default));
    }

    private sealed class PlayedCrash : OperationCanceledException;

    // A shop in which one campaign went out to half of the customers, 20 days ago.
    private static async Task<ContactShop> StartAsync(int customers)
    {
        var shop = new ContactShop(customers, 9);
        await shop.SendAsync(0.5);
        shop.Rig.Folder.Clock.Advance(TimeSpan.FromDays(20));
        return shop;
    }
}
