using Marketing.Model;

namespace Marketing.Strategy.Inventory;

/// <summary>Textbook quantities of a single product (Silver, Pyke and Thomas 2017, ch. 4, 6 and 7; Axsäter 2015, ch. 4 and 5).</summary>
internal static class StockFormulas
{
    /// <summary>Variance of the demand until an order arrives that comes of the lead time alone: <c>μ² σ_L²</c> (Silver, Pyke and Thomas 2017, sec. 6.10).</summary>
    /// <param name="perDay">Mean demand of a day.</param>
    /// <param name="leadDeviation">Standard deviation of the lead time, days.</param>
    public static double OfLead(double perDay, double leadDeviation) => perDay * perDay * leadDeviation * leadDeviation;

    /// <summary>The least whole stock that covers the demand of some days at a service level.</summary>
    /// <param name="spread">How demand spreads.</param>
    /// <param name="level">Probability.</param>
    /// <param name="mean">Demand expected of the days.</param>
    /// <param name="days">Days.</param>
    /// <param name="more">Variance of the days themselves.</param>
    public static double Covering(DemandSpread spread, double level, double mean, double days, double more) => mean <= 0 ? 0 : spread.Quantile(level, mean, days, more);

    /// <summary>What a reorder point holds beyond the demand expected, 0 or more: <c>SS = s − μ L</c>.</summary>
    public static double SafetyStock(double reorderPoint, double mean) => Math.Max(0, reorderPoint - mean);

    /// <summary>Units that cost least to order at once: <c>√(2 A D / (v r))</c> (Harris 1913).</summary>
    /// <param name="perYear">D: demand of a year.</param>
    /// <param name="orderCost">A: cost of an order, minor units.</param>
    /// <param name="unitCost">v: cost of a unit, minor units, or null.</param>
    /// <param name="holdingRate">r: cost of a year in stock as a share of v.</param>
    /// <returns>Units, or null where a cost is not known or nothing is asked for.</returns>
    public static double? EconomicOrderQuantity(double perYear, long orderCost, long? unitCost, double holdingRate) =>
        perYear > 0 && orderCost > 0 && unitCost is > 0 and var cost ? Math.Sqrt(2 * perYear * orderCost / (cost * holdingRate)) : null;

    /// <summary>Units to order now under an (s, S) policy.</summary>
    /// <param name="stock">Units in stock, below 0 where more was sold than there was.</param>
    /// <param name="reorderPoint">s.</param>
    /// <param name="upTo">S.</param>
    /// <param name="economic">Least quantity, or null.</param>
    /// <returns>0 above s; else up to S, at least the economic quantity.</returns>
    public static int Quantity(double stock, double reorderPoint, double upTo, double? economic) =>
        stock > reorderPoint || upTo <= stock ? 0 : (int)Math.Min(int.MaxValue, Math.Ceiling(Math.Max(upTo - stock, economic ?? 0)));
}
