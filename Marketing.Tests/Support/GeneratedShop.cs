using Dapper;
using Marketing.Data;
using Marketing.Kernel.Storage;

namespace Marketing.Tests.Support;

/// <summary>
/// A shop made up from a seed: facts as plain lists, and the same facts in the store. Ids do not follow time, instants tie, some
/// imports are not applied, some customers and products have only some kinds of facts, and some none.
/// </summary>
internal sealed class GeneratedShop
{
    public const long Start = 1_300_000_000_000;
    public const long Span = 1_000_000;

    public sealed record Customer(long Id, string Key, string Country, string? Email, string? Name);

    public sealed record Product(long Id, string Code, string Name, string Category, long? Cost, long? Stock, string Simulated, double? LeadDays);

    public sealed record Order(long Id, string Number, long? Customer, long At, long Import);

    public sealed record Line(long Order, long Position, long Product, long Quantity, long UnitPrice);

    public sealed record Return(long Id, string Number, long? Customer, long Product, long At, long Quantity, long UnitPrice, long Import);

    public sealed record Event(long Id, long? Customer, long? Product, long Kind, long At, long Simulated, long? Import);

    public sealed record Consent(long Id, long Customer, string Purpose, string Channel, long Granted, long At, long? Import);

    public sealed record Level(long Product, long At, long Units, long Import);

    public GeneratedShop(int seed, int orders)
    {
        var random = new Random(seed);
        var customers = Math.Max(4, orders / 8);
        var products = Math.Max(4, orders / 10);
        long When() => Start + random.NextInt64(Span / 10) * 10;
        long? Anybody() => random.Next(5) == 0 ? null : 1 + random.Next(customers);
        long AnyProduct() => 1 + random.Next(products);
        long AnyImport() => 1 + random.Next(4) switch { 0 => 1, 1 => 2, _ => 0 };
        long? MaybeImport() => random.Next(2) == 0 ? null : AnyImport();
        Customers = [.. Enumerable.Range(1, customers).Select(i => new Customer(i, $"K{(i * 7919) % 100_003}", i % 3 == 0 ? "" : $"Country {i % 7}", i % 4 == 0 ? null : $"person{i}@example.com", i % 5 == 0 ? null : $"Person {i}"))];
        Products = [.. Enumerable.Range(1, products).Select(i => new Product(i, $"P{i}", $"Thing {i}", i % 2 == 0 ? "Things" : "", i % 3 == 0 ? null : i * 10, i % 4 == 0 ? null : i, i % 3 == 0 ? "" : "cost stock", i % 5 == 0 ? null : i / 4.0))];
        Orders = [.. Enumerable.Range(1, orders).Select(i => new Order(i, $"N{i}", Anybody(), When(), AnyImport()))];
        Lines = [.. Orders.SelectMany(order => Enumerable.Range(0, random.Next(6)).Select(position => new Line(order.Id, position, AnyProduct(), 1 + random.Next(12), random.Next(20) == 0 ? 0 : 50 + random.Next(1000))))];
        Returns = [.. Enumerable.Range(1, orders / 10).Select(i => new Return(i, $"C{i}", Anybody(), AnyProduct(), When(), 1 + random.Next(3), random.Next(500), AnyImport()))];
        Events = [.. Enumerable.Range(1, orders / 2).Select(i => new Event(i, Anybody(), random.Next(9) == 0 ? null : AnyProduct(), 1 + random.Next(2), When(), 1, MaybeImport()))];
        Consents = [.. Enumerable.Range(1, orders / 8).Select(i => new Consent(i, 1 + random.Next(customers), random.Next(4) == 0 ? "profiling" : ConsentPurposes.Marketing, random.Next(4) == 0 ? "sms" : ConsentChannels.Mail, random.Next(2), When(), MaybeImport()))];
        Levels = [.. Enumerable.Range(1, orders / 4).Select(_ => new Level(AnyProduct(), Start + (random.Next(100) * Span / 100), random.Next(-2, 9), AnyImport())).DistinctBy(level => (level.Product, level.At, level.Import))];
    }

    public List<Customer> Customers { get; }

    public List<Product> Products { get; }

    public List<Order> Orders { get; }

    public List<Line> Lines { get; }

    public List<Return> Returns { get; }

    public List<Event> Events { get; }

    public List<Consent> Consents { get; }

    public List<Level> Levels { get; }

    /// <summary>Import 1 is applied, 2 was taken back, 3 is still running; some events and consents came with none.</summary>
    public static bool IsVisible(long? import) => import is null or 1;

    public void Write(Database database) => database.Write((connection, transaction) =>
    {
        AddImports(connection, transaction);
        connection.Execute("insert into data_customers (id, key, country, email, name, simulated) values (@Id, @Key, @Country, @Email, @Name, '')", Customers, transaction);
        connection.Execute("insert into data_products (id, code, name, category, cost, stock, simulated, lead_days) values (@Id, @Code, @Name, @Category, @Cost, @Stock, @Simulated, @LeadDays)", Products, transaction);
        connection.Execute("insert into data_orders (id, number, customer_id, at, import_id) values (@Id, @Number, @Customer, @At, @Import)", Orders, transaction);
        connection.Execute("insert into data_order_lines (order_id, position, product_id, quantity, unit_price) values (@Order, @Position, @Product, @Quantity, @UnitPrice)", Lines, transaction);
        connection.Execute("insert into data_returns (id, number, customer_id, product_id, at, quantity, unit_price, import_id) values (@Id, @Number, @Customer, @Product, @At, @Quantity, @UnitPrice, @Import)", Returns, transaction);
        connection.Execute("insert into data_events (id, customer_id, product_id, kind, at, simulated, import_id) values (@Id, @Customer, @Product, @Kind, @At, @Simulated, @Import)", Events, transaction);
        connection.Execute("insert into data_consents (id, customer_id, purpose, channel, granted, at, source, wording, simulated, import_id) values (@Id, @Customer, @Purpose, @Channel, @Granted, @At, 'form', 'v1', 0, @Import)", Consents, transaction);
        connection.Execute("insert into data_stock_levels (product_id, at, units, import_id) values (@Product, @At, @Units, @Import)", Levels, transaction);
        return true;
    });

    private static void AddImports(System.Data.IDbConnection connection, System.Data.IDbTransaction transaction) => connection.Execute(
        """
        insert into data_imports (id, name, actor, state, started_at, file_hash, file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, seconds, is_demo)
        values (@Id, 'orders.csv', 'test', @State, 0, '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        """,
        new[] { new { Id = 1, State = ImportState.Applied }, new { Id = 2, State = ImportState.Undone }, new { Id = 3, State = ImportState.Running } },
        transaction);
}
