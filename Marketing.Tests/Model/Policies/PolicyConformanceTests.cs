using Marketing.Kernel.Numerics;
using Marketing.Model;

namespace Marketing.Tests.Model.Policies;

/// <summary>What holds for every policy.</summary>
public sealed class PolicyConformanceTests
{
    private static readonly long[] _arms = [40, 7, 12, 99, 3];

    public static TheoryData<string> Policies =>
    [
        .. PolicyRig.Methods.Kinds,
        "fixed floor=0.2", "epsilon-greedy prior=first", "ucb1 floor=0", "ucb1 half-life-days=30", "ucb1 half-life-rewards=100", "thompson prior=shared", "thompson reshape=0.25", "thompson half-life-days=20 floor=0.1",
        "thompson half-life-rewards=60", "lin-ucb prior=shared floor=0", "lin-ucb half-life-days=30", "linear-thompson prior=shared v=0.3", "linear-thompson half-life-rewards=50",
        "logistic-thompson prior=shared", "logistic-thompson prior-rate=0.05 half-life-days=30", "logistic-thompson half-life-rewards=50 prior=shared",
    ];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Arms_are_chosen_as_often_as_is_told(string said)
    {
        const int Draws = 8_000;
        var policy = Taught(said, 60);
        float[] context = [0.4f, -0.8f, 1];
        long[] eligible = [99, 3, 40, 7];
        var (told, counts) = (policy.Asked(context, eligible, 3), new int[12]);
        for (var place = 0; place < 3; place++)
        {
            Assert.Equal(1, told.Skip(4 * place).Take(4).Sum(), 1e-6);
        }

        for (var seed = 1UL; seed <= Draws; seed++)
        {
            var chosen = policy.Choose(context, eligible, seed, 3).Places;
            Assert.Equal(3, chosen.Select(one => one.Arm).Distinct().Count());
            for (var place = 0; place < 3; place++)
            {
                var at = (4 * place) + Array.IndexOf(eligible, chosen[place].Arm);
                Assert.Equal(told[at], chosen[place].Probability, 1e-12);
                counts[at]++;
            }
        }

        for (var i = 0; i < told.Length; i++)
        {
            Assert.InRange(Math.Abs(((double)counts[i] / Draws) - told[i]), 0, 1e-9 + (4.5 * Math.Sqrt(told[i] * (1 - told[i]) / Draws)));
        }
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void What_is_saved_comes_back_and_goes_on_alike(string said)
    {
        var policy = Taught(said, 40);
        var saved = policy.Save();
        var restored = Assert.IsType<PolicyRestore.Restored>(PolicyRig.Methods.Restore(saved)).Policy;
        Assert.Equal(saved, restored.Save());
        Assert.Equal((policy.Kind, policy.Features), (restored.Kind, restored.Features));
        Assert.Equal(policy.Parameters, restored.Parameters);
        Assert.Equal(policy.Arms, restored.Arms);
        Assert.Equal(policy.Asked([1, 0, -1], _arms, 2), restored.Asked([1, 0, -1], _arms, 2));
        policy.Learn(Rewards(30, 8));
        restored.Learn(Rewards(30, 8));
        Assert.Equal(policy.Save(), restored.Save());
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Whatever_byte_is_lost_or_changed_is_found(string said)
    {
        var saved = Taught(said, 20).Save();
        var random = new SeededRandom(1);
        for (var round = 0; round < 40; round++)
        {
            byte[] broken = [.. saved];
            broken[round < 20 ? round : random.NextInt(broken.Length)] ^= 8;
            Assert.NotEmpty(Assert.IsType<PolicyRestore.Damaged>(PolicyRig.Methods.Restore(broken)).Why);
            Assert.IsType<PolicyRestore.Damaged>(PolicyRig.Methods.Restore(saved.AsMemory(0, random.NextInt(saved.Length))));
        }
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void One_batch_or_many_come_to_the_same_state(string said)
    {
        var (one, many) = (Fresh(said), Fresh(said));
        var rewards = Rewards(60, 3);
        one.Learn(rewards);
        foreach (var part in rewards.Chunk(7))
        {
            many.Learn(part);
        }

        Assert.Equal(one.Save(), many.Save());
        Assert.Equal(one.Asked([0.2f, 1, 0], _arms), many.Asked([0.2f, 1, 0], _arms));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Two_are_put_together_alike_from_either_side(string said)
    {
        var (first, second) = (Fresh(said), Fresh(said));
        second.Join([500]);
        first.Learn(Rewards(40, 1));
        second.Learn(Rewards(50, 2));
        second.Learn([PolicyRig.Reward([0, 0, 1], 500, 1)]);
        var merged = Assert.IsType<PolicyMerge.Merged>(PolicyRig.Methods.Merge(first, second)).Policy;
        Assert.Equal(merged.Save(), Assert.IsType<PolicyMerge.Merged>(PolicyRig.Methods.Merge(second, first)).Policy.Save());
        Assert.Equal(91, merged.Arms.Sum(arm => arm.Rewards));
        Assert.Equal(6, merged.Arms.Count);
        Assert.Equal(1, merged.Asked([1, 1, 1], [.. _arms, 500]).Sum(), 1e-6);
        if (!said.StartsWith("logistic", StringComparison.Ordinal) && !said.Contains("half-life-rewards"))
        {
            var whole = Fresh(said);
            whole.Join([500]);
            whole.Learn([.. Rewards(40, 1), .. Rewards(50, 2), PolicyRig.Reward([0, 0, 1], 500, 1)]);
            Assert.All(whole.Asked([1, 0.5f, 1], _arms).Zip(merged.Asked([1, 0.5f, 1], _arms)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        }

        Assert.IsType<PolicyMerge.Differ>(PolicyRig.Methods.Merge(first, PolicyRig.Create(said, 2)));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_cold_arm_is_within_reach_and_a_retired_one_is_not(string said)
    {
        var policy = Taught(said, 60);
        policy.Join([1]);
        long[] eligible = [1, .. _arms];
        var cold = policy.Asked([0.5f, 0.5f, 1], eligible);
        Assert.True(cold[0] > 0 || said is "lin-ucb prior=shared floor=0", $"{said} never shows a new arm");
        Assert.Null(policy.Arms.Single(arm => arm.Arm == 1).Mean);
        policy.Retire([40, 555]);
        var left = policy.Asked([0.5f, 0.5f, 1], eligible);
        Assert.Equal(0, left[1]);
        Assert.Equal(1, left.Sum(), 1e-6);
        Assert.Equal([RewardRefusal.UnknownArm], policy.Learn([PolicyRig.Reward([0, 0, 0], 40, 1)], PolicyRig.Start).Refused.Select(one => one.Reason));
        policy.Join([40]);
        Assert.Equal(new PolicyArm(40, 0, 0, null), policy.Arms.Single(arm => arm.Arm == 40));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void What_cannot_be_answered_is_a_value(string said)
    {
        var policy = Taught(said, 10);
        Assert.Equal(PolicyRefusal.NoArm, Refused(policy, [0, 0, 0], []));
        Assert.Equal(PolicyRefusal.NoArm, Refused(policy, [0, 0, 0], [8, 9]));
        Assert.Equal(PolicyRefusal.ArmTwice, Refused(policy, [0, 0, 0], [7, 12, 7]));
        Assert.Equal(PolicyRefusal.ContextLength, Refused(policy, [0, 0], [7]));
        Assert.Equal(PolicyRefusal.ContextRange, Refused(policy, [0, float.NaN, 0], [7]));
        Assert.Equal(PolicyRefusal.ContextRange, Refused(policy, [0, float.NegativeInfinity, 0], [7]));
        Assert.Equal(2, policy.Choose([0, 0, 0], [7, 12, 888], 1, places: 5).Places.Count);
        Assert.Equal(1, policy.Choose([0, 0, 0], [7], 1).Places.Single().Probability, 1e-12);
        Assert.Throws<ArgumentException>(() => policy.Probabilities(new PolicyRequest([0, 0, 0], [7], 2, 0), new double[1]));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_reward_that_cannot_be_learned_is_named_and_leaves_no_trace(string said)
    {
        var policy = Taught(said, 10);
        var before = policy.Save();
        float[] x = [1, 0, 0];
        var lesson = policy.Learn(
        [
            PolicyRig.Reward(x, 5, 1), PolicyRig.Reward([1, 0], 7, 1), PolicyRig.Reward([1, float.NaN, 0], 7, 1), new(x, 7, 0, 1, PolicyRig.Start), new(x, 7, double.NaN, 1, PolicyRig.Start),
            PolicyRig.Reward(x, 7, double.NaN), PolicyRig.Reward(x, 7, 1e300), PolicyRig.Reward(x, 7, 1, day: 2000),
        ], PolicyRig.Start.AddDays(1000));
        Assert.Equal(0, lesson.Learned);
        Assert.Equal(
            [RewardRefusal.UnknownArm, RewardRefusal.ContextLength, RewardRefusal.ContextRange, RewardRefusal.Probability, RewardRefusal.Probability, RewardRefusal.Reward, RewardRefusal.Reward, RewardRefusal.Future],
            lesson.Refused.Select(one => one.Reason));
        Assert.Equal(Enumerable.Range(0, 8), lesson.Refused.Select(one => one.Index));
        Assert.Equal(before, policy.Save());
        var half = policy.Learn([PolicyRig.Reward(x, 7, 0.5)], PolicyRig.Start.AddDays(1000));
        Assert.Equal(policy.Rewards == RewardRange.Binary ? 0 : 1, half.Learned);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Time_may_go_backwards(string said)
    {
        var policy = Fresh(said);
        policy.Learn(PolicyRig.Reward([1, 0, 0], 7, 1, day: 400), PolicyRig.Reward([0, 1, 0], 7, 0, day: 390), PolicyRig.Reward([0, 0, 1], 12, 1, day: -4000));
        var aged = policy.Save();
        Assert.Equal(0, policy.Learn([], PolicyRig.Start.AddYears(-5)).Learned);
        Assert.Equal(aged, policy.Save());
        Assert.Equal(1, policy.Asked([1, 1, 0], _arms).Sum(), 1e-6);
        Assert.All(policy.Arms, arm => Assert.InRange(arm.Weight, 0, arm.Rewards));
        Assert.All(policy.Choose([1, 1, 0], _arms, 4, 3).Places, one => Assert.True(double.IsFinite(one.Expected) && one.Probability is > 0 and <= 1));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void The_same_seed_chooses_alike_whatever_else_was_asked_and_whoever_asks(string said)
    {
        var policy = Taught(said, 30);
        var first = Ids(policy.Choose([1, 0, 1], _arms, 77, 3));
        policy.Choose([0, 5, 1], [7, 3], 12);
        var many = new long[8][];
        Parallel.For(0, many.Length, i => many[i] = Ids(policy.Choose([1, 0, 1], _arms, 77, 3)));
        Assert.All(many, ids => Assert.Equal(first, ids));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Threads_choose_while_one_learns_and_arms_come_and_go(string said)
    {
        var (policy, alone) = (Fresh(said), Fresh(said));
        var rewards = Rewards(120, 5);
        var stop = 0;
        var learner = Task.Run(() =>
        {
            for (var i = 0; i < rewards.Length; i++)
            {
                policy.Learn(rewards[i]);
                policy.Join([2000 + (i % 3)]);
                policy.Retire([2000 + ((i + 1) % 3)]);
            }

            Volatile.Write(ref stop, 1);
        });
        Parallel.For(0, 3, thread =>
        {
            for (var seed = 0UL; Volatile.Read(ref stop) == 0 || seed < 20; seed++)
            {
                var chosen = policy.Choose([1, -1, 0.5f], [.. _arms, 2000, 2001], seed, 2);
                Assert.Equal(2, chosen.Places.Select(one => one.Arm).Distinct().Count());
                Assert.All(chosen.Places, one => Assert.True(one.Probability is > 0 and <= 1));
            }
        });
        await learner;
        foreach (var reward in rewards)
        {
            alone.Learn(reward);
        }

        policy.Retire([2000, 2001, 2002]);
        Assert.Equal(alone.Save(), policy.Save());
    }

    [Fact]
    public void A_kind_or_value_that_is_not_on_offer_is_named()
    {
        Assert.Contains("thompson", Assert.Throws<ArgumentException>(() => PolicyRig.Create("thomson", 0)).Message);
        Assert.Contains("epsilon", Assert.Throws<ArgumentException>(() => PolicyRig.Create("epsilon-greedy epsilon=2", 0)).Message);
        Assert.Throws<ConflictingValuesException>(() => PolicyRig.Create("ucb1 half-life-days=3 half-life-rewards=5", 0));
        Assert.Throws<ArgumentException>(() => PolicyRig.Create("lin-ucb bias=false", 0));
        Assert.Throws<ArgumentException>(() => PolicyRig.Create("lin-ucb", 1001));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PolicyRequest([], [], 0, 1).Places);
    }

    private static PolicyRefusal Refused(IPolicy policy, float[] context, long[] arms)
    {
        var reason = Assert.IsType<PolicyChoice.Refused>(policy.Choose(new PolicyRequest(context, arms, 1, 1))).Reason;
        Assert.Equal(reason, policy.Probabilities(new PolicyRequest(context, arms, 1, 1), new double[arms.Length]));
        return reason;
    }

    private static long[] Ids(PolicyChoice.Chosen chosen) => [.. chosen.Places.Select(one => one.Arm)];

    private static IPolicy Fresh(string said) => PolicyRig.Create(said, 3, _arms);

    private static IPolicy Taught(string said, int rewards)
    {
        var policy = Fresh(said);
        policy.Learn(Rewards(rewards, 17));
        return policy;
    }

    // Late and out of order, of all arms but the last.
    private static PolicyReward[] Rewards(int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(i => PolicyRig.Reward([(float)random.NextDouble(), (float)random.NextDouble() - 0.5f, 1], _arms[random.NextInt(4)], random.NextDouble() < 0.3 ? 1 : 0, (i * 0.7) - (5 * random.NextDouble())))];
    }
}
