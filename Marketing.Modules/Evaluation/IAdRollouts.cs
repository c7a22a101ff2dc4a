using Marketing.Strategy;

namespace Marketing.Evaluation;

/// <summary>What guardrails say of a challenger.</summary>
public enum RolloutVerdict
{
    /// <summary>Too little is known; it stays where it is.</summary>
    Wait,

    /// <summary>It is not worse than the margin allows: a person may let it further.</summary>
    Ready,

    /// <summary>It is worse, beyond chance: it is taken back by itself once it decides for people.</summary>
    Harmful,
}

/// <summary>A challenger against the policy in charge.</summary>
/// <param name="Placement">Placement.</param>
/// <param name="Challenger">The challenger.</param>
/// <param name="Verdict">What follows.</param>
/// <param name="Choices">Choices of both that are compared.</param>
/// <param name="OfChallenger">Of these, of the challenger; in the shadow none.</param>
/// <param name="Incumbent">What the policy in charge earns a choice, by the challenger's goal; null before anything is known.</param>
/// <param name="Difference">Challenger less incumbent a choice, or null.</param>
/// <param name="Low">Lower end of its 95 % interval; of the shown stages it holds at every look (confidence sequence), so that looking often does no harm.</param>
/// <param name="High">Upper end.</param>
/// <param name="Margin">Loss a choice that is borne: a tenth of what the incumbent earns.</param>
/// <param name="Refusals">In the shadow: why the logs cannot tell; else empty.</param>
public sealed record RolloutJudgement(
    string Placement, AdPolicy Challenger, RolloutVerdict Verdict, long Choices, long OfChallenger, double? Incumbent, double? Difference, double? Low, double? High, double? Margin, IReadOnlyList<OffPolicyRefusal> Refusals)
{
    /// <summary>When it was judged, business time.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>Guardrails of challengers.</summary>
public interface IAdRollouts
{
    /// <summary>Name in the audit log of what falls back by itself.</summary>
    const string Guardrail = "guardrail";

    /// <summary>Judges the challenger of a placement, or null where there is none; over a long ledger what was judged within the last quarter of an hour stands. Nothing is changed.</summary>
    Task<RolloutJudgement?> JudgeAsync(string placement, CancellationToken cancellation);

    /// <summary>Judges every challenger that decides for people and takes back those that are harmful.</summary>
    /// <returns>Those taken back.</returns>
    Task<IReadOnlyList<RolloutJudgement>> GuardAsync(CancellationToken cancellation);
}
