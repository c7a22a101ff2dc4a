using Marketing.Data.Snapshots;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Data.Sql;

/// <summary>Reads everything a snapshot is made of, all of it as of one commit, on three connections side by side.</summary>
internal sealed class DataSnapshotStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataSnapshot.sql");

    public async Task<StoredFacts> ReadAsync(DateTimeOffset asOf, string timeZone, CancellationToken cancellation)
    {
        var readers = await database.OpenReadersAsync(3, cancellation);
        try
        {
            var before = asOf.ToUnixTimeMilliseconds();
            var middle = Middle(readers[0]);
            var first = Task.Run(() => Lines(readers[0], long.MinValue, middle, cancellation), cancellation);
            var second = Task.Run(() => Lines(readers[1], middle, long.MaxValue, cancellation), cancellation);
            var rest = Task.Run(() => Rest(readers[2], before, timeZone, cancellation), cancellation);
            await Task.WhenAll(first, second, rest);
            return (await rest) with { Lines = [await first, await second] };
        }
        catch (SqliteException e) when (SqliteFailure.ToOperator(database.Folder, e) is { } explained)
        {
            throw explained;
        }
        finally
        {
            foreach (var reader in readers)
            {
                reader.Dispose();
            }
        }
    }

    private static long Middle(SqliteConnection connection)
    {
        using var rows = new RawRows(connection, Sql["snapshot-middle-order"]);
        rows.Next();
        return rows.Long(0);
    }

    private static StoredFacts Rest(SqliteConnection connection, long before, string timeZone, CancellationToken cancellation)
    {
        var people = Merged(connection, cancellation);
        return new StoredFacts(
            Orders(connection, people, before, cancellation),
            [],
            Returns(connection, people, before, cancellation),
            Events(connection, people, before, cancellation),
            Consents(connection, people, before, cancellation),
            Customers(connection, cancellation),
            Products(connection, cancellation),
            Stocks(connection, before, timeZone, cancellation));
    }

    private static MergedRecords Merged(SqliteConnection connection, CancellationToken cancellation)
    {
        var people = new MergedRecords();
        using var rows = new RawRows(connection, Sql["snapshot-merged"], cancellation);
        while (rows.Next())
        {
            people.Add(rows.Long(0), rows.Long(1), rows.Long(2));
        }

        return people;
    }

    private static StoredOrders Orders(SqliteConnection connection, MergedRecords people, long before, CancellationToken cancellation)
    {
        var orders = new StoredOrders();
        using var rows = new RawRows(connection, Sql["snapshot-orders"], cancellation).With("@AsOf", before).With("@Applied", (long)ImportState.Applied);
        while (rows.Next())
        {
            orders.Id.Add(rows.Long(0));
            orders.Customer.Add(people.Of(rows.Long(1)));
            orders.Time.Add(rows.Long(2));
        }

        return orders;
    }

    private static StoredLines Lines(SqliteConnection connection, long after, long last, CancellationToken cancellation)
    {
        var lines = new StoredLines();
        var current = after;
        using var rows = new RawRows(connection, Sql["snapshot-lines"], cancellation).With("@After", after).With("@Last", last);
        while (rows.Next())
        {
            var order = rows.Long(0);
            if (order != current)
            {
                current = order;
                lines.Order.Add(order);
                lines.Start.Add(lines.Product.Count);
            }

            lines.Product.Add(checked((int)rows.Long(1)));
            lines.Quantity.Add(checked((int)rows.Long(2)));
            lines.Price.Add(rows.Long(3));
        }

        return lines;
    }

    private static StoredReturns Returns(SqliteConnection connection, MergedRecords people, long before, CancellationToken cancellation)
    {
        var returns = new StoredReturns();
        using var rows = new RawRows(connection, Sql["snapshot-returns"], cancellation).With("@AsOf", before).With("@Applied", (long)ImportState.Applied);
        while (rows.Next())
        {
            returns.Customer.Add(people.Of(rows.Long(0)));
            returns.Product.Add(checked((int)rows.Long(1)));
            returns.Time.Add(rows.Long(2));
            returns.Quantity.Add(checked((int)rows.Long(3)));
            returns.Price.Add(rows.Long(4));
        }

        return returns;
    }

    private static StoredEvents Events(SqliteConnection connection, MergedRecords people, long before, CancellationToken cancellation)
    {
        var events = new StoredEvents();
        using var rows = new RawRows(connection, Sql["snapshot-events"], cancellation).With("@AsOf", before).With("@Applied", (long)ImportState.Applied);
        while (rows.Next())
        {
            events.Customer.Add(people.Of(rows.Long(0)));
            events.Product.Add(checked((int)rows.Long(1)));
            events.Time.Add(rows.Long(2));
            events.Kind.Add((EventKind)rows.Long(3));
            events.Simulated.Add(rows.Long(4) == 1);
        }

        return events;
    }

    private static StoredConsents Consents(SqliteConnection connection, MergedRecords people, long before, CancellationToken cancellation)
    {
        var consents = new StoredConsents();
        var answers = new MailAnswers(people, consents.Mail);
        using var rows = new RawRows(connection, Sql["snapshot-consents"], cancellation)
            .With("@AsOf", before).With("@Purpose", ConsentPurposes.Marketing).With("@Channel", ConsentChannels.Mail).With("@Applied", (long)ImportState.Applied);
        while (rows.Next())
        {
            var customer = rows.Long(0);
            consents.Customers.Add(people.Of(customer));
            if (rows.Long(2) == 1)
            {
                answers.Take(customer, rows.Long(1) == 1, rows.Long(3));
            }
        }

        answers.Finish();
        return consents;
    }

    private static List<StoredCustomer> Customers(SqliteConnection connection, CancellationToken cancellation)
    {
        var customers = new List<StoredCustomer>();
        var countries = new Dictionary<string, string>();
        using var rows = new RawRows(connection, Sql["snapshot-customers"], cancellation).With("@Applied", (long)ImportState.Applied);
        while (rows.Next())
        {
            customers.Add(new StoredCustomer(rows.Long(0), rows.Text(1), Once(countries, rows.Text(2)), rows.Long(3) == 1));
        }

        return customers;
    }

    private static List<StoredProduct> Products(SqliteConnection connection, CancellationToken cancellation)
    {
        var products = new List<StoredProduct>();
        var known = new Dictionary<string, string>();
        using var rows = new RawRows(connection, Sql["snapshot-products"], cancellation);
        while (rows.Next())
        {
            products.Add(new StoredProduct(
                rows.Long(0), rows.Text(1), rows.Text(2), Once(known, rows.Text(3)), Once(known, rows.Text(7)), rows.Long(4, whenNull: -1), checked((int)rows.Long(5, whenNull: -1)), rows.Long(6) == 1, rows.Long(8) == 1, rows.Long(9), rows.Real(10, whenNull: double.NaN)));
        }

        return products;
    }

    private static StoredStocks Stocks(SqliteConnection connection, long before, string timeZone, CancellationToken cancellation)
    {
        var stocks = new StoredStocks(new ShopCalendar(timeZone));
        using var rows = new RawRows(connection, Sql["snapshot-stock-levels"], cancellation).With("@AsOf", before).With("@Applied", (long)ImportState.Applied);
        while (rows.Next())
        {
            stocks.Add(checked((int)rows.Long(0)), rows.Long(1), checked((int)rows.Long(2)));
        }

        stocks.End();
        return stocks;
    }

    // A few names are repeated by many rows; each is kept once.
    private static string Once(Dictionary<string, string> known, string text)
    {
        if (!known.TryGetValue(text, out var kept))
        {
            known[text] = kept = text;
        }

        return kept;
    }
}
