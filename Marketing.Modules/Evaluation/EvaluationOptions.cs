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
}
