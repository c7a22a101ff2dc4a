using System.Text.Json;
using Marketing.Evaluation;
using Marketing.Evaluation.OffPolicy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Evaluation.OffPolicy;

/// <summary>Real logs, against the figures of the Open Bandit Pipeline on the same rows.</summary>
public sealed class OpenBanditTests
{
    private static readonly EvaluationPlan Plan = new(null, 5, 100, 1000, 1, OverlapLimits.Of(new EvaluationOptions()));

    [Theory]
    [InlineData("men")]
    [InlineData("women")]
    public void Estimates_are_those_of_the_reference_and_intervals_hold_what_Thompson_sampling_earned(string campaign)
    {
        var policy = OpenBandit.Thompson(campaign);
        var answer = Assert.IsType<OffPolicyAnswer.Answered>(EvaluatePolicy.Answer(OpenBandit.Read("random", campaign).WithMeans(policy), policy, Plan, null, default));
        var reference = OpenBandit.Reference(campaign).GetProperty("ope_bts_from_random|exact");
        var truth = OpenBandit.Reference(campaign).GetProperty("on_policy").GetProperty("bts").GetProperty("ctr").GetDouble();
        foreach (var (ours, theirs) in (ValueTuple<string, string>[])[("ips", "ipw"), ("snips", "snipw"), ("dm", "dm|qmean"), ("dr", "dr|qmean"), ("sndr", "sndr|qmean"), ("switch_dr", "switch-dr|qmean"), ("dr_os", "dr-os|qmean")])
        {
            var (figure, obp) = (Figure(answer, ours), reference.GetProperty("obp").GetProperty(theirs));
            Assert.Equal(obp.GetProperty("value").GetDouble(), figure.Value, 1e-9);

            // The same resampling by other draws: the ends are near.
            var (low, high) = (obp.GetProperty("boot95")[0].GetDouble(), obp.GetProperty("boot95")[1].GetDouble());
            Assert.Equal(low, figure.Low!.Value, 0.12 * (high - low));
            Assert.Equal(high, figure.High!.Value, 0.12 * (high - low));
            Assert.True(figure.Bernstein is null || (figure.Bernstein.Low <= figure.Low && figure.Bernstein.High >= figure.High));
        }

        Assert.All((string[])["ips", "snips", "dr", "sndr"], name => Assert.InRange(truth, Figure(answer, name).Low!.Value, Figure(answer, name).High!.Value));
        Diagnosed(reference.GetProperty("hand"), answer.Diagnostics);
        Assert.Equal(reference.GetProperty("hand").GetProperty("mean_w").GetDouble(), answer.Diagnostics!.MeanWeight, 1e-8);
        Assert.InRange(1 - answer.Diagnostics.MeanWeight, -4 * answer.Diagnostics.MeanWeightError!.Value, 4 * answer.Diagnostics.MeanWeightError!.Value);
        Assert.Equal((0.0, 10_000L), (answer.Diagnostics.UnloggedMass!.Value, answer.Diagnostics.Rows));
        var logged = OpenBandit.Reference(campaign).GetProperty("on_policy").GetProperty("random");
        Assert.Equal(logged.GetProperty("ctr").GetDouble(), Figure(answer, "on_policy").Value, 1e-12);
        Assert.Equal(logged.GetProperty("boot95")[1].GetDouble(), Figure(answer, "on_policy").High!.Value, 0.0003);
    }

    [Fact]
    public void What_the_Thompson_logs_of_women_cannot_tell_of_the_uniform_policy_is_refused()
    {
        var policy = OpenBandit.Uniform("women");
        var refused = Assert.IsType<OffPolicyAnswer.Refused>(EvaluatePolicy.Answer(OpenBandit.Read("bts", "women").WithMeans(policy), policy, Plan, null, default));
        var reason = Assert.Single(refused.Reasons);
        Assert.Equal((OffPolicyReason.SmallEffectiveSample, 10_000.0), (reason.Code, reason.Values["rows"]));
        Assert.Equal(2.08, reason.Values["effective"], 0.01);
        var reference = OpenBandit.Reference("women").GetProperty("ope_random_from_bts");
        Diagnosed(reference, refused.Diagnostics);
        Assert.Equal(reference.GetProperty("min_pscore").GetDouble(), refused.Diagnostics!.SmallestPropensity, 1e-12);
    }

    [Fact]
    public void Those_of_men_can_tell_it()
    {
        var policy = OpenBandit.Uniform("men");
        var answer = Assert.IsType<OffPolicyAnswer.Answered>(EvaluatePolicy.Answer(OpenBandit.Read("bts", "men").WithMeans(policy), policy, Plan, null, default));
        var reference = OpenBandit.Reference("men").GetProperty("ope_random_from_bts");
        Assert.Equal(reference.GetProperty("ipw").GetDouble(), Figure(answer, "ips").Value, 1e-9);
        Assert.Equal(reference.GetProperty("snipw").GetDouble(), Figure(answer, "snips").Value, 1e-9);
        Diagnosed(reference, answer.Diagnostics);
        Assert.InRange(reference.GetProperty("truth_random_ctr").GetDouble(), Figure(answer, "ips").Low!.Value, Figure(answer, "ips").High!.Value);
    }

    [Fact]
    public void Thompson_logs_that_are_said_to_be_uniform_are_found_out()
    {
        var (logs, policy) = (OpenBandit.Read("bts", "women"), OpenBandit.Thompson("women"));
        var lied = logs with { Propensities = [.. Enumerable.Repeat(1.0 / 46, logs.Actions.Length)] };
        var refused = Assert.IsType<OffPolicyAnswer.Refused>(EvaluatePolicy.Answer(lied.Toward(policy), policy, Plan, null, default));
        Assert.Equal(OffPolicyReason.WeightsOff, Assert.Single(refused.Reasons).Code);
    }

    private static void Diagnosed(JsonElement reference, OffPolicyDiagnostics? seen)
    {
        Assert.Equal(reference.GetProperty("ess").GetDouble(), seen!.EffectiveSampleSize, 1e-4);
        Assert.Equal(reference.GetProperty("max_w").GetDouble(), seen.LargestWeight, 1e-6);
    }

    private static OffPolicyFigure.Estimated Figure(OffPolicyAnswer.Answered answer, string name) => Assert.IsType<OffPolicyFigure.Estimated>(answer.Figures.Single(figure => figure.Name == name));
}
