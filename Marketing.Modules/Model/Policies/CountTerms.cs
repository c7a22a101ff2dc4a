namespace Marketing.Model.Policies;

/// <summary>How counts become scores.</summary>
internal enum CountStyle
{
    /// <summary>By the mean.</summary>
    Mean,

    /// <summary>By the upper confidence bound.</summary>
    Upper,

    /// <summary>By a draw from the Beta posterior.</summary>
    Beta,
}

/// <summary>What is believed of an arm before its first reward.</summary>
internal enum CountPrior
{
    /// <summary>It stands before all others.</summary>
    First,

    /// <summary>What the parameters say.</summary>
    Given,

    /// <summary>What the other arms are like.</summary>
    Shared,
}

/// <summary>Terms of a memory of counts.</summary>
/// <param name="Style">How counts become scores.</param>
/// <param name="Prior">What is believed of an arm before its first reward.</param>
/// <param name="Alpha">First parameter of the given Beta prior; rewards that a shared mean counts for.</param>
/// <param name="Beta">Second parameter of the given Beta prior.</param>
/// <param name="C">Width of the upper confidence bound; what both parameters of a Beta posterior are divided by before it is drawn from.</param>
/// <param name="Forgetting">What old rewards weigh.</param>
internal sealed record CountTerms(CountStyle Style, CountPrior Prior, double Alpha, double Beta, double C, Forgetting Forgetting);

/// <summary>Sums of an arm.</summary>
/// <param name="Rewards">Rewards it learned from.</param>
/// <param name="Weight">Their weight at <paramref name="Clock"/>.</param>
/// <param name="Sum">Their weighted sum at <paramref name="Clock"/>.</param>
/// <param name="Clock">The instant at which the sums stand.</param>
internal readonly record struct CountArm(long Rewards, double Weight, double Sum, double Clock)
{
    /// <summary>With one more reward, which may be older than the last.</summary>
    public CountArm Add(double reward, double at, Forgetting forgetting)
    {
        if (Rewards == 0)
        {
            return new CountArm(1, 1, reward, at);
        }

        var (old, own) = (forgetting.Left(Clock, at), forgetting.Left(at, Clock));
        return new CountArm(Rewards + 1, (old * Weight) + own, (old * Sum) + (own * reward), Math.Max(Clock, at));
    }

    /// <summary>With the sums of another.</summary>
    public CountArm Plus(CountArm other, Forgetting forgetting)
    {
        if (Rewards == 0 || other.Rewards == 0)
        {
            return Rewards == 0 ? other : this;
        }

        var (own, others) = (forgetting.Left(Clock, other.Clock), forgetting.Left(other.Clock, Clock));
        return new CountArm(Rewards + other.Rewards, (own * Weight) + (others * other.Weight), (own * Sum) + (others * other.Sum), Math.Max(Clock, other.Clock));
    }
}
