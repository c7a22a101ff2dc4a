namespace Marketing.Data.Quality;

/// <summary>The fields of a snapshot as columns to look at. Customers and products count as of the first time anything tells of them.</summary>
internal static class ProfiledColumns
{
    public static IReadOnlyList<ProfiledColumn> Of(ShopSnapshot shop, OrderDetails details)
    {
        var (customerSince, productSince) = FirstSeen(shop);
        return
        [
            .. Orders(shop), .. details.Orders(), .. Lines(shop), .. Returns(shop), .. Events(shop), .. Customers(shop.Customers, customerSince),
            .. Products(shop.Products, productSince), details.Brand(shop.Products, productSince),
        ];
    }

    /// <summary>Time of the order of each line.</summary>
    public static long[] LineTimes(OrderColumns orders)
    {
        var times = new long[orders.Lines];
        for (var o = 0; o < orders.Count; o++)
        {
            times.AsSpan(orders.LineStart[o]..orders.LineStart[o + 1]).Fill(orders.Time[o]);
        }

        return times;
    }

    public static IEnumerable<ProfiledColumn> Orders(ShopSnapshot shop)
    {
        var orders = shop.Orders;
        var (amounts, sizes) = (new double[orders.Count], new double[orders.Count]);
        for (var o = 0; o < orders.Count; o++)
        {
            for (var l = orders.LineStart[o]; l < orders.LineStart[o + 1]; l++)
            {
                amounts[o] += (double)orders.LinePrice[l] * orders.LineQuantity[l];
            }

            sizes[o] = orders.LineStart[o + 1] - orders.LineStart[o];
        }

        yield return new NumberColumn("orders", "time", "time", orders.Time, Array.ConvertAll(orders.Time, time => (double)time));
        yield return new CodeColumn("orders", "customer", "reference", orders.Time, orders.Customer, shop.Customers.Count, null);
        yield return new NumberColumn("orders", "amount", "money", orders.Time, amounts);
        yield return new NumberColumn("orders", "lines", "number", orders.Time, sizes);
    }

    public static IEnumerable<ProfiledColumn> Lines(ShopSnapshot shop)
    {
        var orders = shop.Orders;
        var lineTimes = LineTimes(orders);
        yield return new CodeColumn("lines", "product", "reference", lineTimes, orders.LineProduct, shop.Products.Count, null);
        yield return new NumberColumn("lines", "quantity", "number", lineTimes, Array.ConvertAll(orders.LineQuantity, units => (double)units));
        yield return new NumberColumn("lines", "price", "money", lineTimes, Array.ConvertAll(orders.LinePrice, price => (double)price));
    }

    private static IEnumerable<ProfiledColumn> Returns(ShopSnapshot shop)
    {
        var returns = shop.Returns;
        yield return new NumberColumn("returns", "time", "time", returns.Time, Array.ConvertAll(returns.Time, time => (double)time));
        yield return new CodeColumn("returns", "customer", "reference", returns.Time, returns.Customer, shop.Customers.Count, null);
        yield return new CodeColumn("returns", "product", "reference", returns.Time, returns.Product, shop.Products.Count, null);
        yield return new NumberColumn("returns", "quantity", "number", returns.Time, Array.ConvertAll(returns.Quantity, units => (double)units));
        yield return new NumberColumn("returns", "price", "money", returns.Time, Array.ConvertAll(returns.Price, price => (double)price));
    }

    private static IEnumerable<ProfiledColumn> Events(ShopSnapshot shop)
    {
        var events = shop.Events;
        var kinds = Enum.GetValues<EventKind>();
        var names = new string[(int)kinds.Max() + 1];
        foreach (var kind in kinds)
        {
            names[(int)kind] = kind.ToString();
        }

        yield return new NumberColumn("events", "time", "time", events.Time, Array.ConvertAll(events.Time, time => (double)time));
        yield return new CodeColumn("events", "kind", "category", events.Time, Array.ConvertAll(events.Kind, kind => (int)kind), names.Length, names);
        yield return new CodeColumn("events", "customer", "reference", events.Time, events.Customer, shop.Customers.Count, null);
        yield return new CodeColumn("events", "product", "reference", events.Time, events.Product, shop.Products.Count, null);
    }

    private static IEnumerable<ProfiledColumn> Customers(CustomerColumns customers, long[] since)
    {
        yield return CodeColumn.Of("customers", "key", "text", since, customers.Key);
        yield return CodeColumn.Of("customers", "country", "category", since, customers.Country);
        yield return new CodeColumn("customers", "mail-consent", "yes-no", since, Array.ConvertAll(customers.MailConsent, yes => yes ? 1 : 0), 2, ["no", "yes"]);
    }

    private static IEnumerable<ProfiledColumn> Products(ProductColumns products, long[] since)
    {
        yield return CodeColumn.Of("products", "code", "text", since, products.Code);
        yield return CodeColumn.Of("products", "name", "text", since, products.Name);
        yield return CodeColumn.Of("products", "category", "category", since, products.Category);
        yield return new NumberColumn("products", "price", "money", since, Array.ConvertAll(products.Price, price => price > 0 ? price : double.NaN));
        yield return new NumberColumn("products", "cost", "money", since, Array.ConvertAll(products.Cost, cost => cost >= 0 ? cost : double.NaN));
        yield return new NumberColumn("products", "stock", "number", since, Array.ConvertAll(products.Stock, stock => stock != -1 ? stock : double.NaN));
    }

    private static (long[] Customers, long[] Products) FirstSeen(ShopSnapshot shop)
    {
        var (customers, products) = (new long[shop.Customers.Count], new long[shop.Products.Count]);
        customers.AsSpan().Fill(long.MaxValue);
        products.AsSpan().Fill(long.MaxValue);
        for (var o = 0; o < shop.Orders.Count; o++)
        {
            See(customers, shop.Orders.Customer[o], shop.Orders.Time[o]);
            for (var l = shop.Orders.LineStart[o]; l < shop.Orders.LineStart[o + 1]; l++)
            {
                See(products, shop.Orders.LineProduct[l], shop.Orders.Time[o]);
            }
        }

        for (var r = 0; r < shop.Returns.Count; r++)
        {
            See(customers, shop.Returns.Customer[r], shop.Returns.Time[r]);
            See(products, shop.Returns.Product[r], shop.Returns.Time[r]);
        }

        for (var e = 0; e < shop.Events.Count; e++)
        {
            See(customers, shop.Events.Customer[e], shop.Events.Time[e]);
            See(products, shop.Events.Product[e], shop.Events.Time[e]);
        }

        // Somebody of whom only a consent is known has no time here.
        customers.AsSpan().Replace(long.MaxValue, long.MinValue);
        products.AsSpan().Replace(long.MaxValue, long.MinValue);
        return (customers, products);
    }

    private static void See(long[] since, int index, long time)
    {
        if (index >= 0 && time < since[index])
        {
            since[index] = time;
        }
    }
}
