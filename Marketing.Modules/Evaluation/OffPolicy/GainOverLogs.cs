namespace Marketing.Evaluation.OffPolicy;

/// <summary>What the policy earns beyond the logs, doubly robust less the reward of the same row: the difference of two figures of the same rows is surer than either (Dudík, Langford and Li 2011, sec. 3).</summary>
internal sealed class GainOverLogs : IEstimator
{
    public string Name => "gain";

    public bool NeedsModel => true;

    public Term Of(in Choice choice) => new(choice.ModelOfPolicy - choice.Reward, choice.Weight * (choice.Reward - choice.ModelOfChosen), 1);

    public Bounds? Bounds(Bounds rewards, double largest) => new(-rewards.Width - (largest * rewards.Width), rewards.Width + (largest * rewards.Width));
}
