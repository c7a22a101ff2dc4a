using NodaTime;

namespace Marketing.Data.Quality;

/// <summary>Rows concerned and rows looked at.</summary>
internal readonly record struct Finding(long Affected, long Of);

/// <summary>The checks that only count. Pure functions of a snapshot.</summary>
internal static class Checks
{
    private const int DaysPerWeek = 7;

    /// <summary>Anonymous sales of all orders.</summary>
    public static Finding OrdersWithoutCustomer(ShopSnapshot shop) => new(shop.Orders.Customer.LongCount(customer => customer < 0), shop.Orders.Count);

    /// <summary>Customers who have not agreed to marketing mail.</summary>
    public static Finding CustomersWithoutConsent(ShopSnapshot shop) => new(shop.Customers.MailConsent.LongCount(consent => !consent), shop.Customers.Count);

    /// <summary>Products without a name.</summary>
    public static Finding ProductsWithoutName(ShopSnapshot shop) => new(shop.Products.Name.LongCount(string.IsNullOrWhiteSpace), shop.Products.Count);

    /// <summary>Products without a cost.</summary>
    public static Finding ProductsWithoutCost(ShopSnapshot shop) => new(shop.Products.Cost.LongCount(cost => cost < 0), shop.Products.Count);

    /// <summary>Products with less than nothing in stock; -1 stands for a stock that is not known.</summary>
    public static Finding NegativeStock(ShopSnapshot shop) => new(shop.Products.Stock.LongCount(stock => stock < -1), shop.Products.Stock.LongCount(stock => stock != -1));

    /// <summary>
    /// Days without an order from the first order to the snapshot, among the days of the week on which the shop usually sells. A
    /// shop that rests on Saturdays is not missing Saturdays; a feed that broke off is missing everything since.
    /// </summary>
    /// <param name="shop">The shop.</param>
    /// <param name="usualShare">Share of weeks, up to the last order, in which a day of the week must have orders to be usual.</param>
    public static Finding DaysWithoutOrders(ShopSnapshot shop, double usualShare)
    {
        if (shop.Orders.Count == 0)
        {
            return new Finding(0, 0);
        }

        var zone = DateTimeZoneProviders.Tzdb[shop.TimeZone];
        var sold = new HashSet<int>();
        foreach (var at in shop.Orders.Time)
        {
            sold.Add(Day(at, zone));
        }

        var (first, last, today) = (Day(shop.Orders.Time[0], zone), Day(shop.Orders.Time[^1], zone), Day(shop.AsOf.ToUnixTimeMilliseconds(), zone));
        var usual = Usual(sold, first, last, usualShare);
        long missing = 0, expected = 0;
        for (var day = first; day < today; day++)
        {
            if (usual[OfWeek(day)])
            {
                expected++;
                missing += sold.Contains(day) ? 0 : 1;
            }
        }

        return new Finding(missing, expected);
    }

    /// <summary>Returned lines whose product the customer, or for a return of nobody anybody, had not bought before.</summary>
    public static Finding ReturnsWithoutSale(ShopSnapshot shop)
    {
        var (returns, orders) = (shop.Returns, shop.Orders);
        var firstSale = new Dictionary<long, long>();
        for (var r = 0; r < returns.Count; r++)
        {
            if (returns.Customer[r] >= 0)
            {
                firstSale[Pair(returns.Customer[r], returns.Product[r])] = long.MaxValue;
            }
        }

        var firstToAnybody = new long[shop.Products.Count];
        Array.Fill(firstToAnybody, long.MaxValue);
        for (var o = 0; o < orders.Count; o++)
        {
            for (var l = orders.LineStart[o]; l < orders.LineStart[o + 1]; l++)
            {
                var product = orders.LineProduct[l];
                firstToAnybody[product] = Math.Min(firstToAnybody[product], orders.Time[o]);
                var pair = Pair(orders.Customer[o], product);
                if (firstSale.TryGetValue(pair, out var first) && first == long.MaxValue)
                {
                    firstSale[pair] = orders.Time[o];
                }
            }
        }

        var without = 0L;
        for (var r = 0; r < returns.Count; r++)
        {
            var product = returns.Product[r];
            var sold = returns.Customer[r] < 0 ? firstToAnybody[product] : firstSale[Pair(returns.Customer[r], product)];
            without += sold > returns.Time[r] ? 1 : 0;
        }

        return new Finding(without, returns.Count);
    }

    private static bool[] Usual(HashSet<int> sold, int first, int last, double usualShare)
    {
        var (had, all) = (new int[DaysPerWeek], new int[DaysPerWeek]);
        for (var day = first; day <= last; day++)
        {
            all[OfWeek(day)]++;
            had[OfWeek(day)] += sold.Contains(day) ? 1 : 0;
        }

        return [.. Enumerable.Range(0, DaysPerWeek).Select(day => all[day] > 0 && had[day] > usualShare * all[day])];
    }

    // Days before 1970 are below 0.
    private static int OfWeek(int day) => ((day % DaysPerWeek) + DaysPerWeek) % DaysPerWeek;

    private static int Day(long at, DateTimeZone zone) =>
        Period.DaysBetween(new LocalDate(1970, 1, 1), Instant.FromUnixTimeMilliseconds(at).InZone(zone).Date);

    private static long Pair(int customer, int product) => ((long)customer << 32) | (uint)product;
}
