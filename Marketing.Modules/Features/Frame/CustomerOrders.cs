using Marketing.Data;

namespace Marketing.Features.Frame;

/// <summary>Orders grouped by customer: those of customer c are <c>Order[Start[c]..Start[c + 1])</c>, by time. Anonymous sales are left out.</summary>
internal readonly record struct CustomerOrders(int[] Start, int[] Order)
{
    /// <summary>Groups the orders of a snapshot by a counting sort.</summary>
    public static CustomerOrders Of(ShopSnapshot snapshot)
    {
        var customer = snapshot.Orders.Customer;
        var start = new int[snapshot.Customers.Count + 1];
        foreach (var c in customer)
        {
            if (c >= 0)
            {
                start[c + 1]++;
            }
        }

        for (var c = 1; c < start.Length; c++)
        {
            start[c] += start[c - 1];
        }

        var order = new int[start[^1]];
        var next = start.AsSpan(0, snapshot.Customers.Count).ToArray();
        for (var o = 0; o < customer.Length; o++)
        {
            if (customer[o] >= 0)
            {
                order[next[customer[o]]++] = o;
            }
        }

        return new CustomerOrders(start, order);
    }

    /// <summary>Indices of a customer's orders by time.</summary>
    public ReadOnlySpan<int> Of(int customer) => Order.AsSpan(Start[customer], Start[customer + 1] - Start[customer]);
}
