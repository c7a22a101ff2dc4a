using System.Globalization;
using Marketing.Evaluation;
using Marketing.Evaluation.OffPolicy;
using Marketing.Kernel.Numerics;
using Marketing.Tests.Support;

namespace Marketing.Tests.Evaluation.OffPolicy;

public sealed class ReplayTests
{
    [Theory]
    [InlineData("men", "1.0")]
    [InlineData("men", "0.1")]
    [InlineData("men", "0.0")]
    [InlineData("women", "1.0")]
    [InlineData("women", "0.1")]
    [InlineData("women", "0.0")]
    public void UCB1_matches_the_rows_of_the_reference_and_pulls_what_it_pulled(string campaign, string c)
    {
        var (logs, ucb) = (OpenBandit.Read("random", campaign), new Ucb1Choice(OpenBandit.Count(campaign), double.Parse(c, CultureInfo.InvariantCulture)));
        var replayed = Replay.Run(logs.Actions, logs.Positions, logs.Rewards, ucb);
        var reference = OpenBandit.Reference(campaign).GetProperty("replay_ucb1_random_logs").GetProperty($"c={c}");
        Assert.Equal((reference.GetProperty("matched").GetInt64(), reference.GetProperty("clicks").GetDouble()), (replayed.Matched, replayed.Reward));
        Assert.Equal(reference.GetProperty("ctr").GetDouble(), replayed.Value!.Value, 1e-12);
        Assert.Equal(Golden.Integers(reference.GetProperty("pulls")).Select(pulls => (long)pulls), ucb.Pulls.ToArray());
    }

    [Theory]
    [InlineData("men")]
    [InlineData("women")]
    public void A_fixed_choice_earns_what_the_reference_says_and_what_self_normalised_weights_say(string campaign)
    {
        var reference = OpenBandit.Reference(campaign).GetProperty("replay_fixed_best_prior_mean");
        var item = reference.GetProperty("item").GetInt32();
        var policy = new PolicyTable(OpenBandit.Count(campaign), 3, [.. Enumerable.Range(0, 3 * OpenBandit.Count(campaign)).Select(at => at / 3 == item ? 1.0 : 0)]);
        var plan = new EvaluationPlan(null, 5, 100, 100, 1, OverlapLimits.Of(new EvaluationOptions()));
        var answer = Assert.IsType<OffPolicyAnswer.Answered>(EvaluatePolicy.Answer(OpenBandit.Read("random", campaign).WithMeans(policy), policy, plan, null, default));
        var replay = Assert.IsType<OffPolicyFigure.Estimated>(answer.Figures.Single(figure => figure.Name == "replay"));
        Assert.Equal(reference.GetProperty("ctr").GetDouble(), replay.Value, 1e-12);
        Assert.Equal(reference.GetProperty("matched").GetInt64(), replay.Matched);
        Assert.Equal(Assert.IsType<OffPolicyFigure.Estimated>(answer.Figures.Single(figure => figure.Name == "snips")).Value, replay.Value, 1e-12);
        Assert.InRange(replay.Value, replay.Bernstein!.Low, replay.Bernstein.High);
    }

    [Fact]
    public void By_hand_half_of_the_matches_paid()
    {
        var hand = Golden.Read("off_policy.json").GetProperty("hand_6_rows");
        var (actions, match) = (Golden.Integers(hand.GetProperty("action")), hand.GetProperty("replay_argmax_pi").GetProperty("match").EnumerateArray().Select(one => one.GetBoolean()).ToArray());

        // The reference names the best action of each row; each row is a position of its own here.
        int[] best = [.. Golden.Matrix(hand.GetProperty("pi")).Select(row => Array.IndexOf(row, row.Max()))];
        var replayed = Replay.Run(actions, Enumerable.Range(0, 6).ToArray(), Golden.Doubles(hand.GetProperty("reward")), new FixedChoice(best));
        Assert.Equal((match.Count(one => one), hand.GetProperty("replay_argmax_pi").GetProperty("value").GetDouble()), ((int)replayed.Matched, replayed.Value!.Value));
        Assert.Equal(1.0 / 3, replayed.Variance!.Value, 1e-12);
    }

    [Fact]
    public void A_learning_policy_finds_the_better_action_and_learns_from_its_own_rows_alone()
    {
        var random = new SeededRandom(2);
        int[] actions = [.. Enumerable.Range(0, 20_000).Select(_ => random.NextInt(3))];
        double[] rewards = [.. actions.Select(a => random.NextDouble() < (a == 1 ? 0.6 : 0.2) ? 1.0 : 0)];
        var ucb = new Ucb1Choice(3, 1);
        var replayed = Replay.Run(actions, [], rewards, ucb);
        Assert.Equal(replayed.Matched, ucb.Pulls.ToArray().Sum());
        Assert.True(ucb.Pulls[1] > 0.9 * replayed.Matched);
        Assert.InRange(replayed.Value!.Value, 0.55, 0.62);
    }

    [Fact]
    public void Logs_that_are_not_uniform_a_policy_of_chance_and_one_without_a_match_are_not_replayed()
    {
        Assert.True(Replay.IsUniform([0.25, 0.25, 0.2500000001]));
        Assert.False(Replay.IsUniform([0.25, 0.25, 0.26]));
        Assert.Null(new PolicyTable(2, 2, [1, 0.5, 0, 0.5]).Chosen());
        Assert.Equal([0, 1], new PolicyTable(2, 2, [1, 0, 0, 1]).Chosen()!);
        Assert.Null(Replay.Run([0, 0], [], [1, 1], new FixedChoice([1])).Value);
        var odd = new LoggedChoices((int[])[0, 1], default, new double[2], (double[])[0.3, 0.7], (double[])[1, 0]);
        Assert.Equal(OffPolicyReason.NotUniform, Assert.IsType<OffPolicyFigure.Missing>(EvaluatePolicy.Ucb1(odd, 2, 1)).Reason);
    }
}
