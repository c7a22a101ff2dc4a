using Dapper;
using Marketing.Data;
using Marketing.Kernel.Storage;

namespace Marketing.Tests.Support;

/// <summary>Overdue regulars of a small shop.</summary>
internal static class Regulars
{
    /// <summary>Customers 1 to n, overdue regulars of 8 products out of two tastes. Every tenth has no address and every tenth (from 5) no consent.</summary>
    public static void Write(Database database, DateTimeOffset now, int customers)
    {
        var orders = Enumerable.Range(1, customers).SelectMany(c => Enumerable.Range(0, 4).Select(k => new { Id = (c * 10L) + k, Number = $"N{c}-{k}", Customer = (long)c, At = now.AddDays(-120 - (10 * k) - (c % 9)) })).ToList();
        var lines = orders.SelectMany(order => Enumerable.Range(0, 2).Select(l => new { Order = order.Id, Position = l, Product = (order.Customer % 2 * 4) + 1 + ((order.Id + l) % 4) % (order.Customer % 3 == 0 ? 4 : 3), Price = 250 + (100 * l) }));
        database.Write((connection, transaction) =>
        {
            connection.Execute("insert into data_imports (id, name, actor, state, started_at, file_hash, file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, seconds, is_demo) values (1, 'orders.csv', 'test', 2, 0, '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)", transaction: transaction);
            connection.Execute(
                "insert into data_customers (id, key, country, email, name, simulated) values (@Id, @Key, 'France', @Email, @Name, '')",
                Enumerable.Range(1, customers).Select(c => new { Id = c, Key = $"{c}", Email = c % 10 == 0 ? null : $"c{c}@buyers.test", Name = $"Buyer <{c}>" }),
                transaction);
            connection.Execute("insert into data_products (id, code, name, category, simulated, stock) values (@Id, @Code, @Name, '', '', @Stock)", Enumerable.Range(1, 9).Select(p => new { Id = p, Code = $"P{p}", Name = $"Cup & saucer {p}", Stock = p == 9 ? 0 : 5 }), transaction);
            connection.Execute("insert into data_orders (id, number, customer_id, at, import_id) values (@Id, @Number, @Customer, @At, 1)", orders, transaction);
            connection.Execute("insert into data_order_lines (order_id, position, product_id, quantity, unit_price) values (@Order, @Position, @Product, 1, @Price)", lines, transaction);
            connection.Execute(
                "insert into data_consents (customer_id, purpose, channel, granted, at, source, wording, simulated) values (@Customer, @Purpose, @Channel, @Granted, 0, 'form', 'v1', 0)",
                Enumerable.Range(1, customers).Select(c => new { Customer = c, Purpose = ConsentPurposes.Marketing, Channel = ConsentChannels.Mail, Granted = c % 10 == 5 ? 0 : 1 }),
                transaction);
            return true;
        });
    }
}
