using Marketing.Evaluation;
using Marketing.Evaluation.Laboratory;
using Marketing.Model;
using Marketing.Tests.Model.Contacts;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Evaluation.Contacts;

public sealed class ComparePoliciesTests
{
    private static readonly ContactTerms Terms = new(FatigueWorld.Gamma) { Resamples = 200 };

    [Fact]
    public void The_better_policy_may_act_and_the_worse_is_refused()
    {
        var learned = FatigueWorld.Log(21, 1500, 10);
        var judged = Compare(FatigueWorld.Log(22, 2500, 10), learned, ContactRig.Fit(learned, "q-table", "gamma=0.9"), ContactRig.Fit(learned, "myopic", "seed=9", "epsilon=0.1"));
        Assert.Equal(["logging", "myopic", "q-table", "myopic"], judged.Select(one => one.Kind));
        Assert.Equal([ContactReason.Baseline], judged[0].Reasons.Select(reason => reason.Code));
        Assert.Equal([ContactReason.Baseline], judged[1].Reasons.Select(reason => reason.Code));
        Assert.True(judged[2].MayAct, string.Join(", ", judged[2].Reasons.Select(reason => reason.Code)));
        Assert.Contains(ContactReason.NoGainOverLogging, judged[3].Reasons.Select(reason => reason.Code));
        Assert.False(judged[3].MayAct);

        // The truth, which the log does not have, lies in the intervals.
        Assert.InRange(FatigueWorld.Return(ContactRig.Fit(learned, "q-table", "gamma=0.9")), Figure(judged[2], "wdr").Low!.Value, Figure(judged[2], "wdr").High!.Value);
        Assert.InRange(FatigueWorld.Return(ContactRig.Fit(learned, "logging")), Figure(judged[0], "on_policy").Low!.Value, Figure(judged[0], "on_policy").High!.Value);
    }

    [Fact]
    public void Too_few_customers_are_refused_by_their_effective_sample()
    {
        var learned = FatigueWorld.Log(21, 600, 10);
        var reason = Assert.Single(Compare(FatigueWorld.Log(22, 150, 10), learned, ContactRig.Fit(learned, "q-table", "gamma=0.9"))[2].Reasons, reason => reason.Code == OffPolicyReason.SmallEffectiveSample);
        Assert.True(reason.Values["effective"] < reason.Values["least"]);
    }

    [Fact]
    public void Propensities_that_are_not_those_of_the_log_are_refused()
    {
        var learned = FatigueWorld.Log(21, 600, 10);
        var wrong = FatigueWorld.Sound(ContactLog.Take(learned.Features, learned.Actions, [.. FatigueWorld.Log(22, 2500, 10).Trajectories.Select(one => one with
        {
            Steps = [.. one.Steps.Select(step => new ContactStep(step.State, step.Action, step.Action == 0 ? 0.3 : 0.7, step.Reward, step.Clock, step.Ends))],
        })]));
        Assert.Contains(OffPolicyReason.WeightsOff, Compare(wrong, learned, ContactRig.Fit(learned, "q-table", "gamma=0.9"))[2].Reasons.Select(reason => reason.Code));
    }

    [Fact]
    public void What_the_held_out_log_never_shows_is_refused()
    {
        var learned = FatigueWorld.Log(21, 600, 10);
        var silent = FatigueWorld.Sound(ContactLog.Take(learned.Features, learned.Actions, [.. FatigueWorld.Log(22, 800, 4).Trajectories.Select(one => one with
        {
            Steps = [.. one.Steps.Select(step => new ContactStep(step.State, 0, 1, step.Reward, step.Clock, step.Ends))],
        })]));
        Assert.Equal(OffPolicyReason.NoOverlap, Compare(silent, learned, ContactRig.Fit(learned, "q-table", "gamma=0.9"))[2].Reasons[0].Code);
    }

    [Fact]
    public void One_customer_is_no_comparison()
    {
        var learned = FatigueWorld.Log(21, 100, 5);
        Assert.Throws<ArgumentException>(() => Compare(learned.Only([0]), learned));
    }

    private static Metric Figure(ContactJudged judged, string name) => judged.Figures.Single(figure => figure.Name == name);

    private static IReadOnlyList<ContactJudged> Compare(ContactLog held, ContactLog learned, params IContactPolicy[] challengers) =>
        new MeasureContacts(ContactRig.Methods, Options.Create(new EvaluationOptions())).Compare(held, ContactRig.Fit(learned, "logging"), ContactRig.Fit(learned, "myopic"), challengers, Terms, CancellationToken.None);
}
