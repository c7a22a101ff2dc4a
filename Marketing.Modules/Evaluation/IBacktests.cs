using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Evaluation;

/// <summary>A recommender measured on what customers really bought afterwards.</summary>
/// <param name="Kind">Method.</param>
/// <param name="Metrics">Figures with bootstrap intervals: <c>ndcg@10 recall@20 hit@10 map@10 novelty@10 diversity@10 coverage@10 gini@10</c>; coverage and gini have none. Empty when nobody was evaluated.</param>
/// <param name="NdcgGain">Mean difference of NDCG@10 to <c>popular</c> on the same customers, with its paired bootstrap interval; null for <c>popular</c> itself and where <c>popular</c> was not measured.</param>
/// <param name="Gains">The same difference to every other method of the report, by its kind.</param>
/// <param name="FitSeconds">Time to fit.</param>
/// <param name="ScoreSeconds">Time to rank for all customers.</param>
public sealed record MethodResult(string Kind, IReadOnlyList<Metric> Metrics, Metric? NdcgGain, IReadOnlyDictionary<string, Metric> Gains, double FitSeconds, double ScoreSeconds);

/// <summary>How a segment as of the cut behaved in the window.</summary>
/// <param name="Segment">Segment code.</param>
/// <param name="Customers">Customers in it at the cut.</param>
/// <param name="Bought">Of them, customers with an order in the window.</param>
/// <param name="Rate">Share with a 95 % Wilson interval.</param>
/// <param name="Revenue">Money they spent in the window, minor units.</param>
public sealed record SegmentRepurchase(string Segment, int Customers, int Bought, Metric Rate, long Revenue);

/// <summary>A plan as of the cut compared with what happened in the window. History alone proves no cause.</summary>
/// <param name="Id">Id.</param>
/// <param name="At">Business time of the measurement.</param>
/// <param name="Cut">The plan knew nothing at or after this instant.</param>
/// <param name="End">End of the window, exclusive.</param>
/// <param name="OnlyNew">Whether only products new to the customer count.</param>
/// <param name="Customers">Customers evaluated.</param>
/// <param name="Methods">One entry a method that could be measured; a long one whose training on hidden history gave no model has none.</param>
/// <param name="Segments">One entry a segment that had customers at the cut.</param>
public sealed record BacktestReport(long Id, DateTimeOffset At, DateTimeOffset Cut, DateTimeOffset End, bool OnlyNew, int Customers, IReadOnlyList<MethodResult> Methods, IReadOnlyList<SegmentRepurchase> Segments);

/// <summary>Backtests on the shop's own history.</summary>
public interface IBacktests
{
    /// <summary>Cuts history at an instant, plans, and compares with what was bought until the end. Stored.</summary>
    /// <param name="cut">First instant that is hidden.</param>
    /// <param name="end">End of the window, exclusive.</param>
    /// <param name="onlyNew">Count only products new to the customer, and keep bought ones out of the ranking.</param>
    /// <param name="kinds">Methods, or null for all.</param>
    /// <param name="run">Run it belongs to, or null; a run's report is made once.</param>
    /// <param name="progress">Takes reports.</param>
    /// <param name="cancellation">Stops the work; nothing is stored then.</param>
    Task<BacktestReport> RunAsync(DateTimeOffset cut, DateTimeOffset end, bool onlyNew, IReadOnlyList<string>? kinds, RunId? run, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>Newest report, or null.</summary>
    Task<BacktestReport?> LatestAsync(bool onlyNew, CancellationToken cancellation);

    /// <summary>Reports, newest first.</summary>
    Task<IReadOnlyList<BacktestReport>> ListAsync(int take, CancellationToken cancellation);

    /// <summary>
    /// Compares challengers with the champion by a report and says which should be in charge and why: a challenger wins when the paired
    /// interval of its NDCG@10 gain lies above 0. Whether a newer version of the same method replaces an older one is the caller's choice.
    /// </summary>
    /// <param name="report">A report that holds all their kinds.</param>
    /// <param name="championKind">Method in charge, or null.</param>
    Verdict Judge(BacktestReport report, string? championKind);
}

/// <summary>Who should be in charge.</summary>
/// <param name="Kind">Method.</param>
/// <param name="Change">Whether that is another method than the champion's.</param>
/// <param name="Reason">English sentence with the figures.</param>
public sealed record Verdict(string Kind, bool Change, string Reason);
