using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Evaluation.Reports;

/// <summary>What every overview of a snapshot needs: the shop's day and total of each order and return, and each customer's first order.</summary>
internal sealed class SalesIndex
{
    public SalesIndex(ShopSnapshot snapshot)
    {
        Snapshot = snapshot;
        var (orders, returns) = (snapshot.Orders, snapshot.Returns);
        var calendar = new ShopCalendar(snapshot.TimeZone);
        OrderDay = Array.ConvertAll(orders.Time, calendar.DayOf);
        ReturnDay = Array.ConvertAll(returns.Time, calendar.DayOf);
        OrderTotal = new long[orders.Count];
        FirstOrder = new int[snapshot.Customers.Count];
        Array.Fill(FirstOrder, int.MaxValue);
        for (var o = orders.Count - 1; o >= 0; o--)
        {
            if (orders.Customer[o] is >= 0 and var customer)
            {
                FirstOrder[customer] = o;
            }

            for (var line = orders.LineStart[o]; line < orders.LineStart[o + 1]; line++)
            {
                OrderTotal[o] += orders.LineQuantity[line] * orders.LinePrice[line];
            }
        }
    }

    public ShopSnapshot Snapshot { get; }

    /// <summary>Day of each order, ascending.</summary>
    public int[] OrderDay { get; }

    /// <summary>Day of each return, ascending.</summary>
    public int[] ReturnDay { get; }

    public long[] OrderTotal { get; }

    /// <summary>Index of each customer's first order.</summary>
    public int[] FirstOrder { get; }

    /// <summary>Orders of days [from, to).</summary>
    public Range Orders(int from, int to) => First(OrderDay, from)..First(OrderDay, to);

    /// <summary>Returns of days [from, to).</summary>
    public Range Returns(int from, int to) => First(ReturnDay, from)..First(ReturnDay, to);

    /// <summary>Money given back on a return.</summary>
    public long ReturnTotal(int index) => Snapshot.Returns.Quantity[index] * Snapshot.Returns.Price[index];

    private static int First(int[] ascending, int day)
    {
        var (low, high) = (0, ascending.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = ascending[middle] < day ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
