using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Features.Frame;

/// <summary>
/// The plain columns of a frame. Days are the shop's calendar days: an order late yesterday is one day old from midnight on, and two
/// orders of one day are one shopping trip.
/// </summary>
internal sealed class FrameColumns
{
    private readonly ShopSnapshot _snapshot;
    private readonly int[] _orderDay;
    private readonly int _today;

    public FrameColumns(ShopSnapshot snapshot, CustomerOrders orders)
    {
        _snapshot = snapshot;
        var calendar = new ShopCalendar(snapshot.TimeZone);
        _orderDay = Array.ConvertAll(snapshot.Orders.Time, calendar.DayOf);
        _today = calendar.DayOf(snapshot.AsOf);
        var n = snapshot.Customers.Count;
        (Recency, Tenure, MeanGap, BasketSize, ReturnRate) = (Undefined(n), Undefined(n), Undefined(n), Undefined(n), Undefined(n));
        (Frequency, Monetary) = (new int[n], new long[n]);
        var (returned, given) = ReturnsByCustomer(snapshot);
        var distinct = DistinctProducts(snapshot.Orders, snapshot.Products.Count);
        for (var c = 0; c < n; c++)
        {
            Monetary[c] = -given[c];
            if (orders.Of(c) is { IsEmpty: false } own)
            {
                Fill(c, own, distinct, returned[c]);
            }
        }
    }

    public float[] Recency { get; }

    public int[] Frequency { get; }

    public long[] Monetary { get; }

    public float[] Tenure { get; }

    public float[] MeanGap { get; }

    public float[] BasketSize { get; }

    public float[] ReturnRate { get; }

    private void Fill(int customer, ReadOnlySpan<int> own, int[] distinct, long returned)
    {
        var sales = _snapshot.Orders;
        var (days, products, units, spent) = (1, 0L, 0L, 0L);
        for (var i = 0; i < own.Length; i++)
        {
            var o = own[i];
            days += i > 0 && _orderDay[o] != _orderDay[own[i - 1]] ? 1 : 0;
            products += distinct[o];
            for (var line = sales.LineStart[o]; line < sales.LineStart[o + 1]; line++)
            {
                units += sales.LineQuantity[line];
                spent += sales.LineQuantity[line] * sales.LinePrice[line];
            }
        }

        var (first, last) = (_orderDay[own[0]], _orderDay[own[^1]]);
        Frequency[customer] = own.Length;
        Monetary[customer] += spent;
        Recency[customer] = _today - last;
        Tenure[customer] = _today - first;
        MeanGap[customer] = days > 1 ? (last - first) / (days - 1f) : float.NaN;
        BasketSize[customer] = products / (float)own.Length;

        // More can come back than was bought inside the history that was imported.
        ReturnRate[customer] = units == 0 ? float.NaN : Math.Min(1f, returned / (float)units);
    }

    private static (long[] Units, long[] Money) ReturnsByCustomer(ShopSnapshot snapshot)
    {
        var returns = snapshot.Returns;
        var (units, money) = (new long[snapshot.Customers.Count], new long[snapshot.Customers.Count]);
        for (var i = 0; i < returns.Count; i++)
        {
            if (returns.Customer[i] is >= 0 and var customer)
            {
                units[customer] += returns.Quantity[i];
                money[customer] += returns.Quantity[i] * returns.Price[i];
            }
        }

        return (units, money);
    }

    // A product on two lines of an order counts once.
    private static int[] DistinctProducts(OrderColumns orders, int products)
    {
        var seenIn = new int[products];
        Array.Fill(seenIn, -1);
        var distinct = new int[orders.Count];
        for (var o = 0; o < orders.Count; o++)
        {
            for (var line = orders.LineStart[o]; line < orders.LineStart[o + 1]; line++)
            {
                ref var seen = ref seenIn[orders.LineProduct[line]];
                distinct[o] += seen == o ? 0 : 1;
                seen = o;
            }
        }

        return distinct;
    }

    private static float[] Undefined(int n)
    {
        var column = new float[n];
        Array.Fill(column, float.NaN);
        return column;
    }
}
