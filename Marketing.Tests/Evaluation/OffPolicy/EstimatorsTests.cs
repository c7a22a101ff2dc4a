using System.Text.Json;
using Marketing.Evaluation;
using Marketing.Evaluation.OffPolicy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Evaluation.OffPolicy;

public sealed class EstimatorsTests
{
    private static readonly JsonElement Hand = Golden.Read("off_policy.json").GetProperty("hand_6_rows");

    [Fact]
    public void Six_rows_by_hand_give_what_they_give_by_hand()
    {
        var choices = Six();
        Assert.Equal(Of("ipw"), Value(choices, new InversePropensity()), 1e-12);
        Assert.Equal(Of("snipw"), Value(choices, new SelfNormalised()), 1e-12);
        Assert.Equal(Of("dm"), Value(choices, new DirectMethod()), 1e-12);
        Assert.Equal(Of("dr"), Value(choices, new DoublyRobust()), 1e-12);
        Assert.Equal(Of("sndr"), Value(choices, new SelfNormalisedDoublyRobust()), 1e-12);
        Assert.Equal(Of("clipped_ipw_2"), Value(choices, new InversePropensity(), clip: 2), 1e-12);
        Assert.Equal(0.5, Value(choices, new OnPolicy()), 1e-12);
        Assert.Equal(Of("ess"), JudgeOverlap.Look(choices, null, null).EffectiveSampleSize, 1e-12);
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("1.5")]
    [InlineData("2.0")]
    [InlineData("3.0")]
    public void Switching_takes_the_model_where_weights_are_above_the_threshold(string threshold) =>
        Assert.Equal(Hand.GetProperty("switch_dr").GetProperty(threshold).GetDouble(), Value(Six(), new SwitchDoublyRobust(Number(threshold))), 1e-12);

    [Theory]
    [InlineData("1.0")]
    [InlineData("10.0")]
    public void Shrinking_draws_heavy_weights_back(string lambda) =>
        Assert.Equal(Hand.GetProperty("dros").GetProperty(lambda).GetDouble(), Value(Six(), new ShrunkDoublyRobust(Number(lambda))), 1e-12);

    [Fact]
    public void At_the_ends_of_their_parameters_they_are_each_other()
    {
        var choices = Six();
        Assert.Equal(Value(choices, new DirectMethod()), Value(choices, new SwitchDoublyRobust(0)), 1e-12);
        Assert.Equal(Value(choices, new DoublyRobust()), Value(choices, new SwitchDoublyRobust(1e9)), 1e-12);
        Assert.Equal(Value(choices, new DirectMethod()), Value(choices, new ShrunkDoublyRobust(1e-12)), 1e-9);
        Assert.Equal(Value(choices, new DoublyRobust()), Value(choices, new ShrunkDoublyRobust(1e12)), 1e-9);
        var nothing = choices.WithModel(new double[6], new double[6]);
        Assert.Equal(Value(choices, new InversePropensity()), Value(nothing, new DoublyRobust()), 1e-12);
        Assert.Equal(Value(choices, new SelfNormalised()), Value(nothing, new SelfNormalisedDoublyRobust()), 1e-12);
    }

    [Fact]
    public void The_policy_of_the_logs_themselves_earns_what_they_earned()
    {
        var six = Six();
        var same = new LoggedChoices(six.Actions, default, six.Rewards, six.Propensities, six.Propensities);
        Assert.Equal(0.5, Value(same, new InversePropensity()), 1e-12);
        Assert.Equal(0.5, Value(same, new SelfNormalised()), 1e-12);
    }

    /// <summary>Draws logs again and again from a world that is known: means come to the truth, also with the worst model, and with wrong propensities where the model is true.</summary>
    [Fact]
    public void Doubly_robust_needs_one_of_the_two_to_be_true()
    {
        double[] logging = [0.5, 0.3, 0.2], asked = [0.1, 0.2, 0.7], truth = [0.1, 0.4, 0.6];
        const double value = (0.1 * 0.1) + (0.2 * 0.4) + (0.7 * 0.6);
        var random = new Marketing.Kernel.Numerics.SeededRandom(5);
        const int rows = 200_000;
        int[] actions = new int[rows];
        double[] rewards = new double[rows], propensities = new double[rows], wrong = new double[rows], policy = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            var u = random.NextDouble();
            var a = u < 0.5 ? 0 : u < 0.8 ? 1 : 2;
            (actions[row], rewards[row], propensities[row], policy[row], wrong[row]) = (a, random.NextDouble() < truth[a] ? 1 : 0, logging[a], asked[a], 1.0 / 3);
        }

        LoggedChoices Logs(double[] of, double[] q) => new LoggedChoices(actions, default, rewards, of, policy).WithModel(Array.ConvertAll(actions, a => q[a]), Enumerable.Repeat((asked[0] * q[0]) + (asked[1] * q[1]) + (asked[2] * q[2]), rows).ToArray());
        double[] bad = [0.9, 0.1, 0.2];
        Assert.Equal(value, Value(Logs(propensities, bad), new DoublyRobust()), 0.01);
        Assert.Equal(value, Value(Logs(propensities, bad), new InversePropensity()), 0.01);
        Assert.Equal(value, Value(Logs(wrong, truth), new DoublyRobust()), 0.01);
        Assert.True(Math.Abs(Value(Logs(propensities, bad), new DirectMethod()) - value) > 0.1);
        Assert.True(Math.Abs(Value(Logs(wrong, truth), new InversePropensity()) - value) > 0.1);
    }

    [Fact]
    public void No_row_adds_more_than_its_bounds_say()
    {
        var rewards = new Bounds(-1, 2);
        foreach (var estimator in (IEstimator[])[new OnPolicy(), new InversePropensity(), new DoublyRobust()])
        {
            var bounds = estimator.Bounds(rewards, 10)!.Value;
            var reached = new List<double>();
            foreach (var (reward, chosen, expected) in (ValueTuple<double, double, double>[])[(-1, -1, -1), (-1, 2, -1), (2, -1, 2), (2, 2, 2), (0, 2, -1)])
            {
                reached.AddRange(Enumerable.Range(0, 101).Select(w => estimator.Of(new Choice(reward, w / 10.0, chosen, expected))).Select(term => term.Sure + term.Weighted));
            }

            Assert.InRange(reached.Min(), bounds.Low - 1e-9, bounds.Low + 0.05);
            Assert.InRange(reached.Max(), bounds.High - 0.05, bounds.High + 1e-9);
        }
    }

    internal static double Value(LoggedChoices choices, IEstimator estimator, double clip = double.PositiveInfinity) =>
        TermSums.Of(choices, estimator, clip, default).Value(choices.Rows)!.Value;

    private static LoggedChoices Six()
    {
        var pi = Golden.Matrix(Hand.GetProperty("pi"));
        var q = Golden.Matrix(Hand.GetProperty("q"));
        var actions = Golden.Integers(Hand.GetProperty("action"));
        return new LoggedChoices(actions, default, Golden.Doubles(Hand.GetProperty("reward")), Golden.Doubles(Hand.GetProperty("pscore")), actions.Select((a, i) => pi[i][a]).ToArray())
            .WithModel(actions.Select((a, i) => q[i][a]).ToArray(), pi.Zip(q, (p, x) => p.Zip(x, (one, other) => one * other).Sum()).ToArray());
    }

    private static double Of(string name) => Hand.GetProperty(name).GetDouble();

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
