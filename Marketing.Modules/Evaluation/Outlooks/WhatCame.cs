using Marketing.Data;
using Marketing.Evaluation.Backtests;
using Marketing.Kernel;

namespace Marketing.Evaluation.Outlooks;

/// <summary>What customers with an order before the cut did in the horizon.</summary>
/// <param name="Customers">Their indices in the shop at the cut, ascending.</param>
/// <param name="Away">Whether each had no order.</param>
/// <param name="Spend">What each spent, minor units.</param>
internal sealed record WhatCame(int[] Customers, bool[] Away, double[] Spend)
{
    /// <summary>Looks it up.</summary>
    /// <param name="past">The shop as of the cut.</param>
    /// <param name="later">The shop at or after the end of the horizon.</param>
    /// <param name="window">From the cut to the end.</param>
    public static WhatCame Of(ShopSnapshot past, ShopSnapshot later, Period window)
    {
        var known = new bool[past.Customers.Count];
        foreach (var customer in past.Orders.Customer)
        {
            if (customer >= 0)
            {
                known[customer] = true;
            }
        }

        var (customers, spent) = (Enumerable.Range(0, known.Length).Where(customer => known[customer]).ToArray(), Repurchase.Spent(past, later, window));
        return new WhatCame(customers, Array.ConvertAll(customers, customer => spent[customer] is null), Array.ConvertAll(customers, customer => (double)(spent[customer] ?? 0)));
    }

    /// <summary>The same of some of the customers.</summary>
    /// <param name="isWanted">Whether the customer at a place is one of them.</param>
    public WhatCame Where(Func<int, bool> isWanted)
    {
        int[] places = [.. Enumerable.Range(0, Customers.Length).Where(isWanted)];
        return new WhatCame(Array.ConvertAll(places, place => Customers[place]), Array.ConvertAll(places, place => Away[place]), Array.ConvertAll(places, place => Spend[place]));
    }
}
