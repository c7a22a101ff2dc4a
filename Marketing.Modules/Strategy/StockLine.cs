using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy.Inventory;

namespace Marketing.Strategy;

/// <summary>How a product's stock stands to what is expected; the more urgent first.</summary>
public enum StockState
{
    /// <summary>Nothing left of what is asked for.</summary>
    OutOfStock,

    /// <summary>Sells out before an order made now arrives, with a probability above one half.</summary>
    RunningOut,

    /// <summary>At or below the reorder point.</summary>
    OrderNow,

    /// <summary>More than is asked for in <see cref="InventoryOptions.OverstockDays"/> at the service level.</summary>
    Overstock,

    /// <summary>Enough, and not too much.</summary>
    Healthy,

    /// <summary>The shop tells no level.</summary>
    Unknown,

    /// <summary>No longer offered, or nothing is asked for and nothing is left, or never sold.</summary>
    NotSold,
}

/// <summary>Class of a product by its share of revenue (Dickie 1951).</summary>
public enum AbcClass
{
    /// <summary>The products of greatest revenue, together up to 80 %.</summary>
    A,

    /// <summary>The next ones, up to 95 %.</summary>
    B,

    /// <summary>The rest.</summary>
    C,
}

/// <summary>Class of a product by the coefficient of variation of its weekly demand.</summary>
public enum XyzClass
{
    /// <summary>At most 0.5: steady.</summary>
    X,

    /// <summary>At most 1: changing.</summary>
    Y,

    /// <summary>Above 1: erratic.</summary>
    Z,
}

/// <summary>What marketing should do with a product for the sake of its stock.</summary>
public enum StockSignal : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Is running out or out of stock: ask for it no more than it is.</summary>
    HoldBack,

    /// <summary>Too much in stock: show it.</summary>
    Push,
}

/// <summary>Stock of one product and what to do about it. What is on its way from suppliers is not known to the shop and counts as nothing.</summary>
public sealed record StockLine
{
    /// <summary>Product.</summary>
    public required ProductId Product { get; init; }

    /// <summary>The shop's code.</summary>
    public required string Code { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Category, or empty.</summary>
    public required string Category { get; init; }

    /// <summary>How it stands.</summary>
    public required StockState State { get; init; }

    /// <summary>Units in stock, or null where the shop tells none.</summary>
    public int? Stock { get; init; }

    /// <summary>Units expected to be left on the shelf as the coming day ends, by <see cref="StockBalance"/> over earlier days; null where no level was told before the last whole day. No demand.</summary>
    public double? ShelfBalance { get; init; }

    /// <summary>Whether stock and cost are simulated.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>Expected units a day, the mean of the next 28 days.</summary>
    public double DemandPerDay { get; init; }

    /// <summary>Days that stock lasts as expected; null where the level is not known, or it lasts more than ten years.</summary>
    public double? CoverDays { get; init; }

    /// <summary>Days from an order at the supplier to the shelf.</summary>
    public double LeadDays { get; init; }

    /// <summary>Whether these days are the usual ones of the settings.</summary>
    public bool IsLeadAssumed { get; init; }

    /// <summary>Units expected to be asked for until an order made now arrives.</summary>
    public double LeadDemand { get; init; }

    /// <summary>Units of the reorder point beyond the demand expected until an order arrives.</summary>
    public double SafetyStock { get; init; }

    /// <summary>Units at which to order.</summary>
    public double ReorderPoint { get; init; }

    /// <summary>Units to order up to.</summary>
    public double OrderUpTo { get; init; }

    /// <summary>Units that cost least to order at once (Harris 1913); null without a cost of orders or of the unit.</summary>
    public double? EconomicQuantity { get; init; }

    /// <summary>Units to order now.</summary>
    public int Quantity { get; init; }

    /// <summary>Cost of a unit, minor units, or null.</summary>
    public long? UnitCost { get; init; }

    /// <summary>Whether the cost is the price less the usual margin.</summary>
    public bool IsCostAssumed { get; init; }

    /// <summary>Value of <see cref="Quantity"/> at cost, minor units, or null.</summary>
    public long? Value => UnitCost * Quantity;

    /// <summary>Day on which stock is expected to be sold out, or null.</summary>
    public DateOnly? StockOut { get; init; }

    /// <summary>Probability that it is sold out before an order made now arrives; null where the level is not known.</summary>
    public double? StockOutProbability { get; init; }

    /// <summary>Units too many.</summary>
    public int OverstockUnits { get; init; }

    /// <summary>Days beyond whose demand stock is too much, as set.</summary>
    public int OverstockDays { get; init; }

    /// <summary>Capital in stock at cost, minor units, or null.</summary>
    public long? Capital => UnitCost * Stock is > 0 and var bound ? bound : Stock is null || UnitCost is null ? null : 0;

    /// <summary>Capital in <see cref="OverstockUnits"/>, minor units, or null.</summary>
    public long? OverstockCapital => UnitCost * OverstockUnits;

    /// <summary>Expected units of the next 28 days that nobody can be sold without an order; null where the level is not known.</summary>
    public double? LostUnits { get; init; }

    /// <summary>These at the price, minor units.</summary>
    public long? LostRevenue { get; init; }

    /// <summary>Revenue of the last 365 days, minor units.</summary>
    public long Revenue { get; init; }

    /// <summary>Class by revenue.</summary>
    public AbcClass Abc { get; init; } = AbcClass.C;

    /// <summary>Class by steadiness; null with less than 8 whole weeks.</summary>
    public XyzClass? Xyz { get; init; }

    /// <summary>What marketing should know.</summary>
    public StockSignal Signal => State switch
    {
        StockState.OutOfStock or StockState.RunningOut => StockSignal.HoldBack,
        StockState.Overstock => StockSignal.Push,
        _ => StockSignal.None,
    };

    /// <summary>Both classes together: AX, or C where the second is not known.</summary>
    public string Class => $"{Abc}{Xyz}";

    /// <summary>Why it stands as it does, and what is assumed.</summary>
    public IReadOnlyList<Reason> Reasons => StockReasons.Of(this);
}
