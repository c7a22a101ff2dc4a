namespace Marketing.Data.Import;

/// <summary>What a file says of an order beside its lines. Money in minor units of the shop's currency.</summary>
/// <param name="Status"><c>open paid shipped done cancelled refunded</c>; a cancelled order is no sale.</param>
/// <param name="Coupon">Coupon code, or null.</param>
/// <param name="Payment">How it was paid, or null.</param>
/// <param name="Shipping">Postage, or null.</param>
/// <param name="Discount">Money taken off the order as a whole, or null.</param>
/// <param name="Currency">Currency of the file where it is not the shop's, or null.</param>
/// <param name="Rate">Units of that currency for one of the shop's on the order's day; 0 where none is known.</param>
internal sealed record OrderDetails(string Status, string? Coupon, string? Payment, long? Shipping, long? Discount, string? Currency, double Rate)
{
    public const string Cancelled = "cancelled";
    public const string Refunded = "refunded";

    /// <summary>Why no row of the order can be taken over, or null.</summary>
    public string? Missing { get; init; }
}

/// <summary>Columns of the details; -1 for one that the file lacks.</summary>
internal readonly record struct DetailColumns(int Status, int Currency, int Discount, int Coupon, int Payment, int Shipping)
{
    /// <summary>Whether the file has any of them.</summary>
    public bool Any => Status >= 0 || Currency >= 0 || Discount >= 0 || Coupon >= 0 || Payment >= 0 || Shipping >= 0;
}
