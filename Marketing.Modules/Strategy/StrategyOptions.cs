using System.ComponentModel.DataAnnotations;

namespace Marketing.Strategy;

/// <summary>Settings of strategy; configuration section <c>Strategy</c>.</summary>
public sealed class StrategyOptions
{
    /// <summary>Days without an order before a customer can be overdue.</summary>
    [Range(1, 3650)]
    public int WinBackDays { get; set; } = 90;

    /// <summary>Own mean gaps between orders without an order before a customer is overdue.</summary>
    [Range(1.0, 100.0)]
    public double WinBackGaps { get; set; } = 2;

    /// <summary>Days that must lie between two messages to one person; 0 for no limit.</summary>
    [Range(0, 365)]
    public int TouchDays { get; set; } = 7;

    /// <summary>Seed of what is random in choosing advertisements, for repeating a trial; empty for another at every start, as it must be where people are served.</summary>
    public long? AdSeed { get; set; }

    /// <summary>Products in a set of the nightly turn.</summary>
    [Range(1, 100)]
    public int SetSize { get; set; } = 10;

    /// <summary>Own products named as a reason at most.</summary>
    [Range(1, 3)]
    public int ReasonProducts { get; set; } = 3;
}
