namespace Marketing.Evaluation.OffPolicy;

/// <summary>
/// Direct method, (1/n) Σ_i Σ_a π(a|x_i) q(x_i, a) (Beygelzimer and Langford 2009): as good as its reward model, whose error no interval over the rows shows.
/// </summary>
internal sealed class DirectMethod : IEstimator
{
    public string Name => "dm";

    public bool NeedsModel => true;

    public Term Of(in Choice choice) => new(choice.ModelOfPolicy, 0, 1);

    public Bounds? Bounds(Bounds rewards, double largest) => null;
}
