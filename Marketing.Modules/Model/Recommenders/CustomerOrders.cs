using System.Runtime.CompilerServices;
using Marketing.Data;

namespace Marketing.Model.Recommenders;

/// <summary>Orders of each known customer in order of time, kept beside their snapshot.</summary>
internal sealed class CustomerOrders
{
    private static readonly ConditionalWeakTable<ShopSnapshot, Lazy<CustomerOrders>> Kept = [];
    private readonly int[] _start;
    private readonly int[] _order;

    // Optimised at once: in a process that fits one model and ends, these loops would be over before the runtime took note of them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private CustomerOrders(ShopSnapshot snapshot)
    {
        var (customers, customer) = (snapshot.Customers.Count, snapshot.Orders.Customer);

        // Orders are sorted by time, so those of a customer stay so. Anonymous ones are counted in front, and left out.
        _start = new int[customers + 1];
        foreach (var one in customer)
        {
            _start[one + 1]++;
        }

        _start[0] = 0;
        for (var i = 0; i < customers; i++)
        {
            _start[i + 1] += _start[i];
        }

        _order = new int[_start[^1]];
        var next = _start.AsSpan(0, customers).ToArray();
        for (var o = 0; o < customer.Length; o++)
        {
            if (customer[o] is >= 0 and var one)
            {
                _order[next[one]++] = o;
            }
        }
    }

    /// <summary>The orders of a snapshot's customers, grouped once.</summary>
    public static CustomerOrders Of(ShopSnapshot snapshot) => Kept.GetValue(snapshot, key => new Lazy<CustomerOrders>(() => new CustomerOrders(key))).Value;

    /// <summary>Orders of a customer, oldest first.</summary>
    public ReadOnlySpan<int> Row(int customer) => _order.AsSpan(_start[customer], _start[customer + 1] - _start[customer]);
}
