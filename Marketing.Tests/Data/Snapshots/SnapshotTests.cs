using CsCheck;
using Dapper;
using Marketing.Data;
using Marketing.Data.Shop;
using Marketing.Data.Snapshots;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Snapshots;

public sealed class SnapshotTests : IDisposable
{
    private const long Start = GeneratedShop.Start;
    private const long End = GeneratedShop.Start + GeneratedShop.Span;
    private readonly TestFolder _folder = new();
    private readonly SnapshotCache _snapshots;

    public SnapshotTests()
    {
        var clock = new BusinessClock(_folder.Clock);
        _snapshots = new SnapshotCache(new DataSnapshotStore(_folder.Database), new ShopSettings(new DataShopStore(_folder.Database), clock), clock);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_empty_shop_gives_empty_columns()
    {
        var snapshot = await TakeAsync(End);
        Assert.Equal((0, 0, 0, 0, 0, 0), (snapshot.Customers.Count, snapshot.Products.Count, snapshot.Orders.Count, snapshot.Orders.Lines, snapshot.Returns.Count, snapshot.Events.Count));
        Assert.Equal([0], snapshot.Orders.LineStart);
        Assert.False(snapshot.Events.Simulated);
        Assert.Equal(ShopProfile.Default.Currency, snapshot.Currency);
        Assert.Equal(ShopProfile.Default.TimeZone, snapshot.TimeZone);
    }

    [Fact]
    public async Task Columns_equal_the_clear_version_in_the_middle_of_the_history_and_after_it()
    {
        var shop = new GeneratedShop(seed: 20, orders: 4000);
        shop.Write(_folder.Database);
        foreach (var before in (long[])[Start + (GeneratedShop.Span / 2), End])
        {
            AssertSame(new ClearSnapshot(shop, before), await TakeAsync(before));
        }
    }

    [Fact]
    public void Nothing_at_or_after_the_instant_is_inside_whenever_it_is_taken()
    {
        var shop = new GeneratedShop(seed: 21, orders: 300);
        shop.Write(_folder.Database);

        // Multiples of ten hit the very instants of facts.
        Gen.OneOf(Gen.Long[Start - 10, End + 10], Gen.Int[0, (int)GeneratedShop.Span / 10].Select(step => Start + (step * 10L)), Gen.OneOfConst(shop.Orders.ConvertAll(order => order.At).ToArray()))
            .Sample(
                before =>
                {
                    var snapshot = TakeAsync(before).GetAwaiter().GetResult();
                    Assert.All(snapshot.Orders.Time, time => Assert.True(time < before));
                    Assert.All(snapshot.Returns.Time, time => Assert.True(time < before));
                    Assert.All(snapshot.Events.Time, time => Assert.True(time < before));
                    AssertSame(new ClearSnapshot(shop, before), snapshot);
                },
                iter: 60,
                threads: 1,
                seed: "0000000000001");
    }

    [Fact]
    public async Task Facts_that_come_later_change_nothing_of_an_earlier_snapshot()
    {
        var shop = new GeneratedShop(seed: 22, orders: 300);
        shop.Write(_folder.Database);
        var middle = Start + (GeneratedShop.Span / 2);
        await _folder.Database.WriteAsync((connection, transaction) =>
        {
            connection.Execute("delete from data_order_lines where order_id in (select id from data_orders where at >= @middle)", new { middle }, transaction);
            foreach (var table in (string[])["data_orders", "data_returns", "data_events", "data_consents", "data_stock_levels"])
            {
                connection.Execute($"delete from {table} where at >= @middle", new { middle }, transaction);
            }
        });
        AssertSame(new ClearSnapshot(shop, middle), await TakeAsync(middle));
        AssertSame(new ClearSnapshot(shop, middle), await TakeAsync(End));
    }

    [Fact]
    public async Task Cost_and_stock_are_unknown_or_as_stored_and_say_when_they_are_simulated()
    {
        var shop = new GeneratedShop(seed: 23, orders: 300);
        shop.Write(_folder.Database);
        var products = (await TakeAsync(End)).Products;
        foreach (var product in shop.Products.Where(product => products.IndexOf(new ProductId(product.Id)) >= 0))
        {
            var index = products.IndexOf(new ProductId(product.Id));
            Assert.Equal(product.Cost ?? -1, products.Cost[index]);
            Assert.Equal(product.Stock ?? -1, products.Stock[index]);
            Assert.Equal(product.Simulated.Length > 0, products.Simulated[index]);
        }
    }

    [Fact]
    public async Task A_level_of_stock_holds_as_the_latest_visible_import_told_it_and_alone_makes_no_product()
    {
        var shop = new GeneratedShop(seed: 26, orders: 100);
        shop.Write(_folder.Database);
        var sold = (await TakeAsync(End)).Products.Id[0];
        await _folder.Database.WriteAsync((connection, transaction) =>
        {
            connection.Execute("delete from data_stock_levels", transaction: transaction);
            connection.Execute(
                """
                insert into data_imports (id, name, actor, state, started_at, file_hash, file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, seconds, is_demo)
                select 9, name, actor, state, started_at, '9', file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, seconds, is_demo from data_imports where id = 1
                """,
                transaction: transaction);
            connection.Execute("insert into data_products (id, code, name, category, simulated) values (900, 'X', 'Only stocked', '', '')", transaction: transaction);
            connection.Execute(
                "insert into data_stock_levels (product_id, at, units, import_id) values (@Product, @At, @Units, @Import)",
                new[]
                {
                    new { Product = sold, At = Start + 5, Units = 3, Import = 9 }, new { Product = sold, At = Start + 5, Units = 8, Import = 1 },
                    new { Product = sold, At = Start + 6, Units = 0, Import = 2 }, new { Product = sold, At = End, Units = 1, Import = 1 },
                    new { Product = 900L, At = Start + 5, Units = 7, Import = 1 },
                },
                transaction);
        });
        var stocks = (await TakeAsync(End)).Stocks;
        Assert.Equal([(0, Start + 5, 3)], stocks.Product.Zip(stocks.Time, stocks.Units));
    }

    [Fact]
    public async Task One_real_event_makes_the_events_not_all_simulated()
    {
        new GeneratedShop(seed: 24, orders: 100).Write(_folder.Database);
        var all = (await TakeAsync(End)).Events;
        Assert.True(all.Simulated);
        Assert.Null(all.SomeSimulated);
        await _folder.Database.WriteAsync((connection, transaction) => connection.Execute("update data_events set simulated = 0 where id = (select min(id) from data_events where import_id is null)", transaction: transaction));
        var some = (await TakeAsync(End)).Events;
        Assert.False(some.Simulated);
        Assert.Equal(some.Count - 1, some.SomeSimulated!.Count(one => one));
    }

    [Fact]
    public async Task A_cancelled_reading_stops()
    {
        new GeneratedShop(seed: 25, orders: 100).Write(_folder.Database);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _snapshots.TakeAsync(DateTimeOffset.FromUnixTimeMilliseconds(End), cancelled.Token));
    }

    private Task<ShopSnapshot> TakeAsync(long before) => _snapshots.TakeAsync(DateTimeOffset.FromUnixTimeMilliseconds(before), CancellationToken.None);

    private static void AssertSame(ClearSnapshot expected, ShopSnapshot actual)
    {
        var customers = expected.Customers.Select((customer, index) => (customer.Id, index)).ToDictionary(entry => entry.Id, entry => entry.index);
        var products = expected.Products.Select((product, index) => (product.Id, index)).ToDictionary(entry => entry.Id, entry => entry.index);
        int Customer(long? id) => id is null or 0 ? -1 : customers[id.Value];
        int Product(long? id) => id is null ? -1 : products[id.Value];
        Assert.Equal(expected.Customers.Select(customer => (customer.Id, customer.Key, customer.Country)), actual.Customers.Id.Zip(actual.Customers.Key, actual.Customers.Country));
        Assert.Equal(expected.MailConsent, actual.Customers.MailConsent);
        Assert.Equal(expected.Products.Select(product => (product.Id, product.Code, product.Name)), actual.Products.Id.Zip(actual.Products.Code, actual.Products.Name));
        Assert.Equal(expected.Products.Select(product => product.Category), actual.Products.Category);
        Assert.Equal(expected.Price, actual.Products.Price);
        Assert.Equal(expected.Orders.Select(order => (order.Id, Customer(order.Customer), order.Time)), actual.Orders.Id.Zip(actual.Orders.Customer, actual.Orders.Time));
        Assert.Equal(expected.Orders.Select(order => order.Lines.Count), Enumerable.Range(0, actual.Orders.Count).Select(o => actual.Orders.LineStart[o + 1] - actual.Orders.LineStart[o]));
        var lines = expected.Orders.SelectMany(order => order.Lines);
        Assert.Equal(lines.Select(line => (Product(line.Product), (int)line.Quantity, line.Price)), actual.Orders.LineProduct.Zip(actual.Orders.LineQuantity, actual.Orders.LinePrice));
        Assert.Equal(expected.Returns.Select(entry => (Customer(entry.Customer), Product(entry.Product), entry.At)), actual.Returns.Customer.Zip(actual.Returns.Product, actual.Returns.Time));
        Assert.Equal(expected.Returns.Select(entry => ((int)entry.Quantity, entry.UnitPrice)), actual.Returns.Quantity.Zip(actual.Returns.Price));
        Assert.Equal(expected.Events.Select(entry => (Customer(entry.Customer), Product(entry.Product), entry.At)), actual.Events.Customer.Zip(actual.Events.Product, actual.Events.Time));
        Assert.Equal(expected.Events.Select(entry => (EventKind)entry.Kind), actual.Events.Kind);
        Assert.Equal(expected.Products.Select(product => product.LeadDays ?? double.NaN), actual.Products.LeadDays);
        Assert.Equal(expected.Levels.Select(level => (Product(level.Product), level.At, (int)level.Units)), actual.Stocks.Product.Zip(actual.Stocks.Time, actual.Stocks.Units));
    }
}
