using System.Text.Json;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Policies;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Policies;

/// <summary>The reference's tiny environments, in whole numbers and without noise.</summary>
public sealed class PolicyGoldenTests
{
    private static readonly JsonElement _golden = Golden.Read("bandit.json");
    private static readonly double[] _rates = [0.05, 0.08, 0.12];

    [Fact]
    public void The_environment_is_that_of_the_reference()
    {
        var rows = _golden.GetProperty("tiny").GetProperty("first10_rows").EnumerateArray().Select(Golden.Integers).ToArray();
        Assert.All(rows.Index(), row => Assert.Equal(row.Item, Enumerable.Range(0, 3).Select(arm => (int)Reward(row.Index, arm))));
        Assert.Equal(Golden.Integers(_golden.GetProperty("tiny").GetProperty("column_sums")), Enumerable.Range(0, 3).Select(arm => (int)Enumerable.Range(0, 2000).Sum(t => Reward(t, arm))));
    }

    [Theory]
    [InlineData("ucb1_c2_2", "1")]
    [InlineData("ucb_c2_half", "0.5")]
    public void Upper_confidence_bounds_pull_as_the_reference_does(string run, string c)
    {
        var expected = _golden.GetProperty("tiny").GetProperty(run);
        var policy = PolicyRig.Create($"ucb1 floor=0 c={c}", 0, 0, 1, 2);
        var curve = expected.GetProperty("curve_t_pseudoRegret_reward").EnumerateArray().Select(Golden.Doubles).ToDictionary(point => (int)point[0]);
        var (pulls, regret, reward) = (new int[3], 0.0, 0.0);
        for (var t = 0; t < 2000; t++)
        {
            var place = policy.Choose([], [0, 1, 2], 1).Places.Single();
            var (arm, came) = ((int)place.Arm, Reward(t, (int)place.Arm));
            Assert.Equal(1, place.Probability);
            policy.Learn(PolicyRig.Reward([], arm, came));
            pulls[arm]++;
            (regret, reward) = (regret + 0.12 - _rates[arm], reward + came);
            if (curve.TryGetValue(t + 1, out var point))
            {
                Assert.Equal(point[1], regret, 1e-9);
                Assert.Equal(point[2], reward);
            }
        }

        Assert.Equal(Golden.Integers(expected.GetProperty("pulls")), pulls);
        Assert.Equal(expected.GetProperty("reward").GetInt32(), reward);
    }

    [Fact]
    public void Thompson_sampling_regrets_what_the_reference_does_over_200_seeds()
    {
        var expected = _golden.GetProperty("tiny").GetProperty("thompson_200_seeds");
        var runs = Enumerable.Range(0, 200).Select(seed => Thompson((ulong)seed)).ToArray();
        var (mean, deviation) = (expected.GetProperty("regret_mean").GetDouble(), expected.GetProperty("regret_sd").GetDouble());

        // Two samples of 200: three standard errors of a difference of means, and of a deviation.
        Assert.Equal(mean, runs.Average(run => run.Regret), 3 * deviation * Math.Sqrt(2 / 200.0));
        Assert.Equal(expected.GetProperty("reward_mean").GetDouble(), runs.Average(run => run.Reward), 3 * Math.Sqrt(2 / 200.0) * deviation);
        Assert.Equal(deviation, Math.Sqrt(runs.Average(run => Math.Pow(run.Regret - runs.Average(one => one.Regret), 2))), 3 * deviation / Math.Sqrt(200));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Linear_upper_bounds_choose_and_learn_as_the_reference_does(int run)
    {
        var (linear, expected) = (_golden.GetProperty("linucb"), _golden.GetProperty("linucb").GetProperty("runs")[run]);
        var theta = Golden.Matrix(linear.GetProperty("theta"));
        var policy = PolicyRig.Create(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"lin-ucb floor=0 bias=false alpha={expected.GetProperty("alpha").GetDouble()}"), 3, 0, 1, 2);
        var curve = expected.GetProperty("curve_t_regret").EnumerateArray().Select(Golden.Doubles).ToDictionary(point => (int)point[0]);
        var (actions, pulls, regret) = (new List<int>(), new int[3], 0.0);
        for (var t = 0; t < 300; t++)
        {
            float[] x = [1, t % 7 / 6f, t % 11 / 10f];
            var arm = (int)policy.Choose(x, [0, 1, 2], 1).Places.Single().Arm;
            double[] values = [.. theta.Select(one => one[0] + (one[1] * (t % 7) / 6.0) + (one[2] * (t % 11) / 10.0))];
            policy.Learn(PolicyRig.Reward(x, arm, values[arm]));
            actions.Add(arm);
            pulls[arm]++;
            regret += values.Max() - values[arm];
            if (curve.TryGetValue(t + 1, out var point))
            {
                Assert.Equal(point[1], regret, 1e-6);
            }
        }

        Assert.Equal(Golden.Integers(expected.GetProperty("actions_first40")), actions.Take(40));
        Assert.Equal(Golden.Integers(expected.GetProperty("pulls")), pulls);
        var found = Golden.Matrix(expected.GetProperty("theta_hat"));
        for (var i = 0; i < 3; i++)
        {
            float[] unit = [i == 0 ? 1 : 0, i == 1 ? 1 : 0, i == 2 ? 1 : 0];
            Assert.All(policy.Choose(unit, [0, 1, 2], 1, 3).Places, place => Assert.Equal(found[place.Arm][i], place.Expected, 1e-7));
        }
    }

    [SharedDataTheory("open-bandit/random/men/men.csv")]
    [InlineData("men", 34)]
    [InlineData("women", 46)]
    public void Replayed_on_a_random_log_upper_bounds_pull_as_the_reference_does(string campaign, int items)
    {
        var expected = JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(SharedData.Golden("ope/ope.json"))).GetProperty(campaign).GetProperty("replay_ucb1_random_logs");
        var rows = File.ReadLines(SharedData.Find($"open-bandit/random/{campaign}/{campaign}.csv")!).Skip(1).Select(line => line.Split(','))
            .Select(row => (At: row[1], Item: long.Parse(row[2]), Click: int.Parse(row[4]))).OrderBy(row => row.At, StringComparer.Ordinal).ToList();
        long[] arms = [.. Enumerable.Range(0, items)];
        foreach (var run in expected.EnumerateObject())
        {
            var policy = PolicyRig.Create($"ucb1 floor=0 {run.Name}", 0, arms);
            var choice = policy.Choose([], arms, 1).Places[0];
            foreach (var row in rows)
            {
                if (choice.Arm == row.Item)
                {
                    policy.Learn(PolicyRig.Reward([], row.Item, row.Click));
                    choice = policy.Choose([], arms, 1).Places[0];
                }
            }

            Assert.Equal(Golden.Integers(run.Value.GetProperty("pulls")), policy.Arms.Select(arm => (int)arm.Rewards));
            Assert.Equal(run.Value.GetProperty("clicks").GetInt32(), policy.Arms.Sum(arm => (arm.Mean ?? 0) * arm.Weight), 1e-9);
        }
    }

    private static (double Regret, double Reward) Thompson(ulong seed)
    {
        ArmMemory memory = CountMemory.Empty(new CountTerms(CountStyle.Beta, CountPrior.Given, 1, 1, 1, new Forgetting(double.PositiveInfinity, false))).With(new ArmIndex([0, 1, 2]));
        var (random, ranking, sums) = (new SeededRandom(seed), new BetaRanking(), (Regret: 0.0, Reward: 0.0));
        Span<double> numbers = stackalloc double[9];
        Span<int> place = stackalloc int[1];
        for (var t = 0; t < 2000; t++)
        {
            memory.Score([], [0, 1, 2], numbers[..3], numbers[3..6], numbers[6..]);
            ranking.Draw(new ArmScores(memory, [0, 1, 2], numbers[..3], numbers[3..6]), random, place);
            var came = Reward(t, place[0]);
            sums = (sums.Regret + 0.12 - _rates[place[0]], sums.Reward + came);
            var work = memory.Begin();
            work.Add(place[0], new PolicyReward(default, place[0], 1, came, default));
            memory = work.Publish(default);
        }

        return sums;
    }

    private static double Reward(int t, int arm)
    {
        const ulong Modulus = 1UL << 31;
        var hash = ((1103515245UL * (((((ulong)t * 3) + (ulong)arm + 1) * 2654435761UL) % Modulus)) + 12345) % Modulus;
        return (hash >> 8) % 10000 < (arm == 0 ? 500UL : arm == 1 ? 800UL : 1200UL) ? 1 : 0;
    }
}
