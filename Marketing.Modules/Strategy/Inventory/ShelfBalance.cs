using Marketing.Features;
using Marketing.Kernel.Numerics;
using Marketing.Model;

namespace Marketing.Strategy.Inventory;

/// <summary>What is expected to be left on a product's shelf as the coming day ends, by <see cref="StockBalance"/> over its latest days. No demand.</summary>
internal static class ShelfBalance
{
    // What lies before them weighs nothing that would be seen.
    private const int Days = 56;

    /// <summary>Units, or null where no level was told before the last whole day.</summary>
    /// <param name="frame">Sales and levels.</param>
    /// <param name="product">Index.</param>
    public static double? Of(DemandFrame frame, int product)
    {
        var balances = Balances(frame, product);
        return balances.Length == 0 ? null : StockBalance.Next(balances);
    }

    /// <summary>Stock as each of the latest days began less what was sold in it, not below 0, from the first day with a known level on.</summary>
    public static double[] Balances(DemandFrame frame, int product)
    {
        var (stocks, level) = (frame.Snapshot.Stocks, After(frame.Snapshot.Stocks.Product, product) - 1);
        if (level < 0 || stocks.Product[level] != product || frame.StartOf(product) >= frame.Days)
        {
            return [];
        }

        var calendar = new ShopCalendar(frame.Snapshot.TimeZone);
        var first = calendar.DayOf(frame.Snapshot.AsOf) - frame.Days;
        var sold = frame.Sold(product);
        var (start, from) = (frame.StartOf(product), Math.Max(frame.StartOf(product), frame.Days - Days));
        while (level > 0 && stocks.Product[level - 1] == product && Known(level) > from)
        {
            level--;
        }

        var balances = new List<double>();
        double? known = null;
        for (var day = Math.Max(start, Math.Min(from, Known(level))); day < frame.Days; day++)
        {
            for (; level < stocks.Count && stocks.Product[level] == product && Known(level) <= day; level++)
            {
                known = Math.Max(0, stocks.Units[level]);
            }

            if (known is { } units)
            {
                // A level holds until the next one, less what is sold meanwhile.
                known = Math.Max(0, units - sold[day - start]);
                if (day >= from)
                {
                    balances.Add(known.Value);
                }
            }
        }

        return [.. balances];

        // First day at whose beginning a level is known: its own where it was told as that began.
        int Known(int at)
        {
            var day = calendar.DayOf(stocks.Time[at]);
            return day - first + (calendar.DayOf(stocks.Time[at] - 1) != day ? 0 : 1);
        }
    }

    private static int After(int[] products, int product)
    {
        var at = Array.BinarySearch(products, product + 1);
        if (at < 0)
        {
            return ~at;
        }

        while (at > 0 && products[at - 1] == product + 1)
        {
            at--;
        }

        return at;
    }
}
