using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>One checked property of the shop's data.</summary>
/// <param name="Check">Machine name, for example <c>orders-without-customer</c>; shown in words by the host.</param>
/// <param name="Status"><c>pass</c>, <c>warn</c> or <c>fail</c>.</param>
/// <param name="Affected">Rows concerned.</param>
/// <param name="Of">Rows looked at.</param>
public sealed record QualityCheck(string Check, string Status, long Affected, long Of);

/// <summary>How good the shop's data is.</summary>
/// <param name="At">Business time.</param>
/// <param name="Checks">One entry a check.</param>
public sealed record QualityReport(DateTimeOffset At, IReadOnlyList<QualityCheck> Checks)
{
    /// <summary>One entry a field.</summary>
    public IReadOnlyList<FieldProfile> Fields { get; init; } = [];

    /// <summary>One entry a rule that is in force.</summary>
    public IReadOnlyList<RuleResult> Rules { get; init; } = [];

    /// <summary>How long the looking took, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Failed checks and hard rules, by key: with one of them nothing is trained.</summary>
    public IReadOnlyList<string> Failures => [.. Checks.Where(check => check.Status == "fail").Select(check => check.Check), .. Rules.Where(rule => rule.Status == "fail").Select(rule => rule.Key)];
}

/// <summary>How one report ended.</summary>
/// <param name="At">Business time.</param>
/// <param name="Passed">Checks and rules passed.</param>
/// <param name="Warned">Checks and rules with a warning.</param>
/// <param name="Failed">Checks and rules failed.</param>
public sealed record QualityOutcome(DateTimeOffset At, long Passed, long Warned, long Failed);

/// <summary>Quality of the stored facts.</summary>
public interface IQuality
{
    /// <summary>Looks at a snapshot and keeps the report under the run. Where there is no rule yet, rules are made from the period before the latest.</summary>
    Task<QualityReport> CheckAsync(ShopSnapshot snapshot, RunId? run, CancellationToken cancellation);

    /// <summary>The newest report, or null.</summary>
    Task<QualityReport?> LatestAsync(CancellationToken cancellation);

    /// <summary>How the latest reports ended, oldest first.</summary>
    /// <param name="reports">How many at most.</param>
    /// <param name="cancellation">Stops the reading.</param>
    Task<IReadOnlyList<QualityOutcome>> HistoryAsync(int reports, CancellationToken cancellation);

    /// <summary>Every field in a period that is taken for sound, as the side before: what rules are made of (<see cref="IQualityRules.GenerateAsync"/>).</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="first">First day, of the shop's calendar.</param>
    /// <param name="last">Last day.</param>
    /// <param name="cancellation">Stops between fields.</param>
    /// <exception cref="FluentValidation.ValidationException">The days are the wrong way round, or no order lies in them: the message says the fix, the code is <c>turned</c>, <c>empty</c> or <c>no-orders</c>, its state the values of the sentence.</exception>
    Task<IReadOnlyList<FieldProfile>> ReferenceAsync(ShopSnapshot snapshot, DateOnly first, DateOnly last, CancellationToken cancellation);

    /// <summary>What came with an import (now) against what is there without it (before), field by field. Empty when the snapshot holds nothing of it.</summary>
    Task<IReadOnlyList<FieldProfile>> CompareImportAsync(ShopSnapshot snapshot, ImportId import, CancellationToken cancellation);
}
