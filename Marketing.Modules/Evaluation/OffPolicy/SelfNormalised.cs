namespace Marketing.Evaluation.OffPolicy;

/// <summary>Self-normalised inverse propensity scoring, Σ w r / Σ w (Swaminathan and Joachims 2015): stays among the rewards, and loses its bias as the sample grows.</summary>
internal sealed class SelfNormalised : IEstimator
{
    public string Name => "snips";

    public bool NeedsModel => false;

    public Term Of(in Choice choice) => new(0, choice.Weight * choice.Reward, choice.Weight);

    public Bounds? Bounds(Bounds rewards, double largest) => null;
}
