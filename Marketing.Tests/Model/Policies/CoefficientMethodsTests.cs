using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Policies;
using Marketing.Tests.Support;
using MathNet.Numerics.LinearAlgebra;

namespace Marketing.Tests.Model.Policies;

/// <summary>Methods that learn coefficients of the context.</summary>
public sealed class CoefficientMethodsTests
{
    [Theory]
    [InlineData("lin-ucb alpha=0", "")]
    [InlineData("lin-ucb alpha=0 half-life-days=10", "days")]
    [InlineData("linear-thompson half-life-rewards=30", "rewards")]
    [InlineData("lin-ucb alpha=0 prior=shared", "shared")]
    [InlineData("lin-ucb alpha=0 prior=shared half-life-days=10", "days shared")]
    public void What_is_expected_is_the_slow_clear_ridge_regression(string said, string how)
    {
        var (policy, random) = (PolicyRig.Create($"{said} lambda=2", 3, 1, 2, 3), new SeededRandom(5));
        var rewards = Enumerable.Range(0, 80).Select(_ => (Arm: 1 + random.NextInt(2), X: Context(random, 3), Came: (4 * random.NextDouble()) - 1, Day: 30 * random.NextDouble())).ToList();
        foreach (var part in rewards.Chunk(20))
        {
            policy.Learn([.. part.Select(one => PolicyRig.Reward(one.X, one.Arm, one.Came, one.Day))], PolicyRig.Start.AddDays(31));
        }

        double Left(int i) => how.Contains("days") ? Math.Pow(0.5, (31 - rewards[i].Day) / 10) : how.Contains("rewards") ? Math.Pow(0.5, (80 - (i + 1)) / 30.0) : 1;
        var prior = how.Contains("shared") ? Ridge(Enumerable.Range(0, 80), Vector<double>.Build.Dense(4)) : Vector<double>.Build.Dense(4);
        var x = Context(random, 3);
        foreach (var place in policy.Choose(x, [1, 2, 3], 1, 3).Places)
        {
            var theta = Ridge(Enumerable.Range(0, 80).Where(i => rewards[i].Arm == place.Arm), prior);
            Assert.Equal(theta.DotProduct(Wide(x)), place.Expected, 1e-8);
        }

        Vector<double> Ridge(IEnumerable<int> which, Vector<double> mean)
        {
            var (a, b) = (Matrix<double>.Build.DenseIdentity(4) * 2, 2 * mean);
            foreach (var i in which)
            {
                var wide = Wide(rewards[i].X);
                a += Left(i) * wide.OuterProduct(wide);
                b += Left(i) * rewards[i].Came * wide;
            }

            return a.Solve(b);
        }
    }

    [Fact]
    public void Thompson_draws_with_the_learned_deviation_of_what_came()
    {
        var (policy, random) = (PolicyRig.Create("linear-thompson", 1, 1, 2), new SeededRandom(8));
        policy.Learn([.. Enumerable.Range(0, 4000).Select(i => PolicyRig.Reward([(float)random.NextDouble()], 1 + (i % 2), 5 + (3 * Draws.Normal(random))))]);
        var (learned, told) = (policy.Asked([0.5f], [1, 2]), PolicyRig.Create("linear-thompson v=3", 1, 1, 2));
        told.Learn([.. Enumerable.Range(0, 1).SelectMany(_ => Again())]);
        Assert.All(learned.Zip(told.Asked([0.5f], [1, 2])), pair => Assert.Equal(pair.Second, pair.First, 0.01));

        static IEnumerable<PolicyReward> Again()
        {
            var same = new SeededRandom(8);
            for (var i = 0; i < 4000; i++)
            {
                yield return PolicyRig.Reward([(float)same.NextDouble()], 1 + (i % 2), 5 + (3 * Draws.Normal(same)));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_logistic_step_ends_at_the_mode_that_gradient_descent_finds(int y)
    {
        var (arm, random) = (GaussianArm.Empty(3), new SeededRandom(2));
        double[] prior = [0.3, -0.2, -1];
        for (var i = 0; i < 12; i++)
        {
            Step(arm, prior, [random.NextDouble(), random.NextDouble() - 0.5, 1], random.NextInt(2));
        }

        double[] x = [0.7, -1.4, 1];
        var (precision, center) = (Dense(arm.S, 3) + (0.8 * Matrix<double>.Build.DenseIdentity(3)), Vector<double>.Build.Dense(LogisticStep.Mean(arm, 1, 0.8, prior)));
        var (slow, along) = (center.Clone(), Vector<double>.Build.Dense(x));
        for (var step = 0; step < 20_000; step++)
        {
            slow -= 0.02 * ((precision * (slow - center)) + ((LogisticStep.Logistic(slow.DotProduct(along)) - y) * along));
        }

        Step(arm, prior, x, y);
        Assert.All(LogisticStep.Mean(arm, 1, 0.8, prior).Zip(slow), pair => Assert.Equal(pair.Second, pair.First, 1e-8));
        var p = LogisticStep.Logistic(slow.DotProduct(along));
        var expected = precision + (p * (1 - p) * along.OuterProduct(along));
        Assert.True((Dense(arm.S, 3) + (0.8 * Matrix<double>.Build.DenseIdentity(3)) - expected).FrobeniusNorm() < 1e-8);

        static void Step(GaussianArm arm, double[] prior, double[] x, double y)
        {
            var (curvature, response) = LogisticStep.Of(arm, 0.8, prior, x, y);
            Packed.AddOuter(arm.S, x, curvature);
            for (var i = 0; i < x.Length; i++)
            {
                arm.B[i] += response * x[i];
            }
        }
    }

    [Fact]
    public void Logistic_probabilities_come_near_the_exact_posterior_of_a_share()
    {
        var policy = PolicyRig.Create("logistic-thompson prior-rate=0.1", 0, 1);
        policy.Learn([.. Enumerable.Range(0, 300).Select(i => PolicyRig.Reward([], 1, i % 10 == 3 ? 1 : 0))]);

        // The exact posterior of the log odds, on a grid.
        var (mass, mean) = (0.0, 0.0);
        for (var b = -8.0; b < 4; b += 0.001)
        {
            var p = LogisticStep.Logistic(b);
            var weight = Math.Exp((30 * Math.Log(p)) + (270 * Math.Log(1 - p)) - (Math.Pow(b - Math.Log(0.1 / 0.9), 2) / 2) + 97);
            (mass, mean) = (mass + weight, mean + (weight * p));
        }

        Assert.Equal(mean / mass, policy.Choose([], [1], 1).Places[0].Expected, 0.002);
    }

    [Fact]
    public void Logistic_regression_finds_the_coefficients_of_the_world()
    {
        var (policy, random) = (PolicyRig.Create("logistic-thompson", 2, 1), new SeededRandom(21));
        policy.Learn([.. Enumerable.Range(0, 6000).Select(_ =>
        {
            var x = Context(random, 2);
            return PolicyRig.Reward(x, 1, random.NextDouble() < LogisticStep.Logistic(-1 + (1.5 * x[0]) - (0.7 * x[1])) ? 1 : 0);
        })]);
        foreach (var (x, odds) in ((float[], double)[])[([0, 0], -1), ([1, 0], 0.5), ([0, 1], -1.7), ([-1, -1], -1.8)])
        {
            Assert.Equal(LogisticStep.Logistic(odds), policy.Choose(x, [1], 1).Places[0].Expected, 0.03);
        }
    }

    [Theory]
    [InlineData("lin-ucb prior=shared")]
    [InlineData("linear-thompson prior=shared")]
    [InlineData("logistic-thompson prior=shared lambda=20 prior-rate=0.1")]
    public void A_new_ad_begins_with_what_the_others_have_in_common(string said)
    {
        var (policy, random) = (PolicyRig.Create(said, 1, 1, 2, 3), new SeededRandom(14));
        policy.Learn([.. Enumerable.Range(0, 3000).Select(i =>
        {
            var x = (float)random.NextInt(2);
            return PolicyRig.Reward([x], 1 + (i % 3), random.NextDouble() < 0.05 + (0.2 * x) ? 1 : 0);
        })]);
        policy.Join([4]);
        Assert.Equal(0.05, policy.Choose([0], [4], 1).Places[0].Expected, 0.03);
        Assert.Equal(0.25, policy.Choose([1], [4], 1).Places[0].Expected, 0.06);
    }

    [Fact]
    public void A_large_context_leaves_the_numbers_finite()
    {
        foreach (var kind in (string[])["lin-ucb", "linear-thompson", "logistic-thompson"])
        {
            var (policy, random) = (PolicyRig.Create(kind, 4, 1, 2, 3), new SeededRandom(1));
            policy.Learn([.. Enumerable.Range(0, 60).Select(i => PolicyRig.Reward([.. Context(random, 4).Select(one => 1e6f * one)], 1 + (i % 2), i % 3 == 0 ? 1 : 0))]);
            Assert.Equal(1, policy.Asked([1e6f, -1e6f, 0, 1], [1, 2, 3]).Sum(), 1e-5);
            Assert.Equal(1, policy.Asked([0, 0, 0, 0], [1, 2, 3]).Sum(), 1e-5);
        }
    }

    [Theory]
    [InlineData("lin-ucb alpha=0.3", "epsilon-greedy")]
    [InlineData("lin-ucb alpha=0.3", "ucb1 c=0.3")]
    [InlineData("logistic-thompson prior-rate=0.05", "epsilon-greedy")]
    public void In_a_small_world_where_the_context_counts_less_is_regretted(string better, string worse)
    {
        var terms = new BanditWorld.Terms(6, 4, 0.1, 0.3, 0.6, 1);
        Assert.True(PolicyWorlds.Gain(terms, better, worse, seeds: 8, steps: 2000, first0: 700).High < 0);
    }

    [Theory]
    [InlineData("epsilon-greedy")]
    [InlineData("thompson")]
    [InlineData("lin-ucb")]
    [InlineData("logistic-thompson prior=shared")]
    public void Worlds_choose_as_the_public_contract_does(string said)
    {
        var terms = new BanditWorld.Terms(5, 2, 0.2, 0.5, 0.5, 0.99);
        Assert.Equal(PolicyWorlds.RunPublic(terms, said, 3, 200), PolicyWorlds.Run(terms, said, 3, 200));
    }

    private static float[] Context(SeededRandom random, int features) => [.. Enumerable.Range(0, features).Select(_ => (float)((2 * random.NextDouble()) - 1))];

    private static Vector<double> Wide(float[] x) => Vector<double>.Build.Dense([.. x.Select(one => (double)one), 1]);

    private static Matrix<double> Dense(double[] packed, int d) => Matrix<double>.Build.Dense(d, d, (i, j) => packed[Packed.Size(Math.Max(i, j)) + Math.Min(i, j)]);
}
