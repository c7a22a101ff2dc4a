using System.ComponentModel.DataAnnotations;

namespace Marketing.Model;

/// <summary>What training costs and when it is spared; configuration section <c>Model:Economy</c>.</summary>
public sealed class EconomyOptions
{
    /// <summary>What a processor hour is taken to cost where nobody has said: about that of a rented virtual machine.</summary>
    internal const decimal AssumedPrice = 0.04m;

    /// <summary>Price of one hour of one processor in the shop's currency; without it one is assumed, and figures say so.</summary>
    [Range(0, 1_000_000)]
    public decimal? PricePerProcessorHour { get; set; }

    /// <summary>Turns in which a challenger was measured without paying, after which it is skipped; 0 skips none.</summary>
    [Range(0, 1000)]
    public int SkipAfter { get; set; } = 5;

    /// <summary>Turns for which it is skipped before it is tried again.</summary>
    [Range(1, 1000)]
    public int TryAgainAfter { get; set; } = 10;
}
