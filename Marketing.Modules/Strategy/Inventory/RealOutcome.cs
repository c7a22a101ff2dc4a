using Marketing.Features;
using Marketing.Kernel.Numerics;

namespace Marketing.Strategy.Inventory;

/// <summary>What really happened to a product's stock on the last days.</summary>
/// <param name="Sold">Units sold.</param>
/// <param name="Lost">Units that were to be expected on days out of stock.</param>
/// <param name="DaysOut">Days out of stock.</param>
/// <param name="Stock">Units at the end of each day, 0 or more.</param>
internal sealed record RealOutcome(double Sold, double Lost, int DaysOut, double[] Stock)
{
    /// <summary>Null where no level was told before these days: what was there at first is not known.</summary>
    public static RealOutcome? Of(DemandFrame frame, int product, int days)
    {
        var (stocks, first) = (frame.Snapshot.Stocks, frame.Days - days);
        var (level, end) = (Array.BinarySearch(stocks.Product, product), 0);
        if (level < 0)
        {
            return null;
        }

        while (level > 0 && stocks.Product[level - 1] == product)
        {
            level--;
        }

        for (end = level; end < stocks.Count && stocks.Product[end] == product; end++)
        {
        }

        var calendar = new ShopCalendar(frame.Snapshot.TimeZone);
        var from = calendar.DayOf(frame.Snapshot.AsOf) - frame.Days;
        if (calendar.DayOf(stocks.Time[level]) - from >= first)
        {
            return null;
        }

        var stock = new double[days];
        for (var day = 0; day < days; day++)
        {
            while (level + 1 < end && calendar.DayOf(stocks.Time[level + 1]) - from <= first + day)
            {
                level++;
            }

            stock[day] = Math.Max(0, stocks.Units[level]);
        }

        var sold = frame.Sold(product);
        var demand = frame.Demand(product);
        var gone = frame.OutOfStock(product);
        var (units, lost, daysOut) = (0.0, 0.0, 0);
        for (var day = sold.Length - days; day < sold.Length; day++)
        {
            (units, lost, daysOut) = (units + sold[day], lost + Math.Max(0, demand[day] - sold[day]), daysOut + (!gone.IsEmpty && gone[day] ? 1 : 0));
        }

        return new RealOutcome(units, lost, daysOut, stock);
    }
}
