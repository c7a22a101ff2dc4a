namespace Marketing.Features;

/// <summary>Where a product stands in its life, told by its sales.</summary>
public enum DemandState : byte
{
    /// <summary>Never sold up to the last whole day.</summary>
    Never = 1,

    /// <summary>First sold less than <see cref="DemandFrame.NewDays"/> days ago.</summary>
    New = 2,

    /// <summary>Sold, and neither new nor ended.</summary>
    Current = 3,

    /// <summary>
    /// No longer offered; or not sold on the closing days, of which those that were not out of stock are at least
    /// <see cref="DemandFrame.EndedDays"/> and at least <see cref="DemandFrame.EndedGaps"/> mean gaps between its days of sale.
    /// </summary>
    Ended = 4,
}

/// <summary>Which series of a product.</summary>
public enum DemandPart : byte
{
    /// <summary>Units ordered.</summary>
    Sold = 1,

    /// <summary>Units sent back.</summary>
    Returned = 2,

    /// <summary>Units ordered, and on days out of stock what was to be expected.</summary>
    Demand = 3,
}
