using Dapper;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;
using Marketing.Strategy.Contacts;
using Marketing.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Strategy.Contacts;

public sealed class ContactLogTests
{
    private static readonly DateTimeOffset _start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_later_order_changes_no_earlier_state_and_no_earlier_reward()
    {
        using var shop = new ContactShop(30, 3);
        var campaigns = await shop.LiveAsync(3, 0.5, ContactShop.Tiring);
        var before = await BuildAsync(shop);
        var last = before.Trajectories.Max(one => one.Steps[^2].Clock);

        // One order for everybody at the very instant of the last moment, which belongs to what came of it.
        var at = (await shop.DecisionsAsync(campaigns[1]))[0].At;
        Assert.Equal(last, ContactStates.Clock(at.ToUnixTimeMilliseconds()));
        await shop.OrderAsync([.. Enumerable.Range(1, 30).Select(customer => ((long)customer, at, 7))]);
        var after = await BuildAsync(shop);
        Assert.Equal(30, after.Trajectories.Count);
        foreach (var (old, now) in before.Trajectories.Zip(after.Trajectories))
        {
            for (var step = 0; step < old.Steps.Count; step++)
            {
                var (was, told) = (old.Steps[step], now.Steps[step]);
                if (was.Clock <= last)
                {
                    Assert.Equal(was.State.ToArray(), told.State.ToArray());
                }

                if (was.Clock < last)
                {
                    Assert.Equal(was.Reward, told.Reward);
                }
            }
        }

        // It could have failed: the rewards from there on do tell of the orders.
        Assert.True(after.Trajectories.Sum(one => one.Steps.Where(step => step.Clock >= last).Sum(step => step.Reward)) > before.Trajectories.Sum(one => one.Steps.Where(step => step.Clock >= last).Sum(step => step.Reward)));
    }

    [Fact]
    public async Task Choices_before_the_window_are_known_of_and_not_learned_from()
    {
        using var shop = new ContactShop(30, 4, ("Strategy:Contacts:WindowDays", "50"));
        await shop.LiveAsync(5, 0.5, ContactShop.Tiring);

        // Every 20 days one: of the last 50 days there are two, and the second closes none of its horizon yet.
        var log = await BuildAsync(shop);
        Assert.All(log.Trajectories, one => Assert.Equal(2, one.Steps.Count));
        Assert.Contains(log.Trajectories, one => one.Steps[0].State.Span[ContactStates.SinceContact] is 20);
    }

    [Fact]
    public void A_state_tells_what_was_before_it_and_margins_count_from_it_on()
    {
        var snapshot = new SnapshotBuilder(_start.AddDays(100)).Build();
        var states = new ContactStates(snapshot, null);
        var state = new float[ContactStates.Features.Count];
        states.Fill(-1, _start.ToUnixTimeMilliseconds(), [], state);
        Assert.Equal([365, 0, 0, 365, 0, (float)ContactHistory.Longest, 0, 0], state);
        Assert.Equal(ContactStates.Features.Count, ContactStates.Features.Distinct().Count());
        Assert.Equal("since_contact", ContactStates.Features[ContactStates.SinceContact]);
        Assert.Equal("days_since_order", ContactStates.Features[ContactStates.SinceOrder]);
    }

    [Fact]
    public async Task Moments_carry_margin_less_cost_until_the_next_and_are_closed_once_their_time_is_over()
    {
        using var shop = new ContactShop(40, 4, ("Strategy:Contacts:MailCost", "25"));
        var first = await shop.SendAsync(0.5);
        Assert.Null((await shop.Rig.Get<IContactLogs>().BuildAsync(default)).Log);
        var begun = shop.Rig.Now;
        shop.Rig.Folder.Clock.Advance(TimeSpan.FromDays(20));
        await shop.OrderAsync([(1, begun.AddDays(2), 3), (1, begun.AddDays(4), -1), (2, begun.AddDays(5), 2)]);
        var second = await shop.SendAsync(0.5);
        shop.Rig.Folder.Clock.Advance(TimeSpan.FromDays(1));

        // The second is too young: it tells where the first led, and nothing of itself.
        var young = await BuildAsync(shop);
        Assert.All(young.Trajectories, one => Assert.Equal(2, one.Steps.Count));
        var mailed = (await shop.DecisionsAsync(first)).ToDictionary(one => one.Draft.Person().Value, one => one.Draft.Kind == DecisionKind.Send);
        Assert.Equal((2 * ContactShop.UnitMargin) - (mailed[1] ? 25 : 0), young.Trajectories.Single(one => one.Customer == "1").Steps[0].Reward);
        Assert.Equal((2 * ContactShop.UnitMargin) - (mailed[2] ? 25 : 0), young.Trajectories.Single(one => one.Customer == "2").Steps[0].Reward);
        Assert.All(await shop.DecisionsAsync(first), one => Assert.Equal(one.Draft.Kind == DecisionKind.Send ? 25 : 0, one.Draft.CostMinor));

        shop.Rig.Folder.Clock.Advance(TimeSpan.FromDays(31));
        var old = await BuildAsync(shop);
        Assert.All(old.Trajectories, one => Assert.Equal((3, 20.0, 30.0), (one.Steps.Count, one.Steps[1].Clock - one.Steps[0].Clock, one.Steps[2].Clock - one.Steps[1].Clock)));
        Assert.All(old.Trajectories, one => Assert.Equal((0, 1.0, false), (one.Steps[2].Action, one.Steps[2].Propensity, one.Steps[2].Ends)));
        Assert.All(old.Trajectories, one => Assert.Equal(0.5, one.Steps[0].Propensity));
        foreach (var one in old.Trajectories)
        {
            Assert.Equal(mailed[long.Parse(one.Customer, System.Globalization.CultureInfo.InvariantCulture)] ? 20 : ContactHistory.Longest, one.Steps[1].State.Span[ContactStates.SinceContact]);
        }

        // Known of the first customer before the second campaign: the order of 41 days before the first one, and that of 18 days ago, of which a unit came back.
        var known = old.Trajectories.Single(one => one.Customer == "1").Steps[1].State.ToArray();
        Assert.Equal([18, 2, 2.955f, 43, 61], known.Take(5).Select(value => MathF.Round(value, 3)));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void The_observation_that_closes_a_sequence_is_no_choice_of_the_log()
    {
        var sequences = Enumerable.Range(0, 200).Select(i => new ContactTrajectory($"{i}", [new ContactStep(new float[] { 1 }, i % 2, 0.5, 1, 0, ends: false), new ContactStep(new float[] { 1 }, 0, 1, 0, 30, ends: false)]));
        var log = ((ContactLogOutcome.Taken)ContactLog.Take(["x"], ContactActions.All, [.. sequences])).Log;
        using var rig = new ShopRig();
        var options = new ContactOption[2];
        Assert.Null(rig.Get<IContactMethods>().Fit("logging", log, new Dictionary<string, string>(), null, default).Judge([1], options));

        // With closing rows among the choices a quarter would be mails.
        Assert.Equal(0.5, options[ContactActions.MailAt].Probability, 3);
    }

    [Fact]
    public void Exploring_leaves_every_action_half_of_its_share()
    {
        ContactStep[] steps = [.. Enumerable.Range(0, 60).Select(i => new ContactStep(new float[] { i % 2 }, i / 2 % 2, 0.5, i % 2 == i / 2 % 2 ? 1 : 0, 0, ends: true))];
        var log = ((ContactLogOutcome.Taken)ContactLog.Take(["x"], ContactActions.All, [.. steps.Select((step, i) => new ContactTrajectory($"{i}", [step]))])).Log;
        using var rig = new ShopRig();
        var bare = rig.Get<IContactMethods>().Fit("q-table", log, new Dictionary<string, string> { ["epsilon"] = "0" }, null, default);
        var (policy, options) = (new ExploringContacts(bare, 0.2), new ContactOption[2]);
        Assert.Null(policy.Judge([1], options));
        Assert.Equal([0.1, 0.9], options.Select(option => Math.Round(option.Probability, 12)));
        var mails = Enumerable.Range(1, 2000).Count(seed => policy.Choose([1], (ulong)seed) is ContactChoice.Chosen { Action: 1 });
        Assert.InRange(mails, 1750, 1850);
        Assert.Equal(ContactRefusal.StateLength, Assert.IsType<ContactChoice.Refused>(policy.Choose([1, 2], 1)).Reason);
        Assert.Equal(bare.Save(), policy.Save());
    }

    [Fact]
    public async Task What_was_sent_without_a_chance_is_no_moment_and_tires_all_the_same()
    {
        using var shop = new ContactShop(30, 5);
        await shop.LiveAsync(1, 0, ContactShop.Unmoved);
        await shop.LiveAsync(1, 0.5, ContactShop.Unmoved);
        shop.Rig.Folder.Clock.Advance(TimeSpan.FromDays(30));
        var moments = await shop.Rig.Get<IContactLogs>().BuildAsync(default);
        Assert.Equal((30, 30, 0), (moments.Counts.Moments, moments.Counts.WithoutChance, moments.Counts.Repeated));
        Assert.All(moments.Log!.Trajectories, one => Assert.Equal((2, 20f), (one.Steps.Count, one.Steps[0].State.Span[ContactStates.SinceContact])));
    }

    [Fact]
    public async Task A_message_that_failed_keeps_its_probability_and_tires_nobody_and_a_stopped_campaign_teaches_nothing()
    {
        using var shop = new ContactShop(30, 6);
        var first = await shop.SendAsync(0.5);
        var sends = (await shop.DecisionsAsync(first)).Where(one => one.Draft.Kind == DecisionKind.Send).ToList();
        shop.Rig.Folder.Clock.Advance(TimeSpan.FromDays(1));
        await shop.Rig.Get<ILedger>().AppendOutcomesAsync([new Outcome(sends[0].Id, "failed", shop.Rig.Now, 0)], default);
        shop.Rig.Folder.Clock.Advance(TimeSpan.FromDays(19));
        await shop.SendAsync(0.5);
        shop.Rig.Folder.Clock.Advance(TimeSpan.FromDays(31));
        var lost = (await BuildAsync(shop)).Trajectories.Single(one => one.Customer == $"{sends[0].Draft.Person().Value}");
        Assert.Equal((ContactActions.MailAt, 0.5, (float)ContactHistory.Longest), (lost.Steps[0].Action, lost.Steps[0].Propensity, lost.Steps[1].State.Span[ContactStates.SinceContact]));

        var stopped = await shop.SendAsync(0.5);
        await shop.Rig.Get<ICampaigns>().StopAsync(stopped, "ann", default);
        shop.Rig.Folder.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal(60, (await shop.Rig.Get<IContactLogs>().BuildAsync(default)).Counts.Moments);
    }

    [Fact]
    public async Task Merged_customers_are_one_and_erased_ones_none_and_a_clock_that_goes_back_reads_nothing_of_the_future()
    {
        using var shop = new ContactShop(30, 7);
        await shop.LiveAsync(2, 0.5, ContactShop.Unmoved);
        shop.Rig.Folder.Clock.Advance(TimeSpan.FromDays(31));
        var (logs, before) = (shop.Rig.Get<IContactLogs>(), await shop.Rig.Get<IContactLogs>().BuildAsync(default));
        Assert.Equal(30, before.Counts.Customers);

        // Each campaign has decided for both: nothing clear was done to the one person that they are.
        shop.Rig.Folder.Database.Write((connection, transaction) => connection.Execute("update data_customers set merged_into = 1 where id = 2", transaction: transaction));
        Assert.NotNull(await shop.Rig.Get<IPrivacy>().EraseAsync(new CustomerId(3), "ann", default));
        shop.Rig.Get<ISnapshots>().Invalidate();
        var after = await logs.BuildAsync(default);
        Assert.Equal(27, after.Counts.Customers);
        Assert.DoesNotContain(after.Log!.Trajectories, one => one.Customer is "1" or "2" or "3");
        Assert.NotEqual(before.Mark, after.Mark);

        using var younger = new ContactShop(30, 7);
        await younger.LiveAsync(1, 0.5, ContactShop.Unmoved);
        younger.Rig.Folder.Database.Write((connection, transaction) => connection.Execute("update data_decisions set at = at + 86400000 * 400", transaction: transaction));
        Assert.Equal(0, (await younger.Rig.Get<IContactLogs>().BuildAsync(default)).Counts.Moments);
    }

    [Fact]
    public async Task Of_more_customers_than_can_be_learned_from_the_same_part_is_drawn_each_time()
    {
        using var shop = new ContactShop(300, 8, ("Strategy:Contacts:MostCustomers", "100"));
        await shop.LiveAsync(2, 0.5, ContactShop.Unmoved);
        var (first, again) = (await shop.Rig.Get<IContactLogs>().BuildAsync(default), await shop.Rig.Get<IContactLogs>().BuildAsync(default));
        Assert.InRange(first.Counts.Customers, 70, 130);
        Assert.Equal(300, first.Counts.AllCustomers);
        Assert.Equal(first.Log!.Trajectories.Select(one => one.Customer), again.Log!.Trajectories.Select(one => one.Customer));
        Assert.Equal(first.Log.Trajectories.Count, first.Held.Count + first.Learned.Count);
        Assert.Empty(first.Held.Intersect(first.Learned));
    }

    [Theory]
    [InlineData("Exploration", "0")]
    [InlineData("Exploration", "0.6")]
    [InlineData("MailCost", "-1")]
    [InlineData("HorizonDays", "0")]
    [InlineData("DailyDiscount", "1.2")]
    public void A_setting_out_of_its_range_is_refused(string name, string value)
    {
        using var rig = new ShopRig(($"Strategy:Contacts:{name}", value));
        Assert.Contains(name, Assert.Throws<OptionsValidationException>(() => rig.Get<IOptions<ContactsOptions>>().Value).Message, StringComparison.Ordinal);
    }

    private static async Task<ContactLog> BuildAsync(ContactShop shop) => (await shop.Rig.Get<IContactLogs>().BuildAsync(default)).Log!;
}
