namespace Marketing.Strategy.Inventory;

/// <summary>Orders of the board; a value that is not known stands last either way.</summary>
internal static class StockOrder
{
    /// <summary>
    /// The most urgent first: by state; what is to be ordered by the day on which it is sold out, then by what it is expected to sell in the next <see cref="StockSummary.LossDays"/> days and cannot; the
    /// rest by revenue.
    /// </summary>
    public static IEnumerable<StockLine> Urgent(IEnumerable<StockLine> lines) => lines
        .OrderBy(line => line.State)
        .ThenBy(line => line.State <= StockState.OrderNow ? line.StockOut?.DayNumber ?? int.MaxValue : 0)
        .ThenByDescending(line => line.State <= StockState.OrderNow ? line.LostRevenue : 0)
        .ThenByDescending(line => line.Revenue)
        .ThenBy(line => line.Product.Value);

    /// <param name="lines">Lines.</param>
    /// <param name="column">One of <see cref="IInventory.SortColumns"/>.</param>
    /// <param name="descending">Whether the largest comes first.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public static IEnumerable<StockLine> By(IEnumerable<StockLine> lines, string column, bool descending) => column switch
    {
        "code" => Sort(lines, line => line.Code, descending, StringComparer.OrdinalIgnoreCase),
        "name" => Sort(lines, line => line.Name, descending, StringComparer.OrdinalIgnoreCase),
        "category" => Sort(lines, line => line.Category, descending, StringComparer.OrdinalIgnoreCase),
        "class" => Sort(lines, line => line.Class, descending, StringComparer.Ordinal),
        "stock" => Sort(lines, line => line.Stock, descending),
        "demand" => Sort(lines, line => line.DemandPerDay, descending),
        "cover" => Sort(lines, line => line.CoverDays, descending),
        "lead" => Sort(lines, line => line.LeadDays, descending),
        "reorder" => Sort(lines, line => line.ReorderPoint, descending),
        "upto" => Sort(lines, line => line.OrderUpTo, descending),
        "quantity" => Sort(lines, line => line.Quantity, descending),
        "value" => Sort(lines, line => line.Value, descending),
        "out" => Sort(lines, line => line.StockOut?.DayNumber, descending),
        "probability" => Sort(lines, line => line.StockOutProbability, descending),
        "overstock" => Sort(lines, line => line.OverstockUnits, descending),
        "capital" => Sort(lines, line => line.Capital, descending),
        _ => throw new ArgumentException($"There is no column '{column}'; there are {string.Join(", ", IInventory.SortColumns)}.", nameof(column)),
    };

    private static IEnumerable<StockLine> Sort(IEnumerable<StockLine> lines, Func<StockLine, double?> key, bool descending)
    {
        var known = lines.OrderBy(line => key(line) is null);
        return descending ? known.ThenByDescending(key) : known.ThenBy(key);
    }

    private static IEnumerable<StockLine> Sort(IEnumerable<StockLine> lines, Func<StockLine, string> key, bool descending, StringComparer comparer)
    {
        var known = lines.OrderBy(line => key(line).Length == 0);
        return descending ? known.ThenByDescending(key, comparer) : known.ThenBy(key, comparer);
    }
}
