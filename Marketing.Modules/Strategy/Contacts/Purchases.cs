using Marketing.Data;

namespace Marketing.Strategy.Contacts;

/// <summary>Margins of orders and returns by customer, read off a snapshot once.</summary>
internal sealed class Purchases
{
    private readonly int[] _orderStart;
    private readonly long[] _orderTime;
    private readonly double[] _orderMargin;
    private readonly int[] _returnStart;
    private readonly long[] _returnTime;
    private readonly double[] _returnMargin;

    /// <param name="snapshot">The shop; columns are sorted by time, and so is each customer's part.</param>
    /// <param name="assumedMargin">Share of the price that is margin where a cost is not known; where that is not known either, nothing is.</param>
    public Purchases(ShopSnapshot snapshot, double? assumedMargin)
    {
        double Margin(int product, int units, long price) => snapshot.Products.Cost[product] is >= 0 and var cost ? units * (double)(price - cost) : units * price * (assumedMargin ?? 0);
        var (orders, returns) = (snapshot.Orders, snapshot.Returns);
        (_orderStart, _orderTime, _orderMargin) = Lay(snapshot.Customers.Count, orders.Customer, orders.Time, order =>
        {
            var margin = 0.0;
            for (var line = orders.LineStart[order]; line < orders.LineStart[order + 1]; line++)
            {
                margin += Margin(orders.LineProduct[line], orders.LineQuantity[line], orders.LinePrice[line]);
            }

            return margin;
        });
        (_returnStart, _returnTime, _returnMargin) = Lay(snapshot.Customers.Count, returns.Customer, returns.Time, at => Margin(returns.Product[at], returns.Quantity[at], returns.Price[at]));
    }

    /// <summary>What a customer's orders before an instant come to: how many, when the first and the last were (UTC milliseconds), and their margin less that of returns before it, in minor units.</summary>
    public (int Orders, long First, long Last, double Margin) Before(int customer, long time)
    {
        var (count, first, last) = (0, 0L, 0L);
        for (var i = _orderStart[customer]; i < _orderStart[customer + 1] && _orderTime[i] < time; i++)
        {
            (count, first, last) = (count + 1, count == 0 ? _orderTime[i] : first, _orderTime[i]);
        }

        return (count, first, last, Margin(customer, long.MinValue, time));
    }

    /// <summary>Margin of a customer's orders from an instant on and before another, less that of returns in the same time, minor units.</summary>
    public double Margin(int customer, long from, long before) =>
        Sum(_orderTime, _orderMargin, _orderStart[customer], _orderStart[customer + 1], from, before) - Sum(_returnTime, _returnMargin, _returnStart[customer], _returnStart[customer + 1], from, before);

    private static double Sum(long[] times, double[] margins, int start, int end, long from, long before)
    {
        var sum = 0.0;
        for (var i = start; i < end && times[i] < before; i++)
        {
            sum += times[i] >= from ? margins[i] : 0;
        }

        return sum;
    }

    // Rows of each customer together, in their order.
    private static (int[] Start, long[] Time, double[] Margin) Lay(int customers, int[] owner, long[] time, Func<int, double> margin)
    {
        var start = new int[customers + 1];
        foreach (var customer in owner)
        {
            if (customer >= 0)
            {
                start[customer + 1]++;
            }
        }

        for (var c = 0; c < customers; c++)
        {
            start[c + 1] += start[c];
        }

        var (next, times, margins) = (start[..customers], new long[start[customers]], new double[start[customers]]);
        for (var i = 0; i < owner.Length; i++)
        {
            if (owner[i] >= 0)
            {
                var place = next[owner[i]]++;
                (times[place], margins[place]) = (time[i], margin(i));
            }
        }

        return (start, times, margins);
    }
}
