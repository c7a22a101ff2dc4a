using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>
/// The shop as of a time, in columns. Customers and products have dense indices from 0 (ordered by id); orders are sorted by time;
/// the lines of order o are <c>[LineStart[o], LineStart[o + 1])</c>. Times are UTC milliseconds, money is minor units of <see cref="Currency"/>.
/// Columns are read-only by convention: whoever writes into one breaks every reader.
/// </summary>
public sealed class ShopSnapshot
{
    /// <summary>Nothing at or after this instant is inside.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>ISO 4217 code of all amounts.</summary>
    public required string Currency { get; init; }

    /// <summary>The shop's time zone (IANA).</summary>
    public required string TimeZone { get; init; }

    /// <summary>Customers with an order, a return, an event or a consent before <see cref="AsOf"/>.</summary>
    public required CustomerColumns Customers { get; init; }

    /// <summary>
    /// Customers whom the shop of now knows and who have none of these yet: nothing is fitted to them or planned for them. Since when they
    /// are known is not stored, so that an earlier picture has none.
    /// </summary>
    public CustomerColumns Newcomers { get; init; } = new() { Id = [], Key = [], Country = [], MailConsent = [] };

    /// <summary>Products with a sale, a return or an event before <see cref="AsOf"/>.</summary>
    public required ProductColumns Products { get; init; }

    /// <summary>Sales, sorted by time.</summary>
    public required OrderColumns Orders { get; init; }

    /// <summary>Returned lines, sorted by time.</summary>
    public required ReturnColumns Returns { get; init; }

    /// <summary>Browsing events, sorted by time.</summary>
    public required EventColumns Events { get; init; }

    /// <summary>Levels of stock told before <see cref="AsOf"/>, of the products above; none where the shop tells none.</summary>
    public StockColumns Stocks { get; init; } = new() { Product = [], Time = [], Units = [] };
}

/// <summary>One entry a customer.</summary>
public sealed class CustomerColumns
{
    private readonly Lazy<Dictionary<string, int>> _byKey;

    /// <summary>Columns to be filled.</summary>
    public CustomerColumns() => _byKey = new(() => Places.Of(Key!, StringComparer.Ordinal));

    /// <summary>Ids, ascending.</summary>
    public required long[] Id { get; init; }

    /// <summary>The shop's own keys (customer numbers).</summary>
    public required string[] Key { get; init; }

    /// <summary>Country names as the shop writes them, or empty.</summary>
    public required string[] Country { get; init; }

    /// <summary>Whether the customer agreed to marketing mail as of the snapshot.</summary>
    public required bool[] MailConsent { get; init; }

    /// <summary>How many.</summary>
    public int Count => Id.Length;

    /// <summary>Index of an id, or -1.</summary>
    public int IndexOf(CustomerId id) => Math.Max(-1, Array.BinarySearch(Id, id.Value));

    /// <summary>Index of a key as the shop writes it, or -1.</summary>
    public int IndexOf(string key) => _byKey.Value.GetValueOrDefault(key, -1);
}

/// <summary>One entry a product.</summary>
public sealed class ProductColumns
{
    private readonly Lazy<Dictionary<string, int>> _byCode;

    /// <summary>Columns to be filled.</summary>
    public ProductColumns() => _byCode = new(() => Places.Of(Code!, StringComparer.OrdinalIgnoreCase));

    /// <summary>Ids, ascending.</summary>
    public required long[] Id { get; init; }

    /// <summary>The shop's own codes.</summary>
    public required string[] Code { get; init; }

    /// <summary>Names.</summary>
    public required string[] Name { get; init; }

    /// <summary>Categories, or empty.</summary>
    public required string[] Category { get; init; }

    /// <summary>Brands, or empty.</summary>
    public required string[] Brand { get; init; }

    /// <summary>Unit price of the latest sale above zero; else of the latest return; else the list price as stored now; else 0.</summary>
    public required long[] Price { get; init; }

    /// <summary>Unit cost as stored now, or -1 when not known.</summary>
    public required long[] Cost { get; init; }

    /// <summary>Units in stock as stored now, or -1 when not known.</summary>
    public required int[] Stock { get; init; }

    /// <summary>Days from an order at the supplier to the shelf, as stored now; NaN when not known.</summary>
    public double[] LeadDays { get => field ??= Unknown(Count); init; }

    /// <summary>Whether cost and stock are simulated.</summary>
    public required bool[] Simulated { get; init; }

    /// <summary>Whether the shop offers it, as stored now.</summary>
    public required bool[] Active { get; init; }

    /// <summary>How many.</summary>
    public int Count => Id.Length;

    /// <summary>Index of an id, or -1.</summary>
    public int IndexOf(ProductId id) => Math.Max(-1, Array.BinarySearch(Id, id.Value));

    /// <summary>Index of a code in capitals or small letters, or -1.</summary>
    public int IndexOf(string code) => _byCode.Value.GetValueOrDefault(code, -1);

    private static double[] Unknown(int count)
    {
        var days = new double[count];
        Array.Fill(days, double.NaN);
        return days;
    }
}

/// <summary>One entry an order; lines follow in the same order.</summary>
public sealed class OrderColumns
{
    /// <summary>Ids.</summary>
    public required long[] Id { get; init; }

    /// <summary>Index of the customer, or -1 for an anonymous sale.</summary>
    public required int[] Customer { get; init; }

    /// <summary>UTC milliseconds, ascending.</summary>
    public required long[] Time { get; init; }

    /// <summary>First line of each order; one entry more than orders.</summary>
    public required int[] LineStart { get; init; }

    /// <summary>Index of the product of a line.</summary>
    public required int[] LineProduct { get; init; }

    /// <summary>Units, above 0.</summary>
    public required int[] LineQuantity { get; init; }

    /// <summary>Price of one unit.</summary>
    public required long[] LinePrice { get; init; }

    /// <summary>How many orders.</summary>
    public int Count => Id.Length;

    /// <summary>How many lines.</summary>
    public int Lines => LineProduct.Length;
}

/// <summary>One entry a returned line.</summary>
public sealed class ReturnColumns
{
    /// <summary>Index of the customer, or -1.</summary>
    public required int[] Customer { get; init; }

    /// <summary>Index of the product.</summary>
    public required int[] Product { get; init; }

    /// <summary>UTC milliseconds, ascending.</summary>
    public required long[] Time { get; init; }

    /// <summary>Units, above 0.</summary>
    public required int[] Quantity { get; init; }

    /// <summary>Money given back for one unit.</summary>
    public required long[] Price { get; init; }

    /// <summary>How many.</summary>
    public int Count => Time.Length;
}

/// <summary>What a visitor did.</summary>
public enum EventKind : byte
{
    /// <summary>Looked at a product.</summary>
    View = 1,

    /// <summary>Put a product in the cart.</summary>
    Cart = 2,

    /// <summary>Opened a page that is no product's.</summary>
    Page = 3,

    /// <summary>Searched.</summary>
    Search = 4,

    /// <summary>Went to the checkout.</summary>
    Checkout = 5,

    /// <summary>Bought, as the browser tells it; the order itself is the fact that counts.</summary>
    Purchase = 6,

    /// <summary>Said who it is.</summary>
    Identify = 7,

    /// <summary>Took a product out of the cart.</summary>
    RemoveFromCart = 8,

    /// <summary>Something that only this shop has a name for.</summary>
    Own = 9,
}

/// <summary>One entry an event.</summary>
public sealed class EventColumns
{
    /// <summary>Index of the customer, or -1.</summary>
    public required int[] Customer { get; init; }

    /// <summary>Index of the product, or -1.</summary>
    public required int[] Product { get; init; }

    /// <summary>UTC milliseconds, ascending.</summary>
    public required long[] Time { get; init; }

    /// <summary>What was done.</summary>
    public required EventKind[] Kind { get; init; }

    /// <summary>Whether all events are simulated.</summary>
    public required bool Simulated { get; init; }

    /// <summary>Whether an event is simulated, where some are and some are not; null otherwise.</summary>
    public bool[]? SomeSimulated { get; init; }

    /// <summary>How many.</summary>
    public int Count => Time.Length;
}

/// <summary>Where names stand in a column.</summary>
file static class Places
{
    /// <summary>The first place of each name.</summary>
    public static Dictionary<string, int> Of(string[] names, StringComparer comparer)
    {
        var places = new Dictionary<string, int>(names.Length, comparer);
        for (var i = 0; i < names.Length; i++)
        {
            places.TryAdd(names[i], i);
        }

        return places;
    }
}
