using Marketing.Kernel.Numerics;

namespace Marketing.Data.Quality;

/// <summary>Texts as codes by their first mention; null or blank is missing.</summary>
internal sealed class TextCodes
{
    private readonly Numbering _known = new(StringComparer.Ordinal);

    public List<int> Codes { get; } = [];

    public void Add(string? text) => Codes.Add(string.IsNullOrWhiteSpace(text) ? -1 : _known.Of(text));

    public CodeColumn Column(string dataset, string field, long[] times) => new(dataset, field, "category", times, [.. Codes], _known.Count, [.. _known.Texts]);
}

/// <summary>What is stored of orders and products beside what a snapshot holds, looked at for quality only. Cancelled orders are among them.</summary>
internal sealed class OrderDetails
{
    public List<long> Ids { get; } = [];

    public List<long> Times { get; } = [];

    public TextCodes Status { get; } = new();

    public TextCodes Coupon { get; } = new();

    public TextCodes Payment { get; } = new();

    public TextCodes Currency { get; } = new();

    /// <summary>Minor units; NaN when not known.</summary>
    public List<double> Shipping { get; } = [];

    /// <summary>Minor units; NaN when not known.</summary>
    public List<double> Discount { get; } = [];

    /// <summary>Brands by product id.</summary>
    public Dictionary<long, string> Brands { get; } = [];

    public IEnumerable<ProfiledColumn> Orders()
    {
        long[] times = [.. Times];
        yield return Status.Column("orders", "status", times);
        yield return new NumberColumn("orders", "discount", "money", times, [.. Discount]);
        yield return Coupon.Column("orders", "coupon", times);
        yield return Payment.Column("orders", "payment", times);
        yield return new NumberColumn("orders", "shipping", "money", times, [.. Shipping]);
        yield return Currency.Column("orders", "currency", times);
    }

    /// <summary>Brands of the products of a snapshot.</summary>
    /// <param name="products">The products.</param>
    /// <param name="since">First time that anything tells of each.</param>
    public ProfiledColumn Brand(ProductColumns products, long[] since) =>
        CodeColumn.Of("products", "brand", "category", since, Array.ConvertAll(products.Id, id => Brands.GetValueOrDefault(id, "")));
}
