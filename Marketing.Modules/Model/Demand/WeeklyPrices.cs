using Marketing.Data;
using Marketing.Features;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Demand;

/// <summary>
/// Median price over the order lines of each product in each whole week of a frame; the last week ends with it. One order in bulk at a price of its own does not move a median of lines as it would a mean of units.
/// </summary>
internal sealed class WeeklyPrices
{
    private const int Week = DemandSums.Week;

    private readonly int[] _start;
    private readonly int[] _week;
    private readonly double[] _price;
    private readonly int _weeks;

    private WeeklyPrices(int[] start, int[] week, double[] price, int weeks) => (_start, _week, _price, _weeks) = (start, week, price, weeks);

    /// <summary>Groups the lines of a snapshot by product; two passes over them.</summary>
    public static WeeklyPrices Of(DemandFrame frame)
    {
        var orders = frame.Snapshot.Orders;
        var week = WeekOfOrders(frame);
        var start = new int[frame.Products + 1];
        ForEach(orders, week, line => start[orders.LineProduct[line] + 1]++);
        for (var product = 1; product < start.Length; product++)
        {
            start[product] += start[product - 1];
        }

        var next = start.AsSpan(0, frame.Products).ToArray();
        var (weeks, prices, order) = (new int[start[^1]], new double[start[^1]], 0);
        ForEach(orders, week, line =>
        {
            // Lines come in the order of their orders.
            while (orders.LineStart[order + 1] <= line)
            {
                order++;
            }

            var at = next[orders.LineProduct[line]]++;
            (weeks[at], prices[at]) = (week[order], orders.LinePrice[line]);
        });
        return new WeeklyPrices(start, weeks, prices, frame.Days / Week);
    }

    /// <summary>Median price of each week in minor units; NaN where nothing was sold at a price.</summary>
    public double[] Medians(int product)
    {
        var medians = new double[_weeks];
        Array.Fill(medians, double.NaN);
        for (var from = _start[product]; from < _start[product + 1];)
        {
            var to = from;
            while (to < _start[product + 1] && _week[to] == _week[from])
            {
                to++;
            }

            medians[_week[from]] = PriceElasticity.Median(_price.AsSpan(from..to).ToArray());
            from = to;
        }

        return medians;
    }

    private static int[] WeekOfOrders(DemandFrame frame)
    {
        var calendar = new ShopCalendar(frame.Snapshot.TimeZone);
        var (first, skipped, latest) = (ShopCalendar.Day(frame.FirstDay), frame.Days % Week, int.MinValue);
        return Array.ConvertAll(frame.Snapshot.Orders.Time, time =>
        {
            // As in the frame, days never fall where a clock is put back over midnight.
            latest = Math.Max(latest, calendar.DayOf(time) - first);
            return latest < skipped || latest >= frame.Days ? -1 : (latest - skipped) / Week;
        });
    }

    private static void ForEach(OrderColumns orders, int[] week, Action<int> take)
    {
        for (var order = 0; order < orders.Count; order++)
        {
            for (var line = orders.LineStart[order]; week[order] >= 0 && line < orders.LineStart[order + 1]; line++)
            {
                if (orders.LineQuantity[line] > 0 && orders.LinePrice[line] > 0)
                {
                    take(line);
                }
            }
        }
    }
}
