using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Policies;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Policies;

/// <summary>Methods that look at no context.</summary>
public sealed class CountMethodsTests
{
    [Fact]
    public void Thompson_probabilities_are_those_of_the_betas_at_every_place()
    {
        var policy = PolicyRig.Create("thompson alpha=2 beta=30", 0, 1, 2, 3, 4);
        policy.Learn([.. Enumerable.Range(0, 60).Select(i => PolicyRig.Reward([], 1 + (i % 3), i % 7 == 0 ? 1 : 0))]);
        double[] alpha = [.. policy.Arms.Select(arm => 2 + (arm.Weight * (arm.Mean ?? 0)))];
        double[] beta = [.. policy.Arms.Select(arm => 30 + (arm.Weight * (1 - (arm.Mean ?? 0))))];
        var expected = BetaRanks.Probabilities(alpha, beta, 3);
        var found = policy.Asked([], [1, 2, 3, 4], 3);
        for (var i = 0; i < found.Length; i++)
        {
            Assert.Equal(expected[(i % 4 * 3) + (i / 4)], found[i], 1e-6);
        }
    }

    [Fact]
    public void A_reshaped_posterior_is_that_of_as_many_times_the_rewards()
    {
        var (few, many) = (PolicyRig.Create("thompson reshape=0.25", 0, 1, 2), PolicyRig.Create("thompson alpha=4 beta=4", 0, 1, 2));
        PolicyReward[] rewards = [PolicyRig.Reward([], 1, 1), PolicyRig.Reward([], 1, 0), PolicyRig.Reward([], 2, 0)];
        few.Learn(rewards);
        many.Learn([.. rewards, .. rewards, .. rewards, .. rewards]);
        Assert.All(few.Asked([], [1, 2]).Zip(many.Asked([], [1, 2])), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
    }

    [Fact]
    public void A_floor_mixes_the_method_with_random_orders()
    {
        var pure = PolicyRig.Create("ucb1 floor=0", 0, 5, 6, 7);
        var mixed = PolicyRig.Create("ucb1 floor=0.3", 0, 5, 6, 7);
        foreach (var policy in (IPolicy[])[pure, mixed])
        {
            policy.Learn(PolicyRig.Reward([], 5, 0), PolicyRig.Reward([], 6, 1), PolicyRig.Reward([], 7, 0));
        }

        Assert.Equal([0, 1, 0, 1, 0, 0], pure.Asked([], [5, 6, 7], 2));
        Assert.All(mixed.Asked([], [5, 6, 7], 2).Zip([0.1, 0.8, 0.1, 0.8, 0.1, 0.1]), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        Assert.All(PolicyRig.Create("epsilon-greedy epsilon=0.4", 0, 1, 2).Asked([], [2, 1]).Zip([0.2, 0.8]), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
    }

    [Fact]
    public void Fixed_takes_the_order_of_the_request()
    {
        var policy = PolicyRig.Create("fixed", 2, 1, 2, 3);
        policy.Learn(PolicyRig.Reward([0, 0], 1, 1));
        Assert.Equal([3L, 1], policy.Choose([1, 1], [9, 3, 1, 2], 5, 2).Places.Select(place => place.Arm));
    }

    [Theory]
    [InlineData("ucb1 half-life-days=10")]
    [InlineData("thompson half-life-days=10")]
    [InlineData("ucb1 half-life-rewards=8")]
    public void What_is_left_of_rewards_is_the_slow_clear_sum(string said)
    {
        var (policy, random) = (PolicyRig.Create(said, 0, 1, 2), new SeededRandom(3));
        var rewards = Enumerable.Range(0, 50).Select(i => (Arm: 1 + random.NextInt(2), Came: random.NextInt(2), Day: 40 * random.NextDouble())).ToList();
        policy.Learn([.. rewards.Select(one => PolicyRig.Reward([], one.Arm, one.Came, one.Day))], PolicyRig.Start.AddDays(45));
        foreach (var arm in policy.Arms)
        {
            double Left(int i) => said.Contains("days") ? Math.Pow(0.5, (45 - rewards[i].Day) / 10) : Math.Pow(0.5, (50 - (i + 1)) / 8.0);
            var own = Enumerable.Range(0, 50).Where(i => rewards[i].Arm == arm.Arm).ToList();
            Assert.Equal(own.Sum(Left), arm.Weight, 1e-6);
            Assert.Equal(own.Sum(i => Left(i) * rewards[i].Came) / own.Sum(Left), arm.Mean!.Value, 1e-6);
            Assert.Equal(own.Count, arm.Rewards);
        }
    }

    [Fact]
    public void Nothing_but_age_leaves_thompson_as_unsure_as_it_began()
    {
        var policy = PolicyRig.Create("thompson half-life-days=1", 0, 1, 2);
        policy.Learn([.. Enumerable.Range(0, 400).Select(i => PolicyRig.Reward([], 1 + (i % 2), i % 2))], PolicyRig.Start);
        Assert.True(policy.Asked([], [1, 2])[1] > 0.999);
        policy.Learn([], PolicyRig.Start.AddDays(60));
        Assert.Equal(0.5, policy.Asked([], [1, 2])[1], 1e-6);
    }

    [Fact]
    public void A_shared_prior_is_what_the_arms_were_drawn_from()
    {
        var random = new SeededRandom(12);
        var (weights, sums) = (new double[400], new double[400]);
        for (var arm = 0; arm < weights.Length; arm++)
        {
            var odds = Draws.Odds(20, 380, random);
            weights[arm] = arm % 2 == 0 ? 2000 : 300;
            sums[arm] = Enumerable.Range(0, (int)weights[arm]).Count(_ => random.NextDouble() < odds / (1 + odds));
        }

        var (alpha, beta) = SharedBeta.Estimate(weights, sums, 1, 1);
        Assert.Equal(0.05, alpha / (alpha + beta), 0.003);
        Assert.InRange(alpha + beta, 300, 530);
        Assert.Equal((1, 1), SharedBeta.Estimate([500, 0], [20, 0], 1, 1));
    }

    [Fact]
    public void A_new_ad_among_known_ones_begins_as_they_are_and_not_at_one_half()
    {
        var (given, shared) = (PolicyRig.Create("thompson", 0, 1, 2, 3), PolicyRig.Create("thompson prior=shared", 0, 1, 2, 3));
        foreach (var policy in (IPolicy[])[given, shared])
        {
            policy.Learn([.. Enumerable.Range(0, 3000).Select(i => PolicyRig.Reward([], 1 + (i % 3), i % 50 == 0 ? 1 : 0))]);
            policy.Join([4]);
        }

        // Draws are those of the given prior; what is expected is what the others have in common, (60 + 1) / (3000 + 2).
        Assert.Equal(61 / 3002.0, given.Choose([], [4], 1).Places[0].Expected, 1e-12);
        Assert.InRange(shared.Choose([], [4], 1).Places[0].Expected, 0.015, 0.025);
        Assert.True(given.Asked([], [1, 2, 3, 4])[3] > 0.9);
        Assert.InRange(shared.Asked([], [1, 2, 3, 4])[3], 0.1, 0.6);
    }

    [Theory]
    [InlineData("thompson prior=shared", "epsilon-greedy")]
    [InlineData("thompson prior=shared", "ucb1")]
    public void In_a_small_world_less_is_regretted(string better, string worse)
    {
        var terms = new BanditWorld.Terms(6, 0, 0.2, 0.8, 0, 1);
        Assert.True(PolicyWorlds.Gain(terms, better, worse, seeds: 12, steps: 1500, first0: 900).High < 0);
    }
}
