using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Marketing.Data;

namespace Marketing.Model.Training;

/// <summary>A hash of everything in a snapshot that a method learns from: its instant, people, products, orders, returns and events. Stock and cost, which change with every order and teach nothing, are left out.</summary>
internal static class LearnedFacts
{
    // A span counts its bytes in an int.
    private const int Piece = 1 << 24;

    /// <param name="shop">The shop.</param>
    /// <returns>SHA-256 in hexadecimal.</returns>
    public static string Of(ShopSnapshot shop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add<long>(hash, [shop.AsOf.UtcTicks]);
        Add(hash, [shop.Currency, shop.TimeZone]);
        Add(hash, shop.Customers.Id);
        var (products, orders, returns, events) = (shop.Products, shop.Orders, shop.Returns, shop.Events);
        Add(hash, products.Id);
        foreach (var texts in (string[][])[products.Code, products.Name, products.Category, products.Brand])
        {
            Add(hash, texts);
        }

        Add(hash, products.Price);
        Add(hash, products.Simulated);
        Add(hash, products.Active);
        Add(hash, orders.Id);
        Add(hash, orders.Customer);
        Add(hash, orders.Time);
        Add(hash, orders.LineStart);
        Add(hash, orders.LineProduct);
        Add(hash, orders.LineQuantity);
        Add(hash, orders.LinePrice);
        Add(hash, returns.Customer);
        Add(hash, returns.Product);
        Add(hash, returns.Time);
        Add(hash, returns.Quantity);
        Add(hash, returns.Price);
        Add(hash, events.Customer);
        Add(hash, events.Product);
        Add(hash, events.Time);
        Add(hash, events.Kind);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add<T>(IncrementalHash hash, T[] values)
        where T : unmanaged
    {
        hash.AppendData(BitConverter.GetBytes(values.Length));
        for (var from = 0; from < values.Length; from += Piece)
        {
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan(from, Math.Min(Piece, values.Length - from))));
        }
    }

    private static void Add(IncrementalHash hash, string[] texts)
    {
        hash.AppendData(BitConverter.GetBytes(texts.Length));
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
    }
}
