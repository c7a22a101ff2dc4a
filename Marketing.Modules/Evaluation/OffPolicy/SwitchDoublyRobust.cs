namespace Marketing.Evaluation.OffPolicy;

/// <summary>Switch-DR (Wang, Agarwal and Dudík 2017, sec. 4): the correction of doubly robust only where w is at most τ; elsewhere the reward model alone.</summary>
/// <param name="threshold">τ, not below 0.</param>
internal sealed class SwitchDoublyRobust(double threshold) : IEstimator
{
    public string Name => "switch_dr";

    public bool NeedsModel => true;

    public bool IsClipped => false;

    public Term Of(in Choice choice) => new(choice.ModelOfPolicy, choice.Weight <= threshold ? choice.Weight * (choice.Reward - choice.ModelOfChosen) : 0, 1);

    public Bounds? Bounds(Bounds rewards, double largest) => null;
}
