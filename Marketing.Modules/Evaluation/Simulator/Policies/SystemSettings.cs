namespace Marketing.Evaluation.Simulator.Policies;

/// <summary>What the policy of the system is told and does not learn, or not at first. Round numbers, taken from no world; what each of them matters is measured (docs/benchmarks.md, The whole loop in simulated shops).</summary>
internal sealed record SystemSettings
{
    /// <summary>Days after which a third of the fatigue that a contact adds is left; above 0. How much fatigue weakens answers is learned.</summary>
    public double TiredDays { get; init; } = 7;

    /// <summary>Prior mean, and standard deviation, of the share of all later visits that a contact costs; above 0.</summary>
    public double HarmPrior { get; init; } = 0.02;

    /// <summary>Days of usual visits on which that share is counted; 0 or more.</summary>
    public double AheadDays { get; init; } = 90;

    /// <summary>Median of the prior of the days of satiation; above 0. They are learned.</summary>
    public double SatedDays { get; init; } = 30;
}
