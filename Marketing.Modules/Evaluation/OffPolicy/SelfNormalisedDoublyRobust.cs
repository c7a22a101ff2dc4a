namespace Marketing.Evaluation.OffPolicy;

/// <summary>Doubly robust with weights that add up to 1: DM plus Σ w (r - q(x, a)) / Σ w (Thomas and Brunskill 2016, for one step).</summary>
internal sealed class SelfNormalisedDoublyRobust : IEstimator
{
    public string Name => "sndr";

    public bool NeedsModel => true;

    public Term Of(in Choice choice) => new(choice.ModelOfPolicy, choice.Weight * (choice.Reward - choice.ModelOfChosen), choice.Weight);

    public Bounds? Bounds(Bounds rewards, double largest) => null;
}
