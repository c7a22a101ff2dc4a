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
public sealed record QualityReport(DateTimeOffset At, IReadOnlyList<QualityCheck> Checks);

/// <summary>Quality of the stored facts.</summary>
public interface IQuality
{
    /// <summary>Looks at a snapshot and keeps the report under the run.</summary>
    Task<QualityReport> CheckAsync(ShopSnapshot snapshot, RunId? run, CancellationToken cancellation);

    /// <summary>The newest report, or null.</summary>
    Task<QualityReport?> LatestAsync(CancellationToken cancellation);
}
