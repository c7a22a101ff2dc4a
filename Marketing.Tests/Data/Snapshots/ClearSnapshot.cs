using Marketing.Data;
using Marketing.Kernel.Numerics;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Snapshots;

/// <summary>The slow clear version of a snapshot, told from the facts by their definition; rows name customers and products by id.</summary>
internal sealed class ClearSnapshot
{
    public sealed record OrderRow(long Id, long Customer, long Time, IReadOnlyList<(long Product, long Quantity, long Price)> Lines);

    public ClearSnapshot(GeneratedShop shop, long before)
    {
        Orders = [.. shop.Orders
            .Where(order => GeneratedShop.IsVisible(order.Import) && order.At < before)
            .OrderBy(order => order.At).ThenBy(order => order.Id)
            .Select(order => new OrderRow(order.Id, order.Customer ?? 0, order.At, [.. shop.Lines.Where(line => line.Order == order.Id).OrderBy(line => line.Position).Select(line => (line.Product, line.Quantity, line.UnitPrice))]))];
        Returns = [.. shop.Returns.Where(entry => GeneratedShop.IsVisible(entry.Import) && entry.At < before).OrderBy(entry => entry.At).ThenBy(entry => entry.Id)];
        Events = [.. shop.Events.Where(entry => GeneratedShop.IsVisible(entry.Import) && entry.At < before).OrderBy(entry => entry.At).ThenBy(entry => entry.Id)];
        var consents = shop.Consents.Where(entry => GeneratedShop.IsVisible(entry.Import) && entry.At < before).OrderBy(entry => entry.At).ThenBy(entry => entry.Id).ToList();
        var sales = Orders.SelectMany(order => order.Lines).ToList();
        Customers = [.. shop.Customers.Where(customer =>
            Orders.Any(order => order.Customer == customer.Id) || Returns.Any(entry => entry.Customer == customer.Id)
            || Events.Any(entry => entry.Customer == customer.Id) || consents.Any(entry => entry.Customer == customer.Id))];
        Products = [.. shop.Products.Where(product =>
            sales.Any(line => line.Product == product.Id) || Returns.Any(entry => entry.Product == product.Id) || Events.Any(entry => entry.Product == product.Id))];
        Levels = [.. Said([.. shop.Levels.Where(level => GeneratedShop.IsVisible(level.Import) && level.At < before && Products.Exists(product => product.Id == level.Product)).OrderBy(level => level.Product).ThenBy(level => level.At)])];
        MailConsent = [.. Customers.Select(customer =>
            consents.LastOrDefault(entry => entry.Customer == customer.Id && entry.Purpose == ConsentPurposes.Marketing && entry.Channel == ConsentChannels.Mail)?.Granted == 1)];
        Price = [.. Products.Select(product =>
            sales.LastOrDefault(line => line.Product == product.Id && line.Price > 0) is { Price: > 0 } sale
                ? sale.Price
                : Returns.LastOrDefault(entry => entry.Product == product.Id && entry.UnitPrice > 0)?.UnitPrice ?? 0)];
    }

    public List<OrderRow> Orders { get; }

    public List<GeneratedShop.Level> Levels { get; }

    public List<GeneratedShop.Return> Returns { get; }

    public List<GeneratedShop.Event> Events { get; }

    public List<GeneratedShop.Customer> Customers { get; }

    public List<GeneratedShop.Product> Products { get; }

    public List<bool> MailConsent { get; }

    public List<long> Price { get; }

    // Of each of the shop's days the last one at midnight and the last after it, before one of nothing the last of something.
    private static IEnumerable<GeneratedShop.Level> Said(List<GeneratedShop.Level> levels)
    {
        var calendar = new ShopCalendar(ShopProfile.Default.TimeZone);
        foreach (var product in levels.GroupBy(level => level.Product))
        {
            foreach (var part in product.GroupBy(level => (calendar.DayOf(level.At), calendar.DayOf(level.At) != calendar.DayOf(level.At - 1))))
            {
                foreach (var level in part.Where(level => level == part.Last() || (part.Last().Units <= 0 && level == part.LastOrDefault(one => one.Units > 0))))
                {
                    yield return level;
                }
            }
        }
    }
}
