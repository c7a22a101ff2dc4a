namespace Marketing.Data.Quality;

/// <summary>Rows that say the same as another row. Pure functions of a snapshot.</summary>
internal static class Duplicates
{
    /// <summary>Orders of a known customer with the very same lines at the very same instant as another order.</summary>
    public static Finding Orders(ShopSnapshot shop)
    {
        var (orders, seen) = (shop.Orders, new HashSet<(int Customer, long Time, int Lines)>());
        long again = 0, known = 0;
        for (var o = 0; o < orders.Count; o++)
        {
            if (orders.Customer[o] >= 0)
            {
                known++;
                again += seen.Add((orders.Customer[o], orders.Time[o], LinesHash(orders, o))) ? 0 : 1;
            }
        }

        return new Finding(again, known);
    }

    /// <summary>Products whose name, without case and blanks at the ends, another product has too.</summary>
    public static Finding ProductNames(ShopSnapshot shop)
    {
        var names = shop.Products.Name.Where(name => !string.IsNullOrWhiteSpace(name)).Select(name => name.Trim()).ToList();
        return new Finding(names.Count - names.Distinct(StringComparer.OrdinalIgnoreCase).LongCount(), names.Count);
    }

    /// <summary>Events of a customer on a product, of the same kind at the very same instant as another.</summary>
    public static Finding Events(ShopSnapshot shop)
    {
        // Events are sorted by time, so only those of one instant can be the same.
        var (events, instant) = (shop.Events, new HashSet<(int Customer, int Product, EventKind Kind)>());
        long again = 0, known = 0;
        for (var e = 0; e < events.Count; e++)
        {
            if (e > 0 && events.Time[e] != events.Time[e - 1])
            {
                instant.Clear();
            }

            if (events.Customer[e] >= 0)
            {
                known++;
                again += instant.Add((events.Customer[e], events.Product[e], events.Kind[e])) ? 0 : 1;
            }
        }

        return new Finding(again, known);
    }

    /// <summary>Looks at, or puts in or takes out, a product that was never sold and has no name: probably none of the shop's.</summary>
    public static Finding EventsOfUnknownProducts(ShopSnapshot shop)
    {
        var sold = new bool[shop.Products.Count];
        foreach (var product in shop.Orders.LineProduct)
        {
            sold[product] = true;
        }

        long unknown = 0, about = 0;
        for (var e = 0; e < shop.Events.Count; e++)
        {
            if (shop.Events.Kind[e] is EventKind.View or EventKind.Cart or EventKind.RemoveFromCart)
            {
                about++;
                var product = shop.Events.Product[e];
                unknown += product < 0 || (!sold[product] && string.IsNullOrWhiteSpace(shop.Products.Name[product])) ? 1 : 0;
            }
        }

        return new Finding(unknown, about);
    }

    // The order of lines is not part of what an order says, so their hashes are added.
    private static int LinesHash(OrderColumns orders, int order)
    {
        var hash = 0;
        for (var l = orders.LineStart[order]; l < orders.LineStart[order + 1]; l++)
        {
            hash = unchecked(hash + HashCode.Combine(orders.LineProduct[l], orders.LineQuantity[l], orders.LinePrice[l]));
        }

        return hash;
    }
}
