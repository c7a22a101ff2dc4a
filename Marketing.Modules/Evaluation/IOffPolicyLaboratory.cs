using Marketing.Kernel;

namespace Marketing.Evaluation;

/// <summary>What another policy would have earned, asked of logs in files.</summary>
/// <param name="Log">CSV with the header <c>action[,position],reward,propensity[,policy_probability][,context columns]</c>, in any order of columns and a row a choice.</param>
/// <param name="Policy">CSV with the header <c>action[,position],probability</c>, the same for every row of the log; null where the log has the column <c>policy_probability</c>.</param>
public sealed record OffPolicyQuestion(string Log, string? Policy)
{
    /// <summary>Reward models on offer.</summary>
    public static IReadOnlyList<string> RewardModels { get; } = ["means", "logistic"];

    /// <summary>What rewards are expected by: <c>means</c>, smoothed means of each action, or <c>logistic</c>, cross-fitted over action, position and context columns.</summary>
    public string RewardModel { get; init; } = "means";

    /// <summary>Largest weight of a row, above 0; null for no limit.</summary>
    public double? Clip { get; init; }

    /// <summary>Weight above which switch-DR trusts the reward model alone, not below 0.</summary>
    public double Switch { get; init; } = 5;

    /// <summary>λ of the weights λ w / (w² + λ) of DRos, above 0.</summary>
    public double Shrinkage { get; init; } = 100;

    /// <summary>Width of the UCB1 policy that is replayed over the rows in their order, not below 0; null for none.</summary>
    public double? Ucb1 { get; init; }

    /// <summary>Bootstrap resamples, or null for those of the settings.</summary>
    public int? Resamples { get; init; }

    /// <summary>Columns that hold categories, although they are written as numbers.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Columns that are not learned from.</summary>
    public IReadOnlyList<string> LeaveOut { get; init; } = [];

    /// <summary>Seed of the resampling and of the folds.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Processors that loops use, or null for all.</summary>
    public int? Threads { get; init; }
}

/// <summary>What came out.</summary>
/// <param name="RewardModel">Reward model.</param>
/// <param name="Parameters">All parameters, by name.</param>
/// <param name="Answer">Figures, or why there are none.</param>
/// <param name="FitSeconds">Time to fit the reward model.</param>
/// <param name="EstimateSeconds">Time of weights, estimates and intervals.</param>
/// <param name="CpuSeconds">Processor time of both, by the whole process.</param>
/// <param name="PeakBytes">Largest memory of the process until the end.</param>
/// <param name="Rows">Rows by name: <c>log actions positions policy</c>.</param>
public sealed record OffPolicyReport(string RewardModel, IReadOnlyDictionary<string, string> Parameters, OffPolicyAnswer Answer, double FitSeconds, double EstimateSeconds, double CpuSeconds, long PeakBytes, IReadOnlyDictionary<string, long> Rows)
{
    /// <summary>Where the file of the policy gives its largest probability to an action that the log never shows there: file, row, column and value; null where there is none.</summary>
    public string? Unlogged { get; init; }
}

/// <summary>Off-policy evaluation on plain files. Needs no shop.</summary>
public interface IOffPolicyLaboratory
{
    /// <summary>Estimates what the policy would have earned a choice, or says why the logs cannot tell.</summary>
    /// <exception cref="OperatorException">A file cannot be read, lacks a column or holds a wrong value, or an option is out of its range; the message names file, row and column.</exception>
    Task<OffPolicyReport> EvaluateAsync(OffPolicyQuestion question, IProgress<Progress>? progress, CancellationToken cancellation);
}
