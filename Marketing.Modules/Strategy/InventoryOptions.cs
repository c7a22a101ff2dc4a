using System.ComponentModel.DataAnnotations;

namespace Marketing.Strategy;

/// <summary>Settings of inventory; configuration section <c>Strategy:Inventory</c>.</summary>
public sealed class InventoryOptions
{
    /// <summary>Days from an order at the supplier to the shelf where a product's own are not known.</summary>
    [Range(0.0, 365.0)]
    public double LeadDays { get; set; } = 14;

    /// <summary>Standard deviation of these days: how far suppliers are off.</summary>
    [Range(0.0, 180.0)]
    public double LeadDeviationDays { get; set; } = 3;

    /// <summary>Days between two looks at what to order.</summary>
    [Range(1, 90)]
    public int ReviewDays { get; set; } = 7;

    /// <summary>Probability with which stock lasts until an order arrives (cycle service level).</summary>
    [Range(0.5, 0.999)]
    public double ServiceLevel { get; set; } = 0.95;

    /// <summary>Cost of one order at a supplier whatever its size, minor units; 0 where it is not known.</summary>
    [Range(0L, 1_000_000_000L)]
    public long OrderCost { get; set; }

    /// <summary>Cost of a year in stock as a share of the unit cost: capital, room, what spoils.</summary>
    [Range(0.01, 2.0)]
    public double HoldingRate { get; set; } = 0.25;

    /// <summary>Days beyond whose demand stock is too much.</summary>
    [Range(14, 1095)]
    public int OverstockDays { get; set; } = 120;

    /// <summary>A product whose stock is below the demand of so many days is not recommended at all, where the rules hold back what is running out.</summary>
    [Range(0, 30)]
    public int LeaveOutDays { get; set; } = 2;
}
