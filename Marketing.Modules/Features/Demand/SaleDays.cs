using Marketing.Data;

namespace Marketing.Features.Demand;

/// <summary>
/// Units of each product on the days on which there were any, by day: those of product p are the entries <c>[start[p], start[p + 1])</c>.
/// A pair of product and day takes 12 bytes, a long series without sales none.
/// </summary>
internal sealed class SaleDays
{
    private readonly int[] _start;
    private readonly int[] _day;
    private readonly float[] _units;
    private readonly float[] _price;

    private SaleDays(int[] start, int[] day, float[] units, float[] price) => (_start, _day, _units, _price) = (start, day, units, price);

    /// <summary>Days of a product, ascending.</summary>
    public ReadOnlySpan<int> DaysOf(int product) => Of(_day, product);

    /// <summary>Units of a product on each of its days.</summary>
    public ReadOnlySpan<float> UnitsOf(int product) => Of(_units, product);

    /// <summary>Mean price of a unit on each of its days; NaN where none was above 0. Of orders alone.</summary>
    public ReadOnlySpan<float> PricesOf(int product) => Of(_price, product);

    /// <summary>Sales of the days <c>[0, days)</c>.</summary>
    /// <param name="orders">Orders by time.</param>
    /// <param name="dayOf">Day of each order, never falling.</param>
    /// <param name="days">How many days.</param>
    /// <param name="products">How many products.</param>
    /// <param name="minor">Minor units of one unit of the currency.</param>
    public static SaleDays OfOrders(OrderColumns orders, int[] dayOf, int days, int products, double minor)
    {
        var last = orders.Count;
        while (last > 0 && dayOf[last - 1] >= days)
        {
            last--;
        }

        var dayOfLine = new int[orders.LineStart[last]];
        for (var order = 0; order < last; order++)
        {
            dayOfLine.AsSpan(orders.LineStart[order]..orders.LineStart[order + 1]).Fill(dayOf[order]);
        }

        return Group(orders.LineProduct, orders.LineQuantity, dayOfLine, products, orders.LinePrice, minor);
    }

    /// <summary>Returns of the days <c>[0, days)</c>; what came back before the first day is left out.</summary>
    public static SaleDays OfReturns(ReturnColumns returns, int[] dayOf, int days, int products)
    {
        var kept = Enumerable.Range(0, returns.Count).Where(i => dayOf[i] >= 0 && dayOf[i] < days).ToArray();
        return Group(Array.ConvertAll(kept, i => returns.Product[i]), Array.ConvertAll(kept, i => returns.Quantity[i]), Array.ConvertAll(kept, i => dayOf[i]), products, null, 1);
    }

    // Two passes over the rows, which are in the order of their days: the first counts the days of each product.
    private static SaleDays Group(int[] product, int[] quantity, int[] day, int products, long[]? price, double minor)
    {
        var latest = new int[products];
        Array.Fill(latest, -1);
        var start = new int[products + 1];
        for (var row = 0; row < day.Length; row++)
        {
            if (quantity[row] > 0 && latest[product[row]] != day[row])
            {
                latest[product[row]] = day[row];
                start[product[row] + 1]++;
            }
        }

        for (var p = 1; p < start.Length; p++)
        {
            start[p] += start[p - 1];
        }

        var days = new int[start[^1]];
        var units = new float[days.Length];
        var paid = new double[price is null ? 0 : days.Length];
        var priced = new float[paid.Length];
        var next = start.AsSpan(0, products).ToArray();
        for (var row = 0; row < day.Length; row++)
        {
            var p = product[row];
            if (quantity[row] <= 0)
            {
                continue;
            }

            if (next[p] == start[p] || days[next[p] - 1] != day[row])
            {
                days[next[p]++] = day[row];
            }

            units[next[p] - 1] += quantity[row];
            if (price is not null && price[row] > 0)
            {
                paid[next[p] - 1] += (double)quantity[row] * price[row];
                priced[next[p] - 1] += quantity[row];
            }
        }

        for (var entry = 0; entry < paid.Length; entry++)
        {
            priced[entry] = priced[entry] > 0 ? (float)(paid[entry] / priced[entry] / minor) : float.NaN;
        }

        return new SaleDays(start, days, units, priced);
    }

    private ReadOnlySpan<T> Of<T>(T[] column, int product) => column.AsSpan(_start[product], _start[product + 1] - _start[product]);
}
