using Marketing.Evaluation;
using Marketing.Evaluation.OffPolicy;
using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Evaluation.OffPolicy;

public sealed class TermSumsTests
{
    [Fact]
    public void The_bootstrap_of_a_mean_is_near_its_normal_interval_and_the_same_for_the_same_seed()
    {
        var random = new SeededRandom(3);
        var logs = Drawn(2000, random, 0.3);
        var sums = TermSums.Of(logs, new OnPolicy(), double.PositiveInfinity, default);
        var interval = Assert.Single(TermSums.Bootstrap([sums], TermSums.Sizes(2000), 7, 1000, default))!.Value;
        var (mean, deviation) = (sums.Value(2000)!.Value, Math.Sqrt(sums.Variance!.Value / 2000));
        Assert.Equal(mean - (1.96 * deviation), interval.Low, 0.003);
        Assert.Equal(mean + (1.96 * deviation), interval.High, 0.003);
        Assert.Equal(interval, TermSums.Bootstrap([sums], TermSums.Sizes(2000), 7, 1000, default)[0]);
        Assert.NotEqual(interval, TermSums.Bootstrap([sums], TermSums.Sizes(2000), 8, 1000, default)[0]);
    }

    [Fact]
    public void A_long_log_in_bins_has_the_sums_and_the_spread_of_its_rows()
    {
        const int rows = 250_001;
        var logs = Drawn(rows, new SeededRandom(4), 0.02);
        var sums = TermSums.Of(logs, new SelfNormalised(), double.PositiveInfinity, default);
        var sizes = TermSums.Sizes(rows);
        Assert.Equal((100_000, rows), (sums.Mass.Length, (int)sizes.Sum()));
        Assert.Equal((3, 2), ((int)sizes[0], (int)sizes[^1]));
        var slow = Enumerable.Range(0, rows).Sum(i => logs.Rewards.Span[i] * logs.PolicyProbabilities.Span[i] / logs.Propensities.Span[i]) / Enumerable.Range(0, rows).Sum(i => logs.PolicyProbabilities.Span[i] / logs.Propensities.Span[i]);
        Assert.Equal(slow, sums.Value(rows)!.Value, 1e-12);

        // Delta method: the deviation of a ratio of means.
        var mean = Enumerable.Range(0, rows).Average(i => logs.PolicyProbabilities.Span[i] / logs.Propensities.Span[i]);
        var deviation = Math.Sqrt(Enumerable.Range(0, rows).Average(i => Math.Pow(logs.PolicyProbabilities.Span[i] / logs.Propensities.Span[i] * (logs.Rewards.Span[i] - slow) / mean, 2)) / rows);
        var interval = TermSums.Bootstrap([sums], sizes, 1, 200, default)[0]!.Value;
        Assert.InRange((interval.High - interval.Low) / (2 * 1.96 * deviation), 0.85, 1.15);
    }

    [Fact]
    public void Where_no_resample_differs_there_is_no_interval()
    {
        var logs = new LoggedChoices(new int[3], default, new double[3], (double[])[0.5, 0.5, 0.5], (double[])[0.5, 0, 1]);
        Assert.Null(TermSums.Bootstrap([TermSums.Of(logs, new OnPolicy(), double.PositiveInfinity, default)], TermSums.Sizes(3), 1, 100, default)[0]);
        var never = new LoggedChoices(new int[3], default, (double[])[1, 0, 1], (double[])[0.5, 0.5, 0.5], new double[3]);
        Assert.Null(TermSums.Of(never, new SelfNormalised(), double.PositiveInfinity, default).Value(3));
        Assert.Equal(0, TermSums.Of(never, new InversePropensity(), double.PositiveInfinity, default).Value(3));
        Assert.Null(TermSums.Bootstrap([TermSums.Of(never, new SelfNormalised(), double.PositiveInfinity, default)], TermSums.Sizes(3), 1, 100, default)[0]);
    }

    [Fact]
    public void Empirical_Bernstein_is_the_formula_of_Maurer_and_Pontil()
    {
        // n 101, V 0.04, width 2, ln 80 = 4.382026634673881: sqrt(0.08 * 4.382 / 101) + 14 * 4.382 / 300.
        Assert.Equal(0.05891445 + 0.20449458, EmpiricalBernstein.Half(101, 0.04, 2)!.Value, 1e-7);
        Assert.Null(EmpiricalBernstein.Half(1, 0, 1));
    }

    [Fact]
    public void Empirical_Bernstein_holds_the_truth_more_often_than_it_promises()
    {
        var (random, held) = (new SeededRandom(9), 0);
        for (var trial = 0; trial < 400; trial++)
        {
            var sums = TermSums.Of(Drawn(60, random, 0.1), new OnPolicy(), double.PositiveInfinity, default);
            var half = EmpiricalBernstein.Half(60, sums.Variance!.Value, 1)!.Value;
            held += Math.Abs(sums.Value(60)!.Value - 0.1) <= half ? 1 : 0;
        }

        Assert.InRange(held, 380, 400);
    }

    [Fact]
    public void Intervals_of_the_estimators_hold_the_truth_about_95_times_in_100()
    {
        var (random, held) = (new SeededRandom(11), 0);
        for (var trial = 0; trial < 200; trial++)
        {
            // The policy chooses the first action 8 times in 10, the logs 5 times; rewards are 0.3 whatever is chosen.
            var sums = TermSums.Of(Drawn(400, random, 0.3), new InversePropensity(), double.PositiveInfinity, default);
            var interval = TermSums.Bootstrap([sums], TermSums.Sizes(400), (ulong)trial, 200, default)[0]!.Value;
            held += interval.Low <= 0.3 && 0.3 <= interval.High ? 1 : 0;
        }

        Assert.InRange(held, 178, 199);
    }

    private static LoggedChoices Drawn(int rows, SeededRandom random, double mean)
    {
        var (actions, rewards, policy) = (new int[rows], new double[rows], new double[rows]);
        for (var row = 0; row < rows; row++)
        {
            actions[row] = random.NextInt(2);
            rewards[row] = random.NextDouble() < mean ? 1 : 0;
            policy[row] = actions[row] == 0 ? 0.8 : 0.2;
        }

        return new LoggedChoices(actions, default, rewards, Enumerable.Repeat(0.5, rows).ToArray(), policy);
    }
}
