using Marketing.Kernel;

namespace Marketing.Data.Webhooks;

/// <summary>
/// Order lines out of what was paid for a line as a whole: shop systems take discounts off the line, and the price of one unit
/// need not be a whole number of minor units. Then the line is told as two, so that the sum stays what was paid.
/// </summary>
internal static class SoldLine
{
    public const int MostUnits = 1_000_000;

    /// <param name="product">Product code.</param>
    /// <param name="name">Product name, or null.</param>
    /// <param name="quantity">Units, 1 to <see cref="MostUnits"/>.</param>
    /// <param name="paid">Money paid for the whole line in major units, at least 0.</param>
    /// <param name="discount">Money taken off the whole line in major units, at least 0.</param>
    /// <param name="currency">ISO 4217 code.</param>
    public static IEnumerable<OrderLineItem> Of(string product, string? name, int quantity, decimal paid, decimal discount, string currency)
    {
        if (quantity is < 1 or > MostUnits)
        {
            throw new PayloadException("line_items.quantity", PayloadRule.UnsoldUnits, $"{quantity}", product);
        }

        if (paid < 0)
        {
            throw new PayloadException("line_items.price", PayloadRule.BelowNothing, product);
        }

        var unit = Unit(currency);
        var minor = (long)Math.Round(paid / unit, MidpointRounding.AwayFromZero);
        var (each, rest) = Math.DivRem(minor, quantity);
        decimal? off = discount > 0 ? Math.Round(discount / unit, MidpointRounding.AwayFromZero) * unit : null;
        yield return new OrderLineItem(product, name, quantity - (int)rest, each * unit, off);
        if (rest > 0)
        {
            yield return new OrderLineItem(product, name, (int)rest, (each + 1) * unit, null);
        }
    }

    /// <summary>Money for one of several units, to the nearest minor unit.</summary>
    public static decimal Each(decimal total, int quantity, string currency) =>
        Math.Round(total / quantity / Unit(currency), MidpointRounding.AwayFromZero) * Unit(currency);

    private static decimal Unit(string currency) => Money.Decimals(currency) switch
    {
        0 => 1m,
        3 => 0.001m,
        _ => 0.01m,
    };
}
