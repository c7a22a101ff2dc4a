using System.ComponentModel.DataAnnotations;

namespace Marketing.Evaluation;

/// <summary>Settings of the measurements; configuration section <c>Evaluation</c>.</summary>
public sealed class EvaluationOptions
{
    /// <summary>Bootstrap resamples of an interval.</summary>
    [Range(100, 100_000)]
    public int BootstrapResamples { get; set; } = 1000;

    /// <summary>Seed of the resampling; the same seed gives the same intervals.</summary>
    [Range(0, long.MaxValue)]
    public long Seed { get; set; } = 1;

    /// <summary>Months of the overview's trend, the present one included.</summary>
    [Range(1, 120)]
    public int TrendMonths { get; set; } = 13;

    /// <summary>Best sellers on the overview.</summary>
    [Range(1, 100)]
    public int BestProducts { get; set; } = 10;

    /// <summary>Effective sample size below which logs are not asked what another policy would have earned.</summary>
    [Range(1, 1_000_000)]
    public double LeastEffectiveRows { get; set; } = 100;

    /// <summary>Share of the rows below which the effective sample size is too small, too.</summary>
    [Range(0.0, 1.0)]
    public double LeastEffectiveShare { get; set; } = 0.01;

    /// <summary>Share of a policy's choices that logs may never show.</summary>
    [Range(0.0, 1.0)]
    public double UnloggedLimit { get; set; } = 0.01;

    /// <summary>Standard errors that the mean weight of logged choices may be away from 1.</summary>
    [Range(1.0, 100.0)]
    public double WeightDeviations { get; set; } = 4;
}
