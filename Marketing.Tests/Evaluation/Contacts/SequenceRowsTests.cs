using Marketing.Evaluation.Contacts;
using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Evaluation.Contacts;

/// <summary>
/// Two states, two actions, three steps, everything in quarters, so that the log of all 4^7 equally likely outcomes is the population itself: estimators without bias are then exact.
/// </summary>
public sealed class SequenceRowsTests
{
    private const double Gamma = 0.8;
    private const int Length = 3;

    // Logging policy: quarters of action 1 in each state; transitions: quarters of state 1 after each state and action; the policy asked for leaves quarters.
    private static readonly int[] Logs = [1, 2];
    private static readonly int[][] Moves = [[1, 3], [2, 1]];
    private static readonly double[] Asked = [0.7, 0.15];
    private static readonly double[][] Pays = [[1, -0.5], [0.25, 2]];

    [Fact]
    public void Over_all_outcomes_at_once_the_estimators_are_the_true_value()
    {
        var rows = Lay(All(), (_, _) => 0);
        var estimates = rows.Estimate(Once(rows), Length);
        var truth = Truth(Length, 0);
        Assert.All((double[])[estimates.Pdis, estimates.Wpdis, estimates.Dr, estimates.Wdr], value => Assert.Equal(truth, value, 1e-10));
    }

    [Fact]
    public void The_worst_value_model_leaves_doubly_robust_estimates_where_they_are()
    {
        var rows = Lay(All(), (state, action) => 10 - (7 * state) + (3 * action));
        var estimates = rows.Estimate(Once(rows), Length);
        Assert.Equal(Truth(Length, 0), estimates.Dr, 1e-10);
        Assert.Equal(Truth(Length, 0), estimates.Wdr, 1e-10);
        Assert.NotEqual(Truth(Length, 0), estimates.Fqe, 0.5);
    }

    [Fact]
    public void Behind_the_weighted_steps_the_value_model_speaks()
    {
        // One weighted step, and behind it a model that says 5 whatever is done.
        var rows = Lay(All(), (_, _) => 5);
        var estimates = rows.Estimate(Once(rows), 1);
        Assert.Equal(Truth(1, 0) + (Gamma * 5), estimates.Dr, 1e-10);
        Assert.Equal(Truth(1, 0) + (Gamma * 5), estimates.Wdr, 1e-10);
        Assert.Equal(5, rows.Estimate(Once(rows), 0).Dr, 1e-10);
    }

    [Fact]
    public void Mean_weights_are_one_and_effective_sizes_fall()
    {
        var weights = Lay(All(), (_, _) => 0).Weights();
        Assert.All(weights, weight => Assert.Equal(1, weight.Mean, 1e-10));
        Assert.True(weights[0].Effective > weights[1].Effective && weights[1].Effective > weights[2].Effective);

        // By hand for the first step, half of whose customers are in each state: 1 over the mean square of the weight.
        double[] squares = [(0.7 * 0.7 / 0.25) + (0.3 * 0.3 / 0.75), (0.15 * 0.15 / 0.5) + (0.85 * 0.85 / 0.5)];
        Assert.Equal(1 / squares.Average(), weights[0].Effective / All().Count(), 1e-10);
    }

    [Fact]
    public void On_samples_the_estimators_are_unbiased_within_their_error()
    {
        var (random, all) = (new SeededRandom(4), All().ToList());
        var truth = Truth(Length, 0);
        var draws = Enumerable.Range(0, 400).Select(_ =>
        {
            var rows = Lay([.. Enumerable.Range(0, 60).Select(_ => all[random.NextInt(all.Count)])], (state, action) => state + action);
            return rows.Estimate(Once(rows), Length);
        }).ToList();
        foreach (var of in (Func<SequenceEstimates, double>[])[one => one.Pdis, one => one.Dr])
        {
            var (mean, error) = (draws.Average(of), Math.Sqrt(draws.Sum(draw => Math.Pow(of(draw) - draws.Average(of), 2)) / draws.Count / (draws.Count - 1)));
            Assert.InRange(mean, truth - (4 * error), truth + (4 * error));
            Assert.InRange(error, 0, 0.1);
        }
    }

    [Fact]
    public void Counting_customers_twice_is_having_them_twice()
    {
        var some = All().Where((_, i) => i % 97 == 0).ToList();
        var (rows, doubled) = (Lay(some, (s, a) => s - a), Lay([.. some, some[0], some[0], some[3]], (s, a) => s - a));
        var times = Once(rows);
        (times[0], times[3]) = (3, 2);
        var (counted, had) = (rows.Estimate(times, 2), doubled.Estimate(Once(doubled), 2));
        Assert.All(SequenceEstimates.All, estimator => Assert.Equal(estimator.Of(had), estimator.Of(counted), 1e-10));
        Assert.Equal(doubled.OnPolicy(Once(doubled)), rows.OnPolicy(times), 1e-10);
    }

    [Fact]
    public void Who_is_over_keeps_the_last_weight_and_a_cut_log_goes_on_by_the_model()
    {
        // One customer of one step with weight 2, cut off before a state worth 4; one of two steps with weights 0.5 and 1 that ends.
        var rows = new SequenceRows([0, 1, 3], [2, 0.5, 1], [1, 1, 0.5], [3, 1, 2], [0, 0, 0], [0, 0, 0], [(0.5, 4), (0, 0)]);
        var estimates = rows.Estimate([1, 1], 2);
        Assert.Equal((6 + 0.5 + 1) / 2, estimates.Pdis, 1e-12);
        Assert.Equal(((3 * 2) + 0.5) / 2.5 + (0.5 * 2 * 1 / 3), estimates.Wpdis, 1e-12);
        Assert.Equal(((6 + 0.5 + 1) / 2) + (0.5 * 4 * 2 / 2), estimates.Dr, 1e-12);
        Assert.Equal((((3 * 2) + 0.5) / 2.5) + (0.5 * 2 * 1 / 3.0) + (0.5 * 4 * 2 / 2.5), estimates.Wdr, 1e-12);
        Assert.Equal((3 + 2 + 1 + 1) / 2.0, rows.OnPolicy([1, 1]), 1e-12);
    }

    private static int[] Once(SequenceRows rows) => [.. Enumerable.Repeat(1, rows.Customers)];

    // All outcomes: a start, and for each step a quarter for the action and one for the move.
    private static IEnumerable<(int State, int Action)[]> All() => Enumerable.Range(0, 2 * (1 << (4 * Length))).Select(code =>
    {
        var (state, steps) = (code & 1, new (int, int)[Length]);
        code >>= 1;
        for (var t = 0; t < Length; t++, code >>= 4)
        {
            var action = (code & 3) < Logs[state] ? 1 : 0;
            steps[t] = (state, action);
            state = ((code >> 2) & 3) < Moves[state][action] ? 1 : 0;
        }

        return steps;
    });

    private static double Probability(int state, int action) => action == 1 ? Asked[state] : 1 - Asked[state];

    private static SequenceRows Lay(IEnumerable<(int State, int Action)[]> log, Func<int, int, double> model)
    {
        var (starts, ratios, discounts, rewards, chosen, values) = (new List<int> { 0 }, new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        foreach (var steps in log)
        {
            var ratio = 1.0;
            for (var t = 0; t < steps.Length; t++)
            {
                var (state, action) = steps[t];
                ratio *= Probability(state, action) / (action == 1 ? Logs[state] / 4.0 : 1 - (Logs[state] / 4.0));
                ratios.Add(ratio);
                discounts.Add(Math.Pow(Gamma, t));
                rewards.Add(Pays[state][action]);
                chosen.Add(model(state, action));
                values.Add((Probability(state, 0) * model(state, 0)) + (Probability(state, 1) * model(state, 1)));
            }

            starts.Add(ratios.Count);
        }

        return new SequenceRows([.. starts], [.. ratios], [.. discounts], [.. rewards], [.. chosen], [.. values], new (double, double)[starts.Count - 1]);
    }

    // By the recursion of the policy asked for, half of the customers beginning in each state.
    private static double Truth(int steps, int from)
    {
        double[] value = [0, 0];
        for (var t = from; t < steps; t++)
        {
            value = [.. Enumerable.Range(0, 2).Select(state => Enumerable.Range(0, 2).Sum(action =>
                Probability(state, action) * (Pays[state][action] + (Gamma * ((Moves[state][action] / 4.0 * value[1]) + ((1 - (Moves[state][action] / 4.0)) * value[0]))))))];
        }

        return value.Average();
    }
}
