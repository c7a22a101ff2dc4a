using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Evaluation;

/// <summary>A tenth of the customers, by the foretold probability of churn.</summary>
/// <param name="Customers">How many.</param>
/// <param name="Foretold">Mean foretold probability.</param>
/// <param name="Came">Share that really stayed away.</param>
public sealed record CalibrationTenth(int Customers, double Foretold, double Came);

/// <summary>A method measured on what customers really did afterwards.</summary>
/// <param name="Kind">Method.</param>
/// <param name="Churn">Figures with bootstrap intervals where they are means: <c>log_loss brier auc calibration_error</c>; the area needs both outcomes. Empty when nobody was evaluated.</param>
/// <param name="Spend">Figures in major units of the currency: <c>tweedie_deviance mae rmsle gini_normalised sum_ratio</c>, the first in the root of that unit; the last two need money. Empty when nobody was evaluated.</param>
/// <param name="ChurnGains">By how much its log loss is below that of every other method, a customer's difference with its paired interval.</param>
/// <param name="SpendGains">The same of the Tweedie deviance.</param>
/// <param name="Calibration">Tenths, the likeliest to stay first.</param>
/// <param name="FitSeconds">Time to fit on the hidden history.</param>
public sealed record OutlookResult(
    string Kind, IReadOnlyList<Metric> Churn, IReadOnlyList<Metric> Spend, IReadOnlyDictionary<string, Metric> ChurnGains, IReadOnlyDictionary<string, Metric> SpendGains, IReadOnlyList<CalibrationTenth> Calibration, double FitSeconds);

/// <summary>What was foretold of customers at the cut, against what came within the horizon.</summary>
/// <param name="Id">Id.</param>
/// <param name="At">Business time of the measurement.</param>
/// <param name="Cut">Nothing at or after this instant was known.</param>
/// <param name="End">End of the horizon, exclusive.</param>
/// <param name="Customers">Customers with an order before the cut: all are evaluated of whom every method tells something.</param>
/// <param name="Away">Of them, customers without an order in the horizon.</param>
/// <param name="Spent">Money that they spent in the horizon, minor units.</param>
/// <param name="Methods">One entry a method that could be fitted at the cut.</param>
public sealed record OutlookReport(long Id, DateTimeOffset At, DateTimeOffset Cut, DateTimeOffset End, int Customers, int Away, long Spent, IReadOnlyList<OutlookResult> Methods);

/// <summary>Backtests of what is expected of customers, on the shop's own history.</summary>
public interface IOutlookBacktests
{
    /// <summary>Least share of the money that came which a method must foretell in sum to take charge of spend from one that does.</summary>
    const double LeastSumRatio = 0.5;

    /// <summary>Most of it.</summary>
    const double MostSumRatio = 2;

    /// <summary>Fits every method on the shop at the cut and compares with what came. Stored; a run's report is made once.</summary>
    /// <param name="cut">First instant that is hidden.</param>
    /// <param name="end">End of the horizon, exclusive.</param>
    /// <param name="kinds">Methods.</param>
    /// <param name="run">Run it belongs to.</param>
    /// <param name="progress">Takes reports.</param>
    /// <param name="cancellation">Stops the work; nothing is stored then.</param>
    Task<OutlookReport> RunAsync(DateTimeOffset cut, DateTimeOffset end, IReadOnlyList<string> kinds, RunId run, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>Newest report, or null.</summary>
    Task<OutlookReport?> LatestAsync(CancellationToken cancellation);

    /// <summary>
    /// Compares challengers with the champion by a report and says which should be in charge and why: a challenger wins when the paired interval by
    /// which its log loss (churn) or Tweedie deviance (spend) is below the champion's lies above 0; not where the money that it foretells in sum lies outside
    /// <see cref="LeastSumRatio"/> to <see cref="MostSumRatio"/> times what came, and the champion's inside.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <param name="purpose">One of <see cref="ModelPurposes.Outlooks"/>.</param>
    /// <param name="championKind">Method in charge, or null.</param>
    Verdict Judge(OutlookReport report, string purpose, string? championKind);
}
