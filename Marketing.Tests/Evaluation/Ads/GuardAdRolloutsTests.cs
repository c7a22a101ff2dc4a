using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Evaluation.Ads;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Evaluation.Ads;

public sealed class GuardAdRolloutsTests : IDisposable
{
    // Always the first of the candidates.
    private static readonly AdPolicySettings First = new("fixed", new Dictionary<string, string>());
    private static readonly AdPolicySettings Even = new("uniform", new Dictionary<string, string>());
    private readonly ShopRig _rig = new();

    private IAdPolicies Policies => _rig.Get<IAdPolicies>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_challenger_that_the_logs_show_to_be_worse_is_told_so_in_the_shadow_and_stays_until_a_person_takes_it_back()
    {
        _rig.AddRegulars(10);
        await new AdTraffic(_rig, 1).ShowAsync(1500, 0.05, 0.3);
        await Policies.ProposeAsync("home", First, "ann", default);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(2));
        var judged = (await Guard().JudgeAsync("home", default))!;
        Assert.Equal((RolloutVerdict.Harmful, "home"), (judged.Verdict, judged.Placement));
        Assert.True(judged.High < 0);
        Assert.Empty(await Guard().GuardAsync(default));
        Assert.NotNull((await Policies.FindAsync("home", default)).Challenger);
    }

    [Fact]
    public async Task A_challenger_that_the_logs_show_to_be_better_may_go_further_and_stays()
    {
        _rig.AddRegulars(10);
        await new AdTraffic(_rig, 2).ShowAsync(1500, 0.3, 0.05);
        await Policies.ProposeAsync("home", First, "ann", default);
        Assert.Equal(RolloutVerdict.Wait, (await Guard().JudgeAsync("home", default))!.Verdict);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(2));
        var judged = (await Guard().JudgeAsync("home", default))!;
        Assert.Equal(RolloutVerdict.Ready, judged.Verdict);
        Assert.True(judged.Low > 0);
        Assert.Empty(await Guard().GuardAsync(default));
        Assert.NotNull((await Policies.FindAsync("home", default)).Challenger);
    }

    [Fact]
    public async Task At_half_of_the_people_a_worse_one_is_found_out_and_too_few_people_say_nothing()
    {
        _rig.AddRegulars(10);
        await ToHalfAsync(First);
        await new AdTraffic(_rig, 3).ShowAsync(150, 0.02, 0.4);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(RolloutVerdict.Wait, (await Guard().JudgeAsync("home", default))!.Verdict);
        await new AdTraffic(_rig, 4).ShowAsync(2500, 0.02, 0.4);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(2));
        var judged = (await Guard().JudgeAsync("home", default))!;
        Assert.Equal(RolloutVerdict.Harmful, judged.Verdict);
        Assert.InRange(judged.OfChallenger, 1150, 1500);
        Assert.InRange(-0.19, judged.Low!.Value, judged.High!.Value);
        Assert.Single(await Guard().GuardAsync(default));
        Assert.Null((await Policies.FindAsync("home", default)).Challenger);
        Assert.Null(await Guard().JudgeAsync("home", default));
        var line = (await _rig.Get<IAuditLog>().ListAsync(new TableQuery(), default)).Items[0];
        Assert.Equal((IAdRollouts.Guardrail, "ad-policy.fall-back"), (line.Actor, line.Action));
    }

    [Fact]
    public async Task What_was_judged_is_taken_back_and_nothing_that_came_after_it()
    {
        _rig.AddRegulars(10);
        await ToHalfAsync(First);
        var judged = (await Policies.FindAsync("home", default)).Challenger!;
        await Policies.FallBackAsync("home", "", "ann", default);
        await Policies.ProposeAsync("home", Even, "ann", default);
        Assert.Equal(RolloutChange.Overtaken, await Policies.WithdrawAsync(judged, "", IAdRollouts.Guardrail, default));
        Assert.Equal("uniform", (await Policies.FindAsync("home", default)).Challenger!.Settings.Method);
    }

    [Fact]
    public async Task Two_that_are_alike_are_not_found_different_and_customers_count_as_one_each()
    {
        _rig.AddRegulars(300);
        await ToHalfAsync(Even);
        await new AdTraffic(_rig, 5).ShowAsync(Enumerable.Range(0, 1500).Select(i => (CustomerId?)new CustomerId(1 + (i % 300))), 0, 0.2, 0.2);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(2));
        var judged = (await Guard().JudgeAsync("home", default))!;
        Assert.InRange(0, judged.Low!.Value, judged.High!.Value);
        Assert.NotEqual(RolloutVerdict.Harmful, judged.Verdict);
        Assert.Equal(1500, judged.Choices);
    }

    [Fact]
    public void An_interval_that_is_looked_at_ever_again_still_holds()
    {
        var (random, left, leftPlain) = (new SeededRandom(11), 0, 0);
        for (var run = 0; run < 400; run++)
        {
            var (sum, squares, isOut, isOutPlain) = (0.0, 0.0, false, false);
            for (var n = 1; n <= 3000; n++)
            {
                var value = random.NextDouble() < 0.3 ? 0.7 : -0.3;
                (sum, squares) = (sum + value, squares + (value * value));
                if (n >= 100)
                {
                    var deviation = Math.Sqrt((squares - (sum * sum / n)) / (n - 1));
                    isOut |= Math.Abs(sum / n) > ConfidenceSequence.Half(n, deviation, 0.05);
                    isOutPlain |= Math.Abs(sum / n) > 1.96 * deviation / Math.Sqrt(n);
                }
            }

            (left, leftPlain) = (left + (isOut ? 1 : 0), leftPlain + (isOutPlain ? 1 : 0));
        }

        Assert.InRange(left, 0, 30);
        Assert.True(leftPlain > 100, $"An interval of one look was left in {leftPlain} of 400 runs.");
    }

    [Fact]
    public async Task Over_a_long_ledger_a_judgement_stands_for_a_quarter_of_an_hour_and_of_that_policy_alone_and_guardrails_look_anew()
    {
        _rig.AddRegulars(10);
        await new AdTraffic(_rig, 5).ShowAsync(800, 0.3, 0.05);
        await Policies.ProposeAsync("home", First, "ann", default);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(2));
        using var recent = new RecentJudgements(Guard(), Policies, _rig.Get<BusinessClock>()) { Costly = TimeSpan.FromTicks(-1) };
        var first = (await recent.JudgeAsync("home", default))!;
        Assert.Equal(_rig.Now, first.At);
        await new AdTraffic(_rig, 6).ShowAsync(100, 0.3, 0.05);
        _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Same(first, await recent.JudgeAsync("home", default));
        _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(61));
        var second = (await recent.JudgeAsync("home", default))!;
        Assert.True(second.Choices > first.Choices);
        await new AdTraffic(_rig, 7).ShowAsync(100, 0.3, 0.05);
        _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(61));
        await recent.GuardAsync(default);
        var third = (await recent.JudgeAsync("home", default))!;
        Assert.True(third.Choices > second.Choices);
        Assert.Same(third, await recent.JudgeAsync("home", default));
        await Policies.AdvanceAsync("home", AdStage.Shadow, "ann", default);
        Assert.Equal(AdStage.Twentieth, (await recent.JudgeAsync("home", default))!.Challenger.Stage);
        recent.Costly = TimeSpan.MaxValue;
        await recent.GuardAsync(default);
        Assert.NotSame(await recent.JudgeAsync("home", default), await recent.JudgeAsync("home", default));
    }

    private GuardAdRollouts Guard() => new(AskAdWhatIfTests.WhatIf(_rig), Policies, _rig.Get<ILedger>(), _rig.Get<BusinessClock>());

    private async Task ToHalfAsync(AdPolicySettings settings)
    {
        await Policies.ProposeAsync("home", settings, "ann", default);
        await Policies.AdvanceAsync("home", AdStage.Shadow, "ann", default);
        await Policies.AdvanceAsync("home", AdStage.Twentieth, "ann", default);
    }
}
