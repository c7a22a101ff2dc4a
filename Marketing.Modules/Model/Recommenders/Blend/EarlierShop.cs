using Marketing.Data;

namespace Marketing.Model.Recommenders.Blend;

/// <summary>A shop as it was, out of its present snapshot, with the same indices of customers and products.</summary>
internal static class EarlierShop
{
    /// <summary>Nothing at or after the instant is inside; prices are those of the sales before it. Levels of stock, which the blend does not read, are left out.</summary>
    public static ShopSnapshot Of(ShopSnapshot shop, long before)
    {
        var orders = Count(shop.Orders.Time, before);
        var lines = shop.Orders.LineStart[orders];
        var (returns, events) = (Count(shop.Returns.Time, before), Count(shop.Events.Time, before));
        var past = new OrderColumns
        {
            Id = shop.Orders.Id[..orders],
            Customer = shop.Orders.Customer[..orders],
            Time = shop.Orders.Time[..orders],
            LineStart = shop.Orders.LineStart[..(orders + 1)],
            LineProduct = shop.Orders.LineProduct[..lines],
            LineQuantity = shop.Orders.LineQuantity[..lines],
            LinePrice = shop.Orders.LinePrice[..lines],
        };
        return new ShopSnapshot
        {
            AsOf = DateTimeOffset.FromUnixTimeMilliseconds(before),
            Currency = shop.Currency,
            TimeZone = shop.TimeZone,
            Customers = shop.Customers,
            Products = WithPrices(shop.Products, past),
            Orders = past,
            Returns = new ReturnColumns { Customer = shop.Returns.Customer[..returns], Product = shop.Returns.Product[..returns], Time = shop.Returns.Time[..returns], Quantity = shop.Returns.Quantity[..returns], Price = shop.Returns.Price[..returns] },
            Events = new EventColumns { Customer = shop.Events.Customer[..events], Product = shop.Events.Product[..events], Time = shop.Events.Time[..events], Kind = shop.Events.Kind[..events], Simulated = shop.Events.Simulated, SomeSimulated = shop.Events.SomeSimulated?[..events] },
        };
    }

    // Times ascend.
    private static int Count(long[] times, long before)
    {
        var at = Array.BinarySearch(times, before);
        at = at < 0 ? ~at : at;
        while (at > 0 && times[at - 1] >= before)
        {
            at--;
        }

        return at;
    }

    private static ProductColumns WithPrices(ProductColumns products, OrderColumns orders)
    {
        var price = new long[products.Count];
        for (var line = 0; line < orders.Lines; line++)
        {
            price[orders.LineProduct[line]] = orders.LinePrice[line] > 0 ? orders.LinePrice[line] : price[orders.LineProduct[line]];
        }

        return new ProductColumns { Id = products.Id, Code = products.Code, Name = products.Name, Category = products.Category, Brand = products.Brand, Price = price, Cost = products.Cost, Stock = products.Stock, LeadDays = products.LeadDays, Simulated = products.Simulated, Active = products.Active };
    }
}
