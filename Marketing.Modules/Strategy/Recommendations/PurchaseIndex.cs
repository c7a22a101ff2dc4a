using Marketing.Data;

namespace Marketing.Strategy.Recommendations;

/// <summary>What each customer of a snapshot has bought: distinct products, ascending, with the number of orders that held them and the time of the last.</summary>
internal sealed class PurchaseIndex
{
    private readonly int[] _start;
    private readonly int[] _product;
    private readonly int[] _orders;
    private readonly long[] _last;

    private PurchaseIndex(int[] start, int[] product, int[] orders, long[] last)
    {
        _start = start;
        _product = product;
        _orders = orders;
        _last = last;
    }

    public static PurchaseIndex Of(ShopSnapshot snapshot)
    {
        var orders = snapshot.Orders;
        var bought = new List<(int Product, long Time)>[snapshot.Customers.Count];
        for (var o = 0; o < orders.Count; o++)
        {
            if (orders.Customer[o] is >= 0 and var customer)
            {
                // A product on several lines of an order counts once.
                foreach (var product in orders.LineProduct.AsSpan(orders.LineStart[o], orders.LineStart[o + 1] - orders.LineStart[o]).ToArray().Distinct())
                {
                    (bought[customer] ??= []).Add((product, orders.Time[o]));
                }
            }
        }

        var start = new int[bought.Length + 1];
        var (products, times, last) = (new List<int>(), new List<int>(), new List<long>());
        for (var c = 0; c < bought.Length; c++)
        {
            bought[c]?.Sort();
            foreach (var (product, time) in bought[c] ?? [])
            {
                if (products.Count > start[c] && products[^1] == product)
                {
                    times[^1]++;
                    last[^1] = time;
                }
                else
                {
                    products.Add(product);
                    times.Add(1);
                    last.Add(time);
                }
            }

            start[c + 1] = products.Count;
            bought[c] = [];
        }

        return new PurchaseIndex(start, [.. products], [.. times], [.. last]);
    }

    /// <summary>Distinct products of a customer, ascending; empty for somebody unknown (-1).</summary>
    public ReadOnlySpan<int> Products(int customer) => customer < 0 ? [] : _product.AsSpan(_start[customer], _start[customer + 1] - _start[customer]);

    /// <summary>On how many orders a customer has bought a product.</summary>
    public int Times(int customer, int product)
    {
        var at = Products(customer).BinarySearch(product);
        return at < 0 ? 0 : _orders[_start[customer] + at];
    }

    /// <summary>When a customer last bought a product, UTC milliseconds; the product is among <see cref="Products"/>.</summary>
    public long Last(int customer, int product) => _last[_start[customer] + Products(customer).BinarySearch(product)];
}
