using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Evaluation.Ads;
using Marketing.Evaluation.OffPolicy;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Strategy;
using Marketing.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Evaluation.Ads;

public sealed class AskAdWhatIfTests : IDisposable
{
    private static readonly IReadOnlyDictionary<string, string> Usual = new Dictionary<string, string>();
    private readonly ShopRig _rig = new();

    private DateOnly Today => _rig.Get<IShop>().DayOf(_rig.Now);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task What_another_policy_would_have_earned_is_told_from_choices_of_known_probability()
    {
        _rig.AddRegulars(10);
        await new AdTraffic(_rig, 9).ShowAsync(2000, 0.05, 0.25);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(2));
        var (always, chance, worse) = (await AskAsync(new AdAlternative.Always(new AdId(2))), await AskAsync(new AdAlternative.Chance()), await AskAsync(new AdAlternative.Always(new AdId(1))));
        Assert.Equal((2000L, 0L), (always.Choices, always.Taught));
        Assert.InRange(always.Logged!.Value, 0.12, 0.18);
        Assert.InRange(0.25, always.Would!.Low!.Value, always.Would.High!.Value);
        Assert.InRange(0.1, always.Gain!.Low!.Value, always.Gain.High!.Value);
        Assert.True(always.Gain.Low > 0.05);
        Assert.InRange(0.05, worse.Would!.Low!.Value, worse.Would.High!.Value);
        Assert.True(worse.Gain!.High < -0.05);
        Assert.InRange(0, chance.Gain!.Low!.Value, chance.Gain.High!.Value);
        Assert.Equal(always.Would.Value - always.Logged.Value, always.Gain.Value, 9);
        Assert.Equal([AdCaveat.OpenWindow, AdCaveat.RowsIndependent, AdCaveat.OneChoice], always.Caveats);
    }

    [Fact]
    public async Task A_method_that_learns_is_taught_by_the_first_half_and_asked_about_the_second()
    {
        _rig.AddRegulars(10);
        await new AdTraffic(_rig, 2).ShowAsync(1000, 0.05, 0.3);
        _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(30));
        await new AdTraffic(_rig, 8).ShowAsync(1000, 0.05, 0.3);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(2));
        var told = await AskAsync(new AdAlternative.Learned(new AdPolicySettings("ucb1", Usual)));
        Assert.Equal((1000L, 1000L), (told.Choices, told.Taught));
        Assert.Equal(_rig.Now.AddHours(-2), told.From);
        Assert.InRange(0.3, told.Would!.Low!.Value, told.Would.High!.Value);
        Assert.Contains(AdCaveat.SecondHalf, told.Caveats);
    }

    [Fact]
    public async Task Logs_that_hardly_ever_chose_what_is_asked_about_cannot_answer_and_say_so()
    {
        _rig.AddRegulars(10);
        await new AdTraffic(_rig, 4).ShowAsync(400, 0.0, 0.5);
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(2));
        await _rig.Get<IAdDecisions>().LearnAsync(null, default);
        await new AdTraffic(_rig, 5).ShowAsync(400, 0.0, 0.5);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(2));
        var told = await AskAsync(new AdAlternative.Always(new AdId(1)));
        Assert.Equal(OffPolicyReason.SmallEffectiveSample, Assert.IsType<OffPolicyAnswer.Refused>(told.Answer).Reasons[0].Code);
        Assert.Equal((null, null, null), (told.Would, told.Gain, told.Logged));
        Assert.Equal(OffPolicyReason.NoRow, Assert.IsType<OffPolicyAnswer.Refused>((await AskAsync(new AdAlternative.Chance(), "cart")).Answer).Reasons[0].Code);
    }

    [Fact]
    public async Task Those_held_out_and_choices_whose_window_is_open_are_left_out()
    {
        _rig.AddRegulars(100);
        await new AdTraffic(_rig, 6).ShowAsync(Enumerable.Range(1, 100).Select(customer => (CustomerId?)new CustomerId(customer)), 0.5, 0.2, 0.2);
        _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(61));
        await new AdTraffic(_rig, 7).ShowAsync(50, 0.2, 0.2);
        var told = await AskAsync(new AdAlternative.Chance());
        var held = Enumerable.Range(1, 100).Count(customer => _rig.Get<IAdDecisions>().IsHeldOut(new AdCampaignId(1), new CustomerId(customer), 0.5));
        Assert.Equal(100 - held, told.Choices);
        Assert.Contains(AdCaveat.HeldOutLeftOut, told.Caveats);
        Assert.Contains(AdCaveat.OpenWindow, told.Caveats);
    }

    [Fact]
    public async Task Days_in_the_wrong_order_and_settings_that_do_not_do_are_refused()
    {
        _rig.AddRegulars(10);
        var wrong = new AdWhatIfQuestion("home", Today, Today.AddDays(-1), new AdAlternative.Chance());
        Assert.Contains("cannot be asked about", (await Assert.ThrowsAsync<OperatorException>(() => WhatIf().AskAsync(wrong, null, default))).Message, StringComparison.Ordinal);
        await new AdTraffic(_rig, 10).ShowAsync(5, 0.5);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Contains("The advertisement 999 could never be shown", (await Assert.ThrowsAsync<OperatorException>(() => AskAsync(new AdAlternative.Always(new AdId(999))))).Message, StringComparison.Ordinal);
        Assert.Contains("no method 'magic'", (await Assert.ThrowsAsync<OperatorException>(() => AskAsync(new AdAlternative.Learned(new AdPolicySettings("magic", Usual))))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_interval_of_the_gain_holds_as_often_as_it_says()
    {
        var (random, held) = (new SeededRandom(7), 0);
        for (var run = 0; run < 200; run++)
        {
            var (actions, rewards, propensities, policy) = (new int[1500], new double[1500], new double[1500], new double[1500]);
            for (var i = 0; i < actions.Length; i++)
            {
                actions[i] = random.NextDouble() < 0.5 ? 1 : 0;
                rewards[i] = random.NextDouble() < (actions[i] == 1 ? 0.25 : 0.05) ? 1 : 0;
                (propensities[i], policy[i]) = (0.5, actions[i]);
            }

            var means = SmoothedMeans.Fit(actions, rewards, 2);
            var choices = new LoggedChoices(actions, default, rewards, propensities, policy).WithModel(Array.ConvertAll(actions, action => means[action]), Enumerable.Repeat(means[1], actions.Length).ToArray());
            var gain = EvaluatePolicy.Gain(choices, new EvaluationPlan(null, 5, 100, 200, (ulong)run, new OverlapLimits(100, 0.01, 0.01, 4)), default)!;
            held += gain.Low <= 0.1 && 0.1 <= gain.High ? 1 : 0;
        }

        Assert.InRange(held, 180, 198);
    }

    internal static AskAdWhatIf WhatIf(ShopRig rig) => new(rig.Get<ILedger>(), rig.Get<IAdPolicies>(), rig.Get<IPolicyMethods>(), rig.Get<IShop>(), rig.Get<BusinessClock>(), Options.Create(new EvaluationOptions { BootstrapResamples = 400 }));

    private AskAdWhatIf WhatIf() => WhatIf(_rig);

    private Task<AdWhatIf> AskAsync(AdAlternative alternative, string placement = "home") => WhatIf().AskAsync(new AdWhatIfQuestion(placement, Today.AddDays(-1), Today, alternative), null, default);
}
