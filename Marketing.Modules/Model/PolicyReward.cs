namespace Marketing.Model;

/// <summary>What came of showing an arm.</summary>
/// <param name="context">Context of the request.</param>
/// <param name="arm">Arm that was shown.</param>
/// <param name="probability">Probability of the choice, in (0, 1]. No method here weighs by it; one that is out of range tells of a broken log.</param>
/// <param name="reward">What came of it.</param>
/// <param name="at">When it was shown.</param>
public readonly struct PolicyReward(ReadOnlyMemory<float> context, long arm, double probability, double reward, DateTimeOffset at)
{
    /// <summary>Context of the request.</summary>
    public ReadOnlyMemory<float> Context { get; } = context;

    /// <summary>Arm that was shown.</summary>
    public long Arm { get; } = arm;

    /// <summary>Probability of the choice.</summary>
    public double Probability { get; } = probability;

    /// <summary>What came of it.</summary>
    public double Reward { get; } = reward;

    /// <summary>When it was shown.</summary>
    public DateTimeOffset At { get; } = at;
}

/// <summary>What came of a batch.</summary>
/// <param name="Learned">Rewards that were learned from.</param>
/// <param name="Refused">The others.</param>
public sealed record PolicyLesson(int Learned, IReadOnlyList<RefusedReward> Refused);

/// <summary>A reward that was not learned from.</summary>
/// <param name="Index">Its place in the batch.</param>
/// <param name="Reason">Why.</param>
public readonly record struct RefusedReward(int Index, RewardRefusal Reason);

/// <summary>Why a reward is not learned from.</summary>
public enum RewardRefusal
{
    /// <summary>The arm is not held: it never joined, or has retired.</summary>
    UnknownArm,

    /// <summary>The context has not as many numbers as the policy has features.</summary>
    ContextLength,

    /// <summary>A number of the context is not finite, or beyond 1e6.</summary>
    ContextRange,

    /// <summary>The probability is not in (0, 1].</summary>
    Probability,

    /// <summary>The reward is not one that the method can learn from.</summary>
    Reward,

    /// <summary>It was shown after the time up to which is learned.</summary>
    Future,
}
