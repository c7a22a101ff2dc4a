namespace Marketing.Evaluation.OffPolicy;

/// <summary>
/// Doubly robust with optimistic shrinkage (Su, Dimakopoulou, Krishnamurthy and Dudík 2020): weights λ w / (w² + λ), which are nearly w
/// where w is small and go back to 0 where it is large; never above √λ / 2.
/// </summary>
/// <param name="lambda">λ, above 0.</param>
internal sealed class ShrunkDoublyRobust(double lambda) : IEstimator
{
    public string Name => "dr_os";

    public bool NeedsModel => true;

    public bool IsClipped => false;

    public Term Of(in Choice choice) => new(choice.ModelOfPolicy, Shrunk(choice.Weight) * (choice.Reward - choice.ModelOfChosen), 1);

    public Bounds? Bounds(Bounds rewards, double largest) => null;

    private double Shrunk(double weight) => lambda * weight / ((weight * weight) + lambda);
}
