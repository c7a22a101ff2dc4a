using Marketing.Evaluation;
using Marketing.Evaluation.OffPolicy;

namespace Marketing.Tests.Evaluation.OffPolicy;

public sealed class JudgeOverlapTests
{
    private static readonly EvaluationPlan Plan = new(null, 5, 100, 100, 1, OverlapLimits.Of(new EvaluationOptions()));

    [Fact]
    public void Weights_are_told_as_they_are()
    {
        var seen = JudgeOverlap.Look(Logs([0.5, 0.5, 0.25, 0.25], [0.5, 0, 0.5, 0.25]), 1.5, 0.1);
        Assert.Equal(new OffPolicyDiagnostics(4, 16.0 / 6, 2, 0.25, 1, Math.Sqrt(2.0 / 3 / 4), 0.1, 0.25, 0.25), seen);
        Assert.Null(JudgeOverlap.Look(Logs([0.5], [0.5]), null, null).MeanWeightError);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_propensity_that_is_none_is_refused_with_its_row(double propensity)
    {
        var refusal = Assert.Single(Refused([0.5, propensity, propensity], [0.5, 0.5, 0.5]).Reasons);
        Assert.Equal((OffPolicyReason.WrongPropensity, 2.0, 2.0), (refusal.Code, refusal.Values["row"], refusal.Values["rows"]));
        Assert.Equal(double.IsFinite(propensity), refusal.Values.ContainsKey("propensity"));
    }

    [Fact]
    public void So_are_a_probability_of_the_policy_a_reward_and_a_log_without_a_row()
    {
        Assert.Equal(OffPolicyReason.WrongPolicy, Refused([0.5, 0.5], [0.5, 1.1]).Reasons[0].Code);
        Assert.Equal(OffPolicyReason.NoRow, Refused([], []).Reasons[0].Code);
        Assert.Null(Refused([], []).Diagnostics);
        var odd = new LoggedChoices(new int[2], default, (double[])[0, double.PositiveInfinity], (double[])[1, 1], (double[])[1, 1]);
        Assert.Equal(OffPolicyReason.WrongReward, EvaluatePolicy.Refusal(odd, null, Plan)!.Reasons[0].Code);
    }

    [Fact]
    public void Few_rows_are_refused_however_well_they_cover_the_policy()
    {
        static double[] Half(int rows) => [.. Enumerable.Repeat(0.5, rows)];
        var refusal = Assert.Single(Refused(Half(99), Half(99)).Reasons);
        Assert.Equal((OffPolicyReason.SmallEffectiveSample, 99.0, 99.0, 100.0), (refusal.Code, refusal.Values["effective"], refusal.Values["rows"], refusal.Values["least"]));
        Assert.Null(EvaluatePolicy.Refusal(Logs(Half(100), Half(100)), null, Plan));
    }

    [Fact]
    public void A_small_share_of_many_rows_is_refused_too()
    {
        // 200 of 100,000 rows have all the weight.
        double[] propensities = [.. Enumerable.Range(0, 100_000).Select(i => i < 200 ? 0.002 : 0.5)], policy = [.. Enumerable.Range(0, 100_000).Select(i => i < 200 ? 1.0 : 0)];
        var refused = Refused(propensities, policy);
        Assert.Equal(OffPolicyReason.SmallEffectiveSample, Assert.Single(refused.Reasons).Code);
        Assert.Equal(200, refused.Diagnostics!.EffectiveSampleSize, 1e-6);
    }

    [Fact]
    public void Propensities_that_are_not_those_of_the_log_are_seen_in_the_mean_weight()
    {
        // Logged half and half, and said to be 8 to 2.
        double[] said = [.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? 0.8 : 0.2)], policy = [.. Enumerable.Repeat(0.5, 1000)];
        var refusal = Assert.Single(Refused(said, policy).Reasons);
        Assert.Equal((OffPolicyReason.WeightsOff, 4.0), (refusal.Code, refusal.Values["limit"]));
        Assert.Equal(1.5625, refusal.Values["mean"], 1e-9);
        Assert.True(refusal.Values["deviations"] > 4);
    }

    [Fact]
    public void Weights_without_any_noise_must_be_1()
    {
        var refusal = Assert.Single(Refused([.. Enumerable.Repeat(0.5, 200)], [.. Enumerable.Repeat(0.25, 200)]).Reasons);
        Assert.Equal(OffPolicyReason.WeightsOff, refusal.Code);
        Assert.False(refusal.Values.ContainsKey("deviations"));
    }

    [Fact]
    public void What_the_log_never_shows_is_refused_above_its_limit_and_explains_a_mean_weight_below_1()
    {
        double[] propensities = [.. Enumerable.Repeat(0.5, 200)];
        int[] actions = [.. Enumerable.Range(0, 200).Select(i => i % 2)];
        var policy = new PolicyTable(3, 1, [0.6, 0.1, 0.3]);
        var choices = new LoggedChoices(actions, default, new double[200], propensities, policy.OfChosen(actions, []));
        Assert.Equal(0.3, policy.UnloggedMass(actions, []), 1e-12);
        var refusal = Assert.Single(EvaluatePolicy.Refusal(choices, policy, Plan)!.Reasons);
        Assert.Equal((OffPolicyReason.NoOverlap, 0.01), (refusal.Code, refusal.Values["limit"]));
        Assert.Equal(0.3, refusal.Values["mass"], 1e-12);
        Assert.Null(EvaluatePolicy.Refusal(choices, policy, Plan with { Limits = Plan.Limits with { UnloggedLimit = 0.5 } }));
    }

    [Fact]
    public void What_was_logged_at_one_position_is_not_logged_at_another()
    {
        var policy = new PolicyTable(2, 2, [0.5, 0.5, 0.5, 0.5]);
        Assert.Equal(0.25, policy.UnloggedMass([0, 1, 0, 0], [0, 0, 1, 1]), 1e-12);
    }

    private static OffPolicyAnswer.Refused Refused(double[] propensities, double[] policy) => EvaluatePolicy.Refusal(Logs(propensities, policy), null, Plan)!;

    private static LoggedChoices Logs(double[] propensities, double[] policy) => new(new int[propensities.Length], default, new double[propensities.Length], propensities, policy);
}
