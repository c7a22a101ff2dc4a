using Marketing.Model;
using Marketing.Model.Policies;

namespace Marketing.Tests.Model.Policies;

/// <summary>Policies in a line: a kind and what differs from its defaults, <c>lin-ucb alpha=0.5</c>.</summary>
internal static class PolicyRig
{
    public static readonly PolicyMethods Methods = new();
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static IPolicy Create(string said, int features, params long[] arms)
    {
        var words = said.Split(' ');
        var policy = Methods.Create(words[0], features, words.Skip(1).Select(word => word.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]));
        policy.Join(arms);
        return policy;
    }

    public static PolicyReward Reward(float[] context, long arm, double reward, double day = 0) => new(context, arm, 0.5, reward, Start.AddDays(day));

    public static PolicyChoice.Chosen Choose(this IPolicy policy, float[] context, long[] arms, ulong seed, int places = 1, ExplorationBudget? budget = null) =>
        Assert.IsType<PolicyChoice.Chosen>(policy.Choose(new PolicyRequest(context, arms, places, seed), budget));

    public static double[] Asked(this IPolicy policy, float[] context, long[] arms, int places = 1)
    {
        var probabilities = new double[places * arms.Length];
        Assert.Null(policy.Probabilities(new PolicyRequest(context, arms, places, 0), probabilities));
        return probabilities;
    }

    public static void Learn(this IPolicy policy, params PolicyReward[] rewards) => Assert.Empty(policy.Learn(rewards, Start.AddDays(1000)).Refused);
}
