namespace Marketing.Evaluation;

/// <summary>How well the logs cover the policy that is asked about; w is its probability of what was chosen over that of the logs.</summary>
/// <param name="Rows">Logged choices.</param>
/// <param name="EffectiveSampleSize">(Σ w)² / Σ w²: as many rows of the policy itself would tell about as much.</param>
/// <param name="LargestWeight">Largest w.</param>
/// <param name="ZeroWeightShare">Share of rows whose choice the policy would never make.</param>
/// <param name="MeanWeight">Mean w; 1 up to chance, where propensities are those of the log.</param>
/// <param name="MeanWeightError">Its standard error; null with fewer than two rows.</param>
/// <param name="UnloggedMass">Share of the policy's choices that the logs never show; null where only its probability of what was chosen is known.</param>
/// <param name="SmallestPropensity">Least probability in the logs.</param>
/// <param name="ClippedShare">Share of rows whose weight was cut; null without a limit.</param>
public sealed record OffPolicyDiagnostics(long Rows, double EffectiveSampleSize, double LargestWeight, double ZeroWeightShare, double MeanWeight, double? MeanWeightError, double? UnloggedMass, double SmallestPropensity, double? ClippedShare);

/// <summary>An interval that needs no large sample, from a bound of what a row can add.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="LeastTerm">Least that a row was taken to be able to add.</param>
/// <param name="LargestTerm">Most that a row was taken to be able to add.</param>
public sealed record BernsteinInterval(double Low, double High, double LeastTerm, double LargestTerm);

/// <summary>What one estimator says: a value, or why there is none.</summary>
public abstract record OffPolicyFigure
{
    private OffPolicyFigure(string name) => Name = name;

    /// <summary><c>on_policy ips snips dm dr sndr switch_dr dr_os replay replay_ucb1</c>.</summary>
    public string Name { get; }

    /// <summary>Mean reward a choice.</summary>
    /// <param name="Name">Estimator.</param>
    /// <param name="Value">Estimate.</param>
    /// <param name="Low">Lower end of the 95 % bootstrap interval; null where no resample differs.</param>
    /// <param name="High">Upper end of it.</param>
    /// <param name="Bernstein">The 95 % empirical Bernstein interval; null for ratios, which it is not made for.</param>
    public sealed record Estimated(string Name, double Value, double? Low, double? High, BernsteinInterval? Bernstein) : OffPolicyFigure(Name)
    {
        /// <summary>Rows whose choice was the policy's own; of replay.</summary>
        public long? Matched { get; init; }
    }

    /// <summary>It cannot say anything.</summary>
    /// <param name="Name">Estimator.</param>
    /// <param name="Reason">Why, in code: one of <see cref="OffPolicyReason"/>.</param>
    public sealed record Missing(string Name, string Reason) : OffPolicyFigure(Name);
}

/// <summary>Reasons in code, for words in any language.</summary>
public static class OffPolicyReason
{
    /// <summary>There is no row.</summary>
    public const string NoRow = "no_row";

    /// <summary>A propensity is missing, not above 0 or above 1. Values: <c>row</c> (from 1), <c>propensity</c> (left out where it is no number), <c>rows</c> that are so.</summary>
    public const string WrongPropensity = "wrong_propensity";

    /// <summary>A probability of the policy is missing, below 0 or above 1. Values as for <see cref="WrongPropensity"/>, with <c>probability</c>.</summary>
    public const string WrongPolicy = "wrong_policy";

    /// <summary>A reward is no finite number. Values: <c>row</c>, <c>rows</c>.</summary>
    public const string WrongReward = "wrong_reward";

    /// <summary>Too much of what the policy would choose was never logged. Values: <c>mass</c>, <c>limit</c>, both shares.</summary>
    public const string NoOverlap = "no_overlap";

    /// <summary>Too few rows carry the estimate. Values: <c>effective</c> and <c>rows</c>, <c>least</c> as a number of rows and <c>least_share</c> of all.</summary>
    public const string SmallEffectiveSample = "small_effective_sample";

    /// <summary>The mean weight is further from 1 than chance brings it: the propensities are not those of the logs. Values: <c>mean</c>, <c>error</c>, <c>deviations</c>, <c>limit</c>.</summary>
    public const string WeightsOff = "weights_off";

    /// <summary>Of an estimator: it needs the policy's probabilities of every action.</summary>
    public const string NeedsWholePolicy = "needs_whole_policy";

    /// <summary>Of replay: the policy leaves something to chance.</summary>
    public const string NotDeterministic = "not_deterministic";

    /// <summary>Of replay: the logs chose some actions with other probabilities than others.</summary>
    public const string NotUniform = "not_uniform";

    /// <summary>Of replay and ratios: no row of the logs has what the policy would choose.</summary>
    public const string NoMatch = "no_match";
}

/// <summary>Why logs cannot answer.</summary>
/// <param name="Code">One of <see cref="OffPolicyReason"/>.</param>
/// <param name="Values">What belongs into its words, by name.</param>
public sealed record OffPolicyRefusal(string Code, IReadOnlyDictionary<string, double> Values);

/// <summary>What logs say of another policy.</summary>
public abstract record OffPolicyAnswer
{
    private OffPolicyAnswer(OffPolicyDiagnostics? diagnostics) => Diagnostics = diagnostics;

    /// <summary>How well the logs cover the policy; null where there is no row or one that cannot be reckoned with.</summary>
    public OffPolicyDiagnostics? Diagnostics { get; }

    /// <summary>They answer.</summary>
    /// <param name="Figures">What each estimator says.</param>
    /// <param name="Diagnostics">How well the logs cover the policy.</param>
    public sealed record Answered(IReadOnlyList<OffPolicyFigure> Figures, OffPolicyDiagnostics Diagnostics) : OffPolicyAnswer(Diagnostics);

    /// <summary>They cannot answer, and no figure is told.</summary>
    /// <param name="Reasons">Every reason, the gravest first.</param>
    /// <param name="Diagnostics">How well the logs cover the policy, where that can be told.</param>
    public sealed record Refused(IReadOnlyList<OffPolicyRefusal> Reasons, OffPolicyDiagnostics? Diagnostics) : OffPolicyAnswer(Diagnostics);
}
