namespace Marketing.Model.Policies;

/// <summary>Looks at what comes in.</summary>
internal static class PolicyInput
{
    // Squares of more would leave nothing of the prior in double precision.
    private const float Largest = 1e6f;
    private const double LargestReward = 1e9;

    /// <summary>The arms of a request that are held.</summary>
    /// <param name="request">The request.</param>
    /// <param name="features">Numbers in a context.</param>
    /// <param name="index">Arms that are held.</param>
    /// <param name="arms">Takes their places in the index; as long as the request's arms.</param>
    /// <param name="at">Takes their places in the request; as long.</param>
    /// <param name="held">How many they are.</param>
    /// <returns>Why the request cannot be answered, or null.</returns>
    public static PolicyRefusal? Held(in PolicyRequest request, int features, ArmIndex index, Span<int> arms, Span<int> at, out int held)
    {
        held = 0;
        if (request.Context.Length != features)
        {
            return PolicyRefusal.ContextLength;
        }

        if (!InRange(request.Context))
        {
            return PolicyRefusal.ContextRange;
        }

        var size = index.Ids.Length;
        var seen = size <= 1024 ? stackalloc bool[size] : new bool[size];
        for (var i = 0; i < request.Arms.Length; i++)
        {
            if (index.Find(request.Arms[i]) is >= 0 and var place)
            {
                if (seen[place])
                {
                    return PolicyRefusal.ArmTwice;
                }

                (seen[place], arms[held], at[held]) = (true, place, i);
                held++;
            }
        }

        return held == 0 ? PolicyRefusal.NoArm : null;
    }

    /// <summary>Why a reward cannot be learned from, or null.</summary>
    public static RewardRefusal? Wrong(in PolicyReward reward, int features, RewardRange range, ArmIndex index, DateTimeOffset now) =>
        index.Find(reward.Arm) < 0 ? RewardRefusal.UnknownArm
        : reward.Context.Length != features ? RewardRefusal.ContextLength
        : !InRange(reward.Context.Span) ? RewardRefusal.ContextRange
        : reward.Probability is not (> 0 and <= 1) ? RewardRefusal.Probability
        : !Fits(reward.Reward, range) ? RewardRefusal.Reward
        : reward.At > now ? RewardRefusal.Future
        : null;

    private static bool Fits(double reward, RewardRange range) => range switch
    {
        RewardRange.Binary => reward is 0 or 1,
        RewardRange.Unit => reward is >= 0 and <= 1,
        _ => Math.Abs(reward) <= LargestReward,
    };

    private static bool InRange(ReadOnlySpan<float> context)
    {
        foreach (var value in context)
        {
            if (!(Math.Abs(value) <= Largest))
            {
                return false;
            }
        }

        return true;
    }
}
