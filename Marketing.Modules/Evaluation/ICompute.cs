using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Evaluation;

/// <summary>What a method cost in a period, and what it brought.</summary>
/// <param name="Purpose">Purpose.</param>
/// <param name="Kind">Method.</param>
/// <param name="IsChampion">Whether it is in charge.</param>
/// <param name="Versions">Versions trained in the period.</param>
/// <param name="CpuSeconds">
/// Processor time of their fits and of the trainings without a version, together. What else the process did meanwhile is in it. 0 where the versions were paid for another purpose (<see cref="PaidWith"/>).
/// </param>
/// <param name="LastCpuSeconds">Processor time of the latest fit, or null when none was in the period.</param>
/// <param name="PeakBytes">Memory of the latest fit (<see cref="ModelVersion.PeakBytes"/>), or null.</param>
/// <param name="FileBytes">Size of the latest model file, or null.</param>
/// <param name="Cost">Processor time of the period at the price, in the shop's currency.</param>
/// <param name="Figure">The figure that its purpose is judged by, of the latest measured version, or null.</param>
/// <param name="Baseline">Cheapest method by processor time of those that were measured in the same turn, or null where it is that itself or nothing was measured.</param>
/// <param name="Gain">By how much the figure is better than that of the baseline on the same customers, with its paired interval: NDCG@10 higher, log loss or Tweedie deviance lower; or null.</param>
/// <param name="CostOfPoint">Cost of the period a hundredth of NDCG gained, or null where no gain is above 0 with certainty, and for other purposes, whose figures are no shares.</param>
/// <param name="HasWon">Whether a version of it was ever put in charge: of any purpose that its cost stands for.</param>
/// <param name="Choice">What the latest turn chose for it, or null.</param>
/// <param name="SkippedSince">When it was skipped first, or null when it is not skipped.</param>
/// <param name="Forced">The wish that it is trained in the next turn, or null.</param>
public sealed record MethodCost(
    string Purpose,
    string Kind,
    bool IsChampion,
    int Versions,
    double CpuSeconds,
    double? LastCpuSeconds,
    long? PeakBytes,
    long? FileBytes,
    decimal Cost,
    Metric? Figure,
    string? Baseline,
    Metric? Gain,
    decimal? CostOfPoint,
    bool HasWon,
    TrainingChoice? Choice,
    DateTimeOffset? SkippedSince,
    ForcedTraining? Forced)
{
    /// <summary>Purpose in whose line the cost of these versions stands, since one training made both; null where it stands here.</summary>
    public string? PaidWith { get; init; }

    /// <summary>Trainings of the period, in processes of their own, that gave no version: those of backtests, and those that failed or were stopped.</summary>
    public int WithoutVersion { get; init; }

    /// <summary>Processor time of these, a part of <see cref="CpuSeconds"/>. Where a training ended before it was measured, the time from its start to its end stands for it, which is the least that one thread takes.</summary>
    public double WithoutVersionCpuSeconds { get; init; }
}

/// <summary>What training costs, and what it brings.</summary>
/// <param name="Period">Period of business time that versions were trained in.</param>
/// <param name="Currency">ISO 4217 code of the shop.</param>
/// <param name="PricePerHour">Price of a processor hour.</param>
/// <param name="IsPriceAssumed">Whether nobody has said it.</param>
/// <param name="LastTurnCpuSeconds">Processor time of the trainings of the latest turn that trained, or null.</param>
/// <param name="CpuSeconds">Processor time of all trainings of the period. Fits of short methods for backtests are not in it.</param>
/// <param name="Cost">The same at the price.</param>
/// <param name="ShareNeverWon">Share of it that went to methods of which no version was ever in charge, or null without any.</param>
/// <param name="SkipAfter">Turns without paying after which a challenger is skipped; 0 for never.</param>
/// <param name="TryAgainAfter">Turns after which it is tried again.</param>
/// <param name="Methods">One entry a purpose and method, the dearest first.</param>
public sealed record ComputeReport(
    Period Period,
    string Currency,
    decimal PricePerHour,
    bool IsPriceAssumed,
    double? LastTurnCpuSeconds,
    double CpuSeconds,
    decimal Cost,
    double? ShareNeverWon,
    int SkipAfter,
    int TryAgainAfter,
    IReadOnlyList<MethodCost> Methods);

/// <summary>The economy of training: cost and measured gain of every model.</summary>
public interface ICompute
{
    /// <summary>Days that pages and commands look back.</summary>
    const int UsualDays = 30;

    /// <summary>Counts what training cost in the latest days of the shop's clock, and what came of it.</summary>
    /// <param name="days">Days until now, at least 1.</param>
    /// <param name="cancellation">Stops the work.</param>
    Task<ComputeReport> ReadAsync(int days, CancellationToken cancellation);
}
