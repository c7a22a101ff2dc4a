using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Policies;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Policies;

/// <summary>Runs policies in worlds. What is chosen is what <see cref="IPolicy.Choose"/> chooses; its probabilities are left out, since nobody looks at them here.</summary>
internal static class PolicyWorlds
{
    /// <summary>Regret of a run.</summary>
    public static double Run(BanditWorld.Terms terms, string said, ulong seed, int steps)
    {
        var policy = PolicyRig.Create(said, terms.Features);
        var method = PolicyCatalogue.Of(policy.Kind);
        var values = method.Values(policy.Parameters.ToDictionary());
        var (floor, arms) = (method.Floor is null ? 0 : values.Real(method.Floor), Enumerable.Range(0, terms.Arms).ToArray());
        var memory = method.Empty(terms.Features, values).With(new ArmIndex(arms.Select(arm => (long)arm)));
        var (world, regret, now) = (new BanditWorld(terms, seed), 0.0, PolicyRig.Start);
        var (value, spread, expected, place) = (new double[arms.Length], new double[arms.Length], new double[arms.Length], new int[1]);
        for (var step = 0; step < steps; step++)
        {
            world.Step();
            now = now.AddMinutes(1);
            memory.Score(world.Context, arms, value, spread, expected);
            Choose(method, new ArmScores(memory, arms, value, spread), floor, Seed(seed, step), place);
            regret += world.Regret(place[0]);
            var work = memory.Begin();
            work.Add(place[0], new PolicyReward(world.Context, place[0], 1, world.Click(place[0]), now));
            memory = work.Publish(now);
        }

        return regret;
    }

    /// <summary>The same through the public contract, for the first steps.</summary>
    public static double RunPublic(BanditWorld.Terms terms, string said, ulong seed, int steps)
    {
        long[] arms = [.. Enumerable.Range(0, terms.Arms)];
        var (world, policy, regret, now) = (new BanditWorld(terms, seed), PolicyRig.Create(said, terms.Features, arms), 0.0, PolicyRig.Start);
        for (var step = 0; step < steps; step++)
        {
            world.Step();
            now = now.AddMinutes(1);
            var place = policy.Choose(world.Context, arms, Seed(seed, step)).Places[0];
            regret += world.Regret((int)place.Arm);
            policy.Learn([new PolicyReward(world.Context, place.Arm, place.Probability, world.Click((int)place.Arm), now)], now);
        }

        return regret;
    }

    /// <summary>What one regrets less the other in the same worlds, with its normal interval of 95 %.</summary>
    public static (double Mean, double Low, double High) Gain(BanditWorld.Terms terms, string first, string second, int seeds, int steps, ulong first0)
    {
        var off = new double[seeds];
        Parallel.For(0, seeds, i => off[i] = Run(terms, first, first0 + (ulong)i, steps) - Run(terms, second, first0 + (ulong)i, steps));
        return Spread(off);
    }

    /// <summary>Mean with its normal interval of 95 %.</summary>
    public static (double Mean, double Low, double High) Spread(double[] values)
    {
        var mean = values.Average();
        var half = 1.96 * Math.Sqrt(values.Sum(one => (one - mean) * (one - mean)) / (values.Length - 1) / values.Length);
        return (mean, mean - half, mean + half);
    }

    private static ulong Seed(ulong seed, int step) => StableHash.Add(StableHash.Add(StableHash.Start, (long)seed), step);

    private static void Choose(PolicyMethod method, in ArmScores scores, double floor, ulong seed, Span<int> place)
    {
        var random = new SeededRandom(seed);
        if (floor > 0 && random.NextDouble() < floor)
        {
            Draws.Some(scores.Arms.Length, random, place);
            return;
        }

        method.Ranking.Draw(scores, random, place);
    }
}
