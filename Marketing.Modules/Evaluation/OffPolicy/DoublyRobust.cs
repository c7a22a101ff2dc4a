namespace Marketing.Evaluation.OffPolicy;

/// <summary>
/// Doubly robust, DM plus (1/n) Σ w (r - q(x, a)) (Dudík, Langford and Li 2011, sec. 3): without bias where either the propensities or the
/// reward model are true, and calmer than IPS where the model tells a part of the reward.
/// </summary>
internal sealed class DoublyRobust : IEstimator
{
    public string Name => "dr";

    public bool NeedsModel => true;

    public Term Of(in Choice choice) => new(choice.ModelOfPolicy, choice.Weight * (choice.Reward - choice.ModelOfChosen), 1);

    public Bounds? Bounds(Bounds rewards, double largest) => Around(rewards, largest);

    /// <summary>What a model expects, corrected by an error of at most the width of the rewards with a weight of at most the largest.</summary>
    public static Bounds Around(Bounds rewards, double largest) => new(rewards.Low - (largest * rewards.Width), rewards.High + (largest * rewards.Width));
}
