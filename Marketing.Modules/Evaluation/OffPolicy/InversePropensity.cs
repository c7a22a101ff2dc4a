namespace Marketing.Evaluation.OffPolicy;

/// <summary>
/// Inverse propensity scoring, (1/n) Σ w r (Horvitz and Thompson 1952; Precup, Sutton and Singh 2000): without bias where propensities are
/// true and cover the policy, and of a spread that grows with the weights. Weights that are cut (Ionides 2008) trade that for a bias towards 0.
/// </summary>
internal sealed class InversePropensity : IEstimator
{
    public string Name => "ips";

    public bool NeedsModel => false;

    public Term Of(in Choice choice) => new(0, choice.Weight * choice.Reward, 1);

    public Bounds? Bounds(Bounds rewards, double largest) => new(Math.Min(0, largest * rewards.Low), Math.Max(0, largest * rewards.High));
}
