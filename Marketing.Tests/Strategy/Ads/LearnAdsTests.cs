using Dapper;
using FluentValidation;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Ads;

public sealed class LearnAdsTests : IDisposable
{
    private static readonly IReadOnlyDictionary<string, string> Usual = new Dictionary<string, string>();
    private readonly ShopRig _rig = new();
    private readonly SeededRandom _random = new(7);

    private IAdDecisions Ads => _rig.Get<IAdDecisions>();

    private IAdPolicies Policies => _rig.Get<IAdPolicies>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task The_ad_that_is_clicked_more_is_shown_more_once_windows_are_over()
    {
        _rig.AddRegulars(10);
        var first = await ShowAsync(300, [0.02, 0.3]);
        Assert.InRange(first[1], 110, 190);
        Assert.Equal(0, await Ads.LearnAsync(null, default));
        _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(300, await Ads.LearnAsync(null, default));
        Assert.Equal(0, await Ads.LearnAsync(null, default));
        Assert.InRange((await ShowAsync(200, [0.02, 0.3]))[1], 195, 200);
    }

    [Fact]
    public async Task A_restart_neither_forgets_nor_learns_twice()
    {
        _rig.AddRegulars(10);
        await ShowAsync(200, [0.05, 0.2]);
        _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(30));
        await ShowAsync(100, [0.05, 0.2]);
        _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(200, await Ads.LearnAsync(null, default));
        var before = (await Policies.FindAsync("home", default)).Incumbent;
        await _rig.RestartAsync();
        var after = (await Policies.FindAsync("home", default)).Incumbent;
        Assert.Equal(before.Arms, after.Arms);
        Assert.Equal((before.Learned, before.LearnedTo), (after.Learned, after.LearnedTo));
        _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(100, await Ads.LearnAsync(null, default));
        Assert.Equal(300, (await Policies.FindAsync("home", default)).Incumbent.Arms.Sum(arm => arm.Rewards));
    }

    [Fact]
    public async Task Only_what_came_within_the_window_counts_and_those_held_out_teach_nothing()
    {
        _rig.AddRegulars(10);
        var (late, held) = (await DecideAsync(new CustomerId(1), 0), new CustomerId(Enumerable.Range(1, 10).First(customer => Ads.IsHeldOut(new AdCampaignId(1), new CustomerId(customer), 0.9))));
        await DecideAsync(held, 0.9);
        _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(90));
        await Ads.ReportAsync([new Outcome(late.Decision, AdRewards.Clicked, _rig.Now, 0)], default);
        Assert.Equal(1, await Ads.LearnAsync(null, default));
        Assert.Equal((1L, 0.0), (await Policies.FindAsync("home", default)).Incumbent.Arms.Where(arm => arm.Rewards > 0).Select(arm => (arm.Rewards, arm.Mean!.Value)).Single());
    }

    [Fact]
    public async Task A_challenger_learns_in_the_shadow_decides_for_a_part_and_takes_over_and_each_step_is_in_the_audit_log()
    {
        _rig.AddRegulars(400);
        await ShowAsync(100, [0.1, 0.1]);
        Assert.Equal(RolloutChange.Done, await Policies.ProposeAsync("home", new AdPolicySettings("lin-ucb", Usual), "ann", default));
        Assert.Equal(RolloutChange.ChallengerThere, await Policies.ProposeAsync("home", new AdPolicySettings("ucb1", Usual), "ann", default));
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(200, await Ads.LearnAsync(null, default));
        Assert.Equal(100, (await Policies.FindAsync("home", default)).Challenger!.Learned);
        Assert.Equal(0, await ShareAsync("lin-ucb#2"));
        Assert.Equal(RolloutChange.Overtaken, await Policies.AdvanceAsync("home", AdStage.Half, "ann", default));
        Assert.Equal(RolloutChange.Done, await Policies.AdvanceAsync("home", AdStage.Shadow, "ann", default));
        Assert.InRange(await ShareAsync("lin-ucb#2"), 8, 35);
        Assert.Equal(RolloutChange.Done, await Policies.AdvanceAsync("home", AdStage.Twentieth, "ann", default));
        await _rig.RestartAsync();
        Assert.InRange(await ShareAsync("lin-ucb#2"), 160, 240);
        Assert.Equal(RolloutChange.Done, await Policies.AdvanceAsync("home", AdStage.Half, "ann", default));
        Assert.Equal(400, await ShareAsync("lin-ucb#2"));
        Assert.Equal(RolloutChange.NoChallenger, await Policies.AdvanceAsync("home", AdStage.Half, "ann", default));
        Assert.Equal("lin-ucb#2", (await Policies.FindAsync("home", default)).Incumbent.Name);
        var lines = (await _rig.Get<IAuditLog>().ListAsync(new TableQuery(), default)).Items;
        Assert.Equal(["ad-policy.advance", "ad-policy.advance", "ad-policy.advance", "ad-policy.propose"], lines.Select(line => line.Action));
        Assert.All(lines, line => Assert.Equal(("ann", "placement home"), (line.Actor, line.Subject)));
    }

    [Fact]
    public async Task A_challenger_taken_back_decides_nothing_more_and_another_may_be_tried()
    {
        _rig.AddRegulars(400);
        await Policies.ProposeAsync("home", new AdPolicySettings("uniform", Usual), "ann", default);
        await Policies.AdvanceAsync("home", AdStage.Shadow, "ann", default);
        await Policies.AdvanceAsync("home", AdStage.Twentieth, "ann", default);
        Assert.NotEqual(0, await ShareAsync("uniform#2"));
        Assert.Equal(RolloutChange.Done, await Policies.FallBackAsync("home", "Fewer clicks", "guardrail", default));
        Assert.Equal(RolloutChange.NoChallenger, await Policies.FallBackAsync("home", "Fewer clicks", "guardrail", default));
        Assert.Equal(0, await ShareAsync("uniform#2"));
        Assert.Equal(RolloutChange.Done, await Policies.ProposeAsync("home", new AdPolicySettings("ucb1", Usual), "ann", default));
        await _rig.RestartAsync();
        Assert.Equal(("thompson#1", "ucb1#3"), ((await Policies.FindAsync("home", default)).Incumbent.Name, (await Policies.FindAsync("home", default)).Challenger!.Name));
    }

    [Fact]
    public async Task One_goes_back_to_the_policy_before_which_goes_on_with_what_it_learned_and_learns_what_came_meanwhile()
    {
        _rig.AddRegulars(400);
        await ShowAsync(100, [0.1, 0.3]);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(2));
        await Ads.LearnAsync(null, default);
        Assert.Equal(RolloutChange.NoFormer, await Policies.GoBackAsync("home", "thompson#1", "", "ann", default));
        await Policies.ProposeAsync("home", new AdPolicySettings("ucb1", Usual), "ann", default);
        await Policies.FallBackAsync("home", "Not yet", "ann", default);
        _rig.Folder.Clock.Advance(TimeSpan.FromSeconds(1));
        await Policies.ProposeAsync("home", new AdPolicySettings("ucb1", Usual), "ann", default);
        foreach (var stage in (AdStage[])[AdStage.Shadow, AdStage.Twentieth, AdStage.Half])
        {
            Assert.Equal(RolloutChange.NoFormer, await Policies.GoBackAsync("home", "thompson#1", "", "ann", default));
            await Policies.AdvanceAsync("home", stage, "ann", default);
        }

        await ShowAsync(50, [0.1, 0.3]);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(2));
        await Ads.LearnAsync(null, default);
        for (var process = 0; process < 2; process++)
        {
            var both = await Policies.FindAsync("home", default);
            Assert.Equal(("ucb1#3", "thompson#1"), (both.Incumbent.Name, both.Former!.Name));
            await _rig.RestartAsync();
        }

        Assert.Equal(RolloutChange.Overtaken, await Policies.GoBackAsync("home", "ucb1#2", "", "ann", default));
        await Policies.ProposeAsync("home", new AdPolicySettings("uniform", Usual), "ann", default);
        Assert.Equal(RolloutChange.ChallengerThere, await Policies.GoBackAsync("home", "thompson#1", "", "ann", default));
        await Policies.FallBackAsync("home", "", "ann", default);
        Assert.Equal(RolloutChange.Done, await Policies.GoBackAsync("home", "thompson#1", "Fewer orders", "ben", default));
        Assert.Equal(400, await ShareAsync("thompson#1"));
        var back = await Policies.FindAsync("home", default);
        Assert.Equal(("thompson#1", "ucb1#3", 100L), (back.Incumbent.Name, back.Former!.Name, back.Incumbent.Learned));
        var line = (await _rig.Get<IAuditLog>().ListAsync(new TableQuery(), default)).Items[0];
        Assert.Equal(("ben", "ad-policy.back", "placement home"), (line.Actor, line.Action, line.Subject));
        await Ads.LearnAsync(null, default);
        Assert.Equal(150, (await Policies.FindAsync("home", default)).Incumbent.Learned);
        await _rig.RestartAsync();
        Assert.Equal(("thompson#1", "ucb1#3"), ((await Policies.FindAsync("home", default)).Incumbent.Name, (await Policies.FindAsync("home", default)).Former!.Name));
        Assert.Equal(RolloutChange.Done, await Policies.GoBackAsync("home", "ucb1#3", "", "ben", default));
    }

    [Fact]
    public async Task What_decides_in_the_very_same_way_is_not_tried_against_itself()
    {
        Assert.Equal(RolloutChange.Same, await Policies.ProposeAsync("home", AdPolicySettings.Default, "ann", default));
        Assert.Equal(RolloutChange.Done, await Policies.ProposeAsync("home", AdPolicySettings.Default with { Goal = AdGoal.Order }, "ann", default));
        await Policies.FallBackAsync("home", "", "ann", default);
        await Policies.ProposeAsync("home", new AdPolicySettings("epsilon-greedy", Usual), "ann", default);
        foreach (var stage in (AdStage[])[AdStage.Shadow, AdStage.Twentieth, AdStage.Half])
        {
            await Policies.AdvanceAsync("home", stage, "ann", default);
        }

        // Its usual value written out, and with other digits.
        var usual = _rig.Get<IPolicyMethods>().Parameters("epsilon-greedy").Single(parameter => parameter.Name == "epsilon").Default;
        Assert.Equal(RolloutChange.Same, await Policies.ProposeAsync("home", new AdPolicySettings("epsilon-greedy", new Dictionary<string, string> { ["epsilon"] = $"{usual}00" }), "ann", default));
        Assert.Equal(RolloutChange.Done, await Policies.ProposeAsync("home", new AdPolicySettings("epsilon-greedy", new Dictionary<string, string> { ["epsilon"] = "0.33" }), "ann", default));
    }

    [Fact]
    public async Task What_came_of_lists_and_of_advertisements_is_told_by_the_same_clock()
    {
        _rig.AddRegulars(10);
        await _rig.Get<IShop>().SaveAsync(_rig.Get<IShop>().Profile with { ClockOffset = TimeSpan.FromDays(-3650) }, default);
        var now = _rig.Get<BusinessClock>().GetUtcNow();
        var list = (await _rig.Get<ILedger>().AppendAsync(null, now, [new DecisionDraft(new CustomerId(1), DecisionKind.Recommendation, "show", 1, "catalogue:1:x", [], [], "{}", "test", null, null, null, null, 0)], null, default))[0]!.Value;
        var ad = (await DecideAsync(new CustomerId(1), 0)).Decision;
        foreach (var (at, expected) in new[] { (now.AddHours(23), ReportResult.Taken), (now.AddHours(25), ReportResult.TooLate), (_rig.Now, ReportResult.TooLate), (now.AddHours(-25), ReportResult.TooEarly) })
        {
            Assert.Equal([expected], await _rig.Get<IRecommendations>().ReportAsync([new Outcome(list, "clicked", at, 0)], default));
            Assert.Equal([expected], await Ads.ReportAsync([new Outcome(ad, "clicked", at, 0)], default));
        }
    }

    [Fact]
    public async Task A_parameter_that_does_not_do_is_told_in_a_sentence()
    {
        var refused = await Assert.ThrowsAsync<ValidationException>(() => Policies.ProposeAsync("home", new AdPolicySettings("epsilon-greedy", new Dictionary<string, string> { ["epsilon"] = "7" }), "ann", default));
        Assert.EndsWith("it must be a number from 0 to 1.", Assert.Single(refused.Errors).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exploring_stops_at_its_money_goes_on_the_next_day_and_a_restart_does_not_refill_it()
    {
        _rig.AddRegulars(10);
        await Policies.ProposeAsync("home", new AdPolicySettings("epsilon-greedy", new Dictionary<string, string> { ["epsilon"] = "0.5" }, ExplorationBudget: 100, RewardValue: 100), "ann", default);
        foreach (var stage in (AdStage[])[AdStage.Shadow, AdStage.Twentieth, AdStage.Half])
        {
            await Policies.AdvanceAsync("home", stage, "ann", default);
        }

        await ShowAsync(200, [0.0, 1.0]);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(2));
        await Ads.LearnAsync(null, default);
        await ShowAsync(200, [0.0, 1.0]);
        await Ads.LearnAsync(null, default);
        var spent = (await Policies.FindAsync("home", default)).Incumbent.ExploredToday;
        Assert.InRange(spent, 50, 100);
        await _rig.RestartAsync();
        await ShowAsync(200, [0.0, 1.0]);
        Assert.InRange((await Policies.FindAsync("home", default)).Incumbent.ExploredToday, spent, 100);
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(1));
        await ShowAsync(1, [0.0, 1.0]);
        Assert.InRange((await Policies.FindAsync("home", default)).Incumbent.ExploredToday, 0, 100);
    }

    [Fact]
    public async Task What_another_process_changes_holds_here_after_a_look_and_what_was_learned_stays()
    {
        _rig.AddRegulars(10);
        await ShowAsync(50, [0.1, 0.3]);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(2));
        await Ads.LearnAsync(null, default);
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute(
            """
            insert into strategy_ad_policies (placement, method, parameters, goal, window_minutes, reward_value, stage, since, actor, places, learned, read_to, explored_day, explored)
            values ('home', 'uniform', '{}', 1, 60, 100, 1, 0, 'cli', '[]', 0, 0, 0, 0);
            insert into strategy_ad_switch (id, is_off, actor, at, reason) values (1, 1, 'cli', 0, 'Stop');
            """,
            transaction: transaction));
        var both = await Policies.FindAsync("home", default);
        Assert.Equal(("thompson#1", 50L, "uniform#2", "cli"), (both.Incumbent.Name, both.Incumbent.Learned, both.Challenger!.Name, both.Challenger.Actor));
        Assert.Equal(new AdAnswer.Refused(AdRefusal.SwitchedOff), await Ads.DecideAsync(new AdAsk("home", null, [new AdCandidate(new AdId(1), new AdCampaignId(1), 0)]), default));
    }

    [Fact]
    public async Task A_clock_that_goes_back_loses_no_lesson_and_fills_no_budget_again()
    {
        _rig.AddRegulars(10);
        await ShowAsync(40, [0.1, 0.3]);
        var clock = _rig.Get<BusinessClock>();
        clock.Offset = TimeSpan.FromDays(-1);
        await ShowAsync(30, [0.1, 0.3]);
        clock.Offset = TimeSpan.FromMinutes(61) - TimeSpan.FromDays(1);
        Assert.Equal(0, await Ads.LearnAsync(null, default));
        clock.Offset = TimeSpan.FromMinutes(61);
        Assert.Equal(70, await Ads.LearnAsync(null, default));
        Assert.Equal(70, (await Policies.FindAsync("home", default)).Incumbent.Learned);
    }

    [Theory]
    [InlineData("nothing", AdGoal.Click, 60, null, 100, "There is no method 'nothing'")]
    [InlineData("thompson", AdGoal.Margin, 60, null, 100, "learns from clicks or orders")]
    [InlineData("thompson", AdGoal.Click, 0, null, 100, "0 minutes")]
    [InlineData("thompson", AdGoal.Click, 60, -1L, 100, "from 0 on")]
    [InlineData("thompson", AdGoal.Click, 60, null, 0, "above 0")]
    public async Task Settings_that_do_not_do_are_told(string method, AdGoal goal, int minutes, long? budget, double value, string message)
    {
        var wrong = await Assert.ThrowsAsync<ValidationException>(() => Policies.ProposeAsync("home", new AdPolicySettings(method, Usual, goal, minutes, budget, value), "ann", default));
        Assert.Contains(message, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_asked_about_the_past_has_learned_what_it_was_told_and_nothing_else()
    {
        _rig.AddRegulars(10);
        await ShowAsync(200, [0.05, 0.4]);
        var rows = await _rig.Get<ILedger>().AdsAfterAsync(null, _rig.Now.AddDays(1), 1000, default);
        var came = (await _rig.Get<ILedger>().AdOutcomesAsync(rows[0].Id, rows[^1].Id, default)).ToLookup(outcome => outcome.Decision);
        var settings = new AdPolicySettings("epsilon-greedy", new Dictionary<string, string> { ["epsilon"] = "0.1" });
        var taught = Policies.Learned(settings, [.. rows.Select(row => new AdLesson(row, AdRewards.Of(settings, row.At, came[row.Id])))]);
        Assert.Equal([0.05, 0.95], taught.Probabilities(rows[0])!.Select(probability => Math.Round(probability, 9)));
        Assert.Equal([0.5, 0.5], Policies.Learned(settings with { Method = "uniform", Parameters = Usual }, []).Probabilities(rows[0])!.Select(probability => Math.Round(probability, 9)));
    }

    // Shows two ads to visitors and lets each be clicked by its rate; gives how often each was shown.
    private async Task<int[]> ShowAsync(int times, double[] rates)
    {
        var shown = new int[rates.Length];
        var clicks = new List<Outcome>();
        for (var i = 0; i < times; i++)
        {
            var ad = await DecideAsync(null, 0);
            shown[ad.Ad.Value - 1]++;
            if (_random.NextDouble() < rates[ad.Ad.Value - 1])
            {
                clicks.Add(new Outcome(ad.Decision, AdRewards.Clicked, _rig.Now, 0));
            }
        }

        await Ads.ReportAsync(clicks, default);
        return shown;
    }

    private async Task<DecidedAd> DecideAsync(CustomerId? customer, double holdout) => Assert.Single(Assert.IsType<AdAnswer.Decided>(await Ads.DecideAsync(
        new AdAsk("home", customer, [new AdCandidate(new AdId(1), new AdCampaignId(1), holdout), new AdCandidate(new AdId(2), new AdCampaignId(1), holdout)]),
        default)).Ads);

    // For how many of 400 customers a policy decides; each asked twice gets the same.
    private async Task<int> ShareAsync(string policy)
    {
        var count = 0;
        foreach (var customer in Enumerable.Range(1, 400))
        {
            var names = new List<string>();
            foreach (var time in Enumerable.Range(0, customer <= 20 ? 2 : 1))
            {
                names.Add((await _rig.Get<ILedger>().FindAsync((await DecideAsync(new CustomerId(customer), 0)).Decision, default))!.Draft.Policy);
            }

            count += Assert.Single(names.Distinct()) == policy ? 1 : 0;
        }

        return count;
    }
}
