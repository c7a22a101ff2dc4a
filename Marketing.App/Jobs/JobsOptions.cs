using System.ComponentModel.DataAnnotations;

namespace Marketing.App.Jobs;

/// <summary>When the program works by itself, and how; the section <c>Jobs</c>.</summary>
public sealed class JobsOptions
{
    public const string Section = "Jobs";

    /// <summary>Whether turns and evaluations start by themselves.</summary>
    public bool Automatic { get; set; } = true;

    /// <summary>When the nightly turn is due, on the shop's clock on the wall.</summary>
    public TimeOnly Nightly { get; set; } = new(2, 0);

    /// <summary>The day of the week of the evaluation.</summary>
    public DayOfWeek EvaluationDay { get; set; } = DayOfWeek.Sunday;

    /// <summary>When the evaluation is due on that day.</summary>
    public TimeOnly EvaluationTime { get; set; } = new(4, 0);

    /// <summary>Minutes after which a failed turn is tried again at the step that failed.</summary>
    [Range(1, 1440)]
    public int RetryMinutes { get; set; } = 60;

    /// <summary>Whole calendar months that a backtest hides and compares with.</summary>
    [Range(1, 24)]
    public int BacktestMonths { get; set; } = 3;

    /// <summary>Share of the demo shop's first campaign that gets nothing, to measure.</summary>
    [Range(0.0, 0.9)]
    public double HoldoutShare { get; set; } = 0.1;

    /// <summary>Jobs at work at the same time.</summary>
    [Range(1, 8)]
    public int Workers { get; set; } = 2;
}
