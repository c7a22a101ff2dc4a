namespace Marketing.Data;

/// <summary>
/// Levels of stock that the shop told, sorted by product and then by time. A level holds until the next one of its product. Of each of the shop's days there are as few as say with which level it
/// began and ended, and whether there was any stock in it.
/// </summary>
public sealed class StockColumns
{
    /// <summary>Index of the product.</summary>
    public required int[] Product { get; init; }

    /// <summary>UTC milliseconds, ascending within a product; each instant once.</summary>
    public required long[] Time { get; init; }

    /// <summary>Units on hand, as told: may be below 0 where a shop sells what it has not.</summary>
    public required int[] Units { get; init; }

    /// <summary>How many.</summary>
    public int Count => Product.Length;
}
