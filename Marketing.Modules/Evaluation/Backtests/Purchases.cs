using Marketing.Data;

namespace Marketing.Evaluation.Backtests;

/// <summary>Lines of known customers in a stretch of time: customer and product of each, as indices of the snapshot.</summary>
internal readonly record struct Purchases(int[] Customer, int[] Product)
{
    /// <summary>Reads them from a snapshot.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="from">First UTC millisecond inside.</param>
    /// <param name="to">First UTC millisecond after.</param>
    public static Purchases Between(ShopSnapshot snapshot, long from, long to)
    {
        var orders = snapshot.Orders;
        var (customers, products) = (new List<int>(), new List<int>());
        var (first, last) = (First(orders.Time, from), First(orders.Time, to));
        for (var o = first; o < last; o++)
        {
            for (var line = orders.LineStart[o]; line < orders.LineStart[o + 1] && orders.Customer[o] >= 0; line++)
            {
                customers.Add(orders.Customer[o]);
                products.Add(orders.LineProduct[line]);
            }
        }

        return new Purchases([.. customers], [.. products]);
    }

    /// <summary>Index of the first order at or after an instant.</summary>
    public static int First(long[] ascending, long instant)
    {
        var (low, high) = (0, ascending.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = ascending[middle] < instant ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
