namespace Marketing.Evaluation.OffPolicy;

/// <summary>One row as an estimator sees it.</summary>
/// <param name="Reward">r.</param>
/// <param name="Weight">w: the policy's probability of what was chosen over the propensity, cut at the limit.</param>
/// <param name="ModelOfChosen">Reward that the model expects of what was chosen, q(x, a).</param>
/// <param name="ModelOfPolicy">Reward that the model expects where the policy chooses, Σ_a π(a|x) q(x, a).</param>
internal readonly record struct Choice(double Reward, double Weight, double ModelOfChosen, double ModelOfPolicy);

/// <summary>What a row adds: the estimate is the mean of <paramref name="Sure"/> plus the sum of <paramref name="Weighted"/> over that of <paramref name="Mass"/>.</summary>
/// <param name="Sure">What needs no weight.</param>
/// <param name="Weighted">What is weighted.</param>
/// <param name="Mass">1 for a mean over rows, the weight where weights are made to add up to 1.</param>
internal readonly record struct Term(double Sure, double Weighted, double Mass);

/// <summary>Where values lie for certain.</summary>
internal readonly record struct Bounds(double Low, double High)
{
    public double Width => High - Low;
}

/// <summary>An estimator of the mean reward of a policy from choices of another.</summary>
internal interface IEstimator
{
    string Name { get; }

    /// <summary>Whether it needs a reward model.</summary>
    bool NeedsModel { get; }

    /// <summary>Whether the limit on weights is for it; it is not where large weights have a treatment of their own.</summary>
    bool IsClipped => true;

    /// <summary>What a row adds.</summary>
    Term Of(in Choice choice);

    /// <summary>Where the terms of a row lie; null for a ratio, and where the mean of the terms is not the value of the policy, so that an interval about it would promise too much.</summary>
    /// <param name="rewards">Where rewards lie, and with them what a model expects.</param>
    /// <param name="largest">Largest weight.</param>
    Bounds? Bounds(Bounds rewards, double largest);
}
