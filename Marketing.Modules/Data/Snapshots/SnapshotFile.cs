using System.Security.Cryptography;
using Marketing.Kernel;
using Marketing.Kernel.Processing;

namespace Marketing.Data.Snapshots;

/// <summary>
/// A snapshot as one file: magic, format, the columns one after the other, and the SHA-256 of all before it. Columns are streamed from
/// where they stand and back, so that there is never a second copy. Left out are the customers' keys, countries and consents, which no
/// method reads and which read back as not known (empty, and no consent), and the newcomers, of whom there are none then.
/// </summary>
internal sealed class SnapshotFile : ISnapshotFiles
{
    internal const int Format = 2;
    internal static readonly byte[] Magic = "MKTSHOPS"u8.ToArray();
    private const string Again = "Start the training again; it writes the file anew.";

    public Task WriteAsync(ShopSnapshot snapshot, string path, CancellationToken cancellation) => HeavyWork.BesideAsync(() =>
    {
        Write(snapshot, path, cancellation);
        return true;
    });

    public Task<ShopSnapshot> ReadAsync(string path, CancellationToken cancellation) => HeavyWork.BesideAsync(() => Read(path, cancellation));

    public string HashOf(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var hash = new byte[SHA256.HashSizeInBytes];
            stream.Position = Math.Max(0, stream.Length - hash.Length);
            stream.ReadExactly(hash);
            return Convert.ToHexStringLower(hash);
        }
        catch (EndOfStreamException e)
        {
            throw Refuse(path, "is cut short", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refuse(path, "is missing", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refuse(path, $"cannot be read: {e.Message}", e);
        }
    }

    private static void Write(ShopSnapshot snapshot, string path, CancellationToken cancellation)
    {
        var beside = $"{path}.{Guid.NewGuid():N}.part";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var stream = new FileStream(beside, options))
            {
                using var columns = new ColumnWriter(stream, cancellation);
                columns.Bytes(Magic);
                columns.Number(Format);
                Put(snapshot, columns);
                columns.End();
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The snapshot file {path} cannot be written: {e.Message}", "Free some space, or give this user the right to write the data folder.", inner: e);
        }
        finally
        {
            if (File.Exists(beside))
            {
                File.Delete(beside);
            }
        }
    }

    private static ShopSnapshot Read(string path, CancellationToken cancellation)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            using var columns = new ColumnReader(stream, cancellation);
            if (!columns.Bytes(Magic.Length).AsSpan().SequenceEqual(Magic))
            {
                throw Refuse(path, "is no snapshot file");
            }

            if (columns.Number() is var format && format != Format)
            {
                throw Refuse(path, $"has format {format}, written by another version of the program; this one reads format {Format}");
            }

            var snapshot = Take(columns);
            return columns.IsWhole() ? snapshot : throw Refuse(path, "is damaged: its hash is not the one at its end");
        }
        catch (EndOfStreamException e)
        {
            throw Refuse(path, "is cut short", e);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or ArgumentException)
        {
            throw Refuse(path, $"is damaged: {e.Message}", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refuse(path, "is missing", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refuse(path, $"cannot be read: {e.Message}", e);
        }
    }

    private static void Put(ShopSnapshot shop, ColumnWriter to)
    {
        to.Number(shop.AsOf.ToUnixTimeMilliseconds());
        to.Text(shop.Currency);
        to.Text(shop.TimeZone);
        to.Column(shop.Customers.Id);
        to.Column(shop.Products.Id);
        to.Texts(shop.Products.Code);
        to.Texts(shop.Products.Name);
        to.Texts(shop.Products.Category);
        to.Texts(shop.Products.Brand);
        to.Column(shop.Products.Price);
        to.Column(shop.Products.Cost);
        to.Column(shop.Products.Stock);
        to.Column(shop.Products.LeadDays);
        to.Column(shop.Products.Simulated);
        to.Column(shop.Products.Active);
        to.Column(shop.Orders.Id);
        to.Column(shop.Orders.Customer);
        to.Column(shop.Orders.Time);
        to.Column(shop.Orders.LineStart);
        to.Column(shop.Orders.LineProduct);
        to.Column(shop.Orders.LineQuantity);
        to.Column(shop.Orders.LinePrice);
        to.Column(shop.Returns.Customer);
        to.Column(shop.Returns.Product);
        to.Column(shop.Returns.Time);
        to.Column(shop.Returns.Quantity);
        to.Column(shop.Returns.Price);
        to.Column(shop.Events.Customer);
        to.Column(shop.Events.Product);
        to.Column(shop.Events.Time);
        to.Column(shop.Events.Kind);
        to.Number(shop.Events.Simulated ? 1 : 0);
        to.Number(shop.Events.SomeSimulated is null ? 0 : 1);
        to.Column(shop.Events.SomeSimulated ?? []);
        to.Column(shop.Stocks.Product);
        to.Column(shop.Stocks.Time);
        to.Column(shop.Stocks.Units);
    }

    // In the order of Put; initialisers run in the order in which they are written.
    private static ShopSnapshot Take(ColumnReader from)
    {
        var (asOf, currency, zone, customers) = (from.Number(), from.Text(), from.Text(), from.Column<long>());
        return new ShopSnapshot
        {
            AsOf = DateTimeOffset.FromUnixTimeMilliseconds(asOf),
            Currency = currency,
            TimeZone = zone,
            Customers = new CustomerColumns { Id = customers, Key = Unknown(customers.Length), Country = Unknown(customers.Length), MailConsent = new bool[customers.Length] },
            Products = new ProductColumns
            {
                Id = from.Column<long>(),
                Code = from.Texts(),
                Name = from.Texts(),
                Category = from.Texts(),
                Brand = from.Texts(),
                Price = from.Column<long>(),
                Cost = from.Column<long>(),
                Stock = from.Column<int>(),
                LeadDays = from.Column<double>(),
                Simulated = from.Column<bool>(),
                Active = from.Column<bool>(),
            },
            Orders = new OrderColumns
            {
                Id = from.Column<long>(),
                Customer = from.Column<int>(),
                Time = from.Column<long>(),
                LineStart = from.Column<int>(),
                LineProduct = from.Column<int>(),
                LineQuantity = from.Column<int>(),
                LinePrice = from.Column<long>(),
            },
            Returns = new ReturnColumns
            {
                Customer = from.Column<int>(),
                Product = from.Column<int>(),
                Time = from.Column<long>(),
                Quantity = from.Column<int>(),
                Price = from.Column<long>(),
            },
            Events = new EventColumns
            {
                Customer = from.Column<int>(),
                Product = from.Column<int>(),
                Time = from.Column<long>(),
                Kind = from.Column<EventKind>(),
                Simulated = from.Number() == 1,
                SomeSimulated = from.Number() == 1 ? from.Column<bool>() : from.Skip<bool>(),
            },
            Stocks = new StockColumns { Product = from.Column<int>(), Time = from.Column<long>(), Units = from.Column<int>() },
        };
    }

    private static string[] Unknown(int count)
    {
        var texts = new string[count];
        Array.Fill(texts, "");
        return texts;
    }

    private static OperatorException Refuse(string path, string what, Exception? inner = null) => new($"The snapshot file {path} {what}.", Again, inner: inner);
}
