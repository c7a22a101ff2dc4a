using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>How much a broken rule matters.</summary>
public enum RuleSeverity : long
{
    /// <summary>Shown.</summary>
    Warn = 1,

    /// <summary>Stops the training.</summary>
    Hard = 2,
}

/// <summary>What a field must look like in the period looked at.</summary>
/// <param name="Field">Field, for example <c>orders.amount</c>.</param>
/// <param name="Kind">
/// <c>missing</c>: share of rows without a value, in [0, 1]; <c>least</c>, <c>most</c>: smallest and largest value in the field's unit;
/// <c>distinct</c>: different values now divided by those before; <c>psi</c>: population stability index; <c>ks</c>: Kolmogorov-Smirnov distance.
/// </param>
/// <param name="Low">Least that passes, or null.</param>
/// <param name="High">Most that passes, or null.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Enabled">Whether it is in force.</param>
/// <param name="Edited">Whether a person has changed it; such a rule stays when rules are made anew.</param>
public sealed record QualityRule(string Field, string Kind, double? Low, double? High, RuleSeverity Severity, bool Enabled, bool Edited)
{
    /// <summary>Names the rule.</summary>
    public string Key => $"{Field}/{Kind}";
}

/// <summary>What became of a rule.</summary>
/// <param name="Key">The rule.</param>
/// <param name="Status"><c>pass</c>, <c>warn</c>, <c>fail</c>, or <c>none</c> when there was nothing to measure.</param>
/// <param name="Value">What was measured, or null.</param>
/// <param name="Low">Least that passes, or null.</param>
/// <param name="High">Most that passes, or null.</param>
public sealed record RuleResult(string Key, string Status, double? Value, double? Low, double? High)
{
    /// <summary>The field.</summary>
    public string Field => Key[..Key.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>What is measured.</summary>
    public string Kind => Key[(Key.IndexOf('/', StringComparison.Ordinal) + 1)..];
}

/// <summary>A failure that a person lets pass once.</summary>
/// <param name="Key">Check or rule.</param>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">System time.</param>
public sealed record QualityPass(string Key, string Actor, string Reason, DateTimeOffset At);

/// <summary>Rules of quality, and whether the data may be learned from.</summary>
public interface IQualityRules
{
    /// <summary>All rules, by field and kind.</summary>
    Task<IReadOnlyList<QualityRule>> ListAsync(CancellationToken cancellation);

    /// <summary>Saves a rule that a person has changed, with a line in the audit log.</summary>
    /// <exception cref="FluentValidation.ValidationException">The bounds cannot be meant.</exception>
    Task SaveAsync(QualityRule rule, string actor, CancellationToken cancellation);

    /// <summary>Makes the rules anew from what is taken for sound; those a person has changed stay. Audited.</summary>
    /// <param name="reference">Fields whose period before is the reference.</param>
    /// <param name="actor">Who.</param>
    /// <param name="cancellation">Stops before it is written.</param>
    /// <returns>How many rules were made.</returns>
    Task<int> GenerateAsync(IReadOnlyList<FieldProfile> reference, string actor, CancellationToken cancellation);

    /// <summary>Lets a failure pass in the next training, once. Audited.</summary>
    /// <exception cref="FluentValidation.ValidationException">No reason is given.</exception>
    Task PassOnceAsync(string key, string reason, string actor, CancellationToken cancellation);

    /// <summary>Passes that no training has used yet.</summary>
    Task<IReadOnlyList<QualityPass>> PassesAsync(CancellationToken cancellation);

    /// <summary>What forbids a run to learn: failures of the newest report that nobody let pass. Passes are used up by the run.</summary>
    Task<IReadOnlyList<string>> ObstaclesAsync(RunId run, CancellationToken cancellation);
}
