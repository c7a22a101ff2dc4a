using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Features.Demand;

/// <summary>
/// Levels of stock of each product in the shop's days. A level told at the very start of day d stands at the place 2d, one told later in
/// it at 2d + 1: what was known as a day began is told apart from what came in it without a calendar.
/// </summary>
internal sealed class StockDays
{
    private readonly int[] _start;
    private readonly int[] _place;
    private readonly int[] _units;

    private StockDays(int[] start, int[] place, int[] units) => (_start, _place, _units) = (start, place, units);

    /// <summary>Places the levels; those after the last whole day are left out.</summary>
    /// <param name="stocks">Levels by product and time.</param>
    /// <param name="calendar">The shop's.</param>
    /// <param name="first">The calendar's number of day 0.</param>
    /// <param name="days">How many days.</param>
    /// <param name="products">How many products.</param>
    public static StockDays Of(StockColumns stocks, ShopCalendar calendar, int first, int days, int products)
    {
        var start = new int[products + 1];
        var (place, units) = (new int[stocks.Count], new int[stocks.Count]);
        var kept = 0;
        for (var i = 0; i < stocks.Count; i++)
        {
            var day = calendar.DayOf(stocks.Time[i]);
            var isStart = calendar.DayOf(stocks.Time[i] - 1) != day;
            if (day - first < days)
            {
                (place[kept], units[kept]) = ((2 * (day - first)) + (isStart ? 0 : 1), stocks.Units[i]);
                kept++;
                start[stocks.Product[i] + 1]++;
            }
        }

        for (var p = 1; p < start.Length; p++)
        {
            start[p] += start[p - 1];
        }

        return new StockDays(start, place[..kept], units[..kept]);
    }

    /// <summary>Whether any level of a product is known.</summary>
    public bool IsKnown(int product) => _start[product] < _start[product + 1];

    /// <summary>First day with a level above 0, or <paramref name="days"/>.</summary>
    public int FirstInStock(int product, int days)
    {
        for (var i = _start[product]; i < _start[product + 1]; i++)
        {
            if (_units[i] > 0)
            {
                return Math.Max(0, _place[i] >> 1);
            }
        }

        return days;
    }

    /// <summary>Which days were out of stock from morning to night; empty where no level is known.</summary>
    /// <param name="product">Index.</param>
    /// <param name="sold">Units sold a day from <paramref name="from"/>.</param>
    /// <param name="from">Day of the first.</param>
    public bool[] OutOf(int product, ReadOnlySpan<float> sold, int from)
    {
        if (!IsKnown(product))
        {
            return [];
        }

        var empty = new bool[sold.Length];
        var (next, end) = (_start[product], _start[product + 1]);
        var (isEmpty, told) = (false, 0);
        for (var i = 0; i < empty.Length; i++)
        {
            var day = from + i;
            for (; next < end && _place[next] <= 2 * day; next++)
            {
                (isEmpty, told) = (_units[next] <= 0, _place[next] >> 1);
            }

            empty[i] = isEmpty && sold[i] <= 0 && !IsRaised(next, end, day);

            // Whoever sells on a later day had some again, told or not.
            isEmpty &= sold[i] <= 0 || told >= day;
        }

        return empty;
    }

    private bool IsRaised(int next, int end, int day)
    {
        for (; next < end && _place[next] <= (2 * day) + 1; next++)
        {
            if (_units[next] > 0)
            {
                return true;
            }
        }

        return false;
    }
}
