namespace Marketing.Evaluation.OffPolicy;

/// <summary>Mean reward of the logs themselves: what the policy has to be better than.</summary>
internal sealed class OnPolicy : IEstimator
{
    public string Name => "on_policy";

    public bool NeedsModel => false;

    public Term Of(in Choice choice) => new(0, choice.Reward, 1);

    public Bounds? Bounds(Bounds rewards, double largest) => rewards;
}
