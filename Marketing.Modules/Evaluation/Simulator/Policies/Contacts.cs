using Marketing.Kernel.Numerics;

namespace Marketing.Evaluation.Simulator.Policies;

/// <summary>Ways to spend the money of a day.</summary>
internal static class Contacts
{
    /// <summary>Fills in the products of a message.</summary>
    public delegate void Fill(Span<int> products);

    /// <summary>Writes to customers drawn by chance until the money of the day is spent or nobody is left.</summary>
    public static void Anybody(ShopView shop, ContactPlan plan, SeededRandom random, Fill fill)
    {
        Span<int> products = stackalloc int[ContactPlan.MessageProducts];
        for (var attempt = 0; attempt < 4 * shop.Customers && plan.Left >= shop.MessageCost; attempt++)
        {
            var customer = random.NextInt(shop.Customers);
            if (plan.IsOpen(customer) && shop.IsSubscribed(customer))
            {
                fill(products);
                plan.TryMessage(customer, products, hasCoupon: false);
            }
        }
    }

    /// <summary>Writes to customers in an order until the money of the day is spent.</summary>
    public static void InOrder(ShopView shop, ContactPlan plan, IEnumerable<int> customers, Func<int, int[]> products)
    {
        foreach (var customer in customers)
        {
            if (plan.Left < shop.MessageCost)
            {
                return;
            }

            if (plan.IsOpen(customer) && shop.IsSubscribed(customer) && products(customer) is { Length: > 0 } some)
            {
                plan.TryMessage(customer, some, hasCoupon: false);
            }
        }
    }
}
