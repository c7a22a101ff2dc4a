using Marketing.Data;

namespace Marketing.Strategy.Recommendations;

/// <summary>What each customer of a snapshot has bought: distinct products, ascending, with the number of orders that held them.</summary>
internal sealed class PurchaseIndex
{
    private readonly int[] _start;
    private readonly int[] _product;
    private readonly int[] _orders;

    private PurchaseIndex(int[] start, int[] product, int[] orders)
    {
        _start = start;
        _product = product;
        _orders = orders;
    }

    public static PurchaseIndex Of(ShopSnapshot snapshot)
    {
        var orders = snapshot.Orders;
        var bought = new List<int>[snapshot.Customers.Count];
        for (var o = 0; o < orders.Count; o++)
        {
            if (orders.Customer[o] is >= 0 and var customer)
            {
                // A product on several lines of an order counts once.
                var lines = orders.LineProduct.AsSpan(orders.LineStart[o], orders.LineStart[o + 1] - orders.LineStart[o]).ToArray();
                (bought[customer] ??= []).AddRange(lines.Distinct());
            }
        }

        var start = new int[bought.Length + 1];
        var (product, times) = (new List<int>(), new List<int>());
        for (var c = 0; c < bought.Length; c++)
        {
            bought[c]?.Sort();
            foreach (var p in bought[c] ?? [])
            {
                if (product.Count > start[c] && product[^1] == p)
                {
                    times[^1]++;
                }
                else
                {
                    product.Add(p);
                    times.Add(1);
                }
            }

            start[c + 1] = product.Count;
            bought[c] = [];
        }

        return new PurchaseIndex(start, [.. product], [.. times]);
    }

    /// <summary>Distinct products of a customer, ascending; empty for somebody unknown (-1).</summary>
    public ReadOnlySpan<int> Products(int customer) => customer < 0 ? [] : _product.AsSpan(_start[customer], _start[customer + 1] - _start[customer]);

    /// <summary>On how many orders a customer has bought a product.</summary>
    public int Times(int customer, int product)
    {
        var at = Products(customer).BinarySearch(product);
        return at < 0 ? 0 : _orders[_start[customer] + at];
    }
}
