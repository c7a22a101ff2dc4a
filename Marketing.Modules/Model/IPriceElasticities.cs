using Marketing.Features;
using Marketing.Kernel;

namespace Marketing.Model;

/// <summary>
/// How the demand of a product answered its price: by so many per cent demand changed for each per cent of price. It is read off what happened and proves no cause: promotions fall into seasons, and prices are
/// changed because demand does.
/// </summary>
/// <param name="Product">Product.</param>
/// <param name="Estimate">Elasticity, below 0; null where it cannot be told.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Reason">Why it cannot be told, one of <see cref="ElasticityReasons"/>; null where it can.</param>
/// <param name="Weeks">Weeks with a price that can be compared with the usual one.</param>
/// <param name="MovedWeeks">Of them, those whose price was off the usual one by 5 % or more.</param>
/// <param name="LowestPrice">Lowest price of these weeks over the usual one; NaN without weeks.</param>
/// <param name="HighestPrice">Highest.</param>
/// <param name="PromotedPrice">Median of those at 0.9 of the usual price or less; null where there were none.</param>
public sealed record ProductElasticity(ProductId Product, double? Estimate, double? Low, double? High, string? Reason, int Weeks, int MovedWeeks, double LowestPrice, double HighestPrice, double? PromotedPrice)
{
    /// <summary>Standard error of the estimate; null where it cannot be told.</summary>
    public double? Error { get; init; }

    /// <summary>What the shop's products tell together; null where fewer than 5 tell one, or their mean is not below 0 for sure.</summary>
    public PooledElasticity? Shop { get; init; }

    /// <summary>What demand is multiplied by at another price, with its interval; null where it cannot be told.</summary>
    /// <param name="change">Change of the price from the usual one, above -1: -0.1 is a tenth less.</param>
    public (double Expected, double Low, double High)? At(double change)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(change, -1);
        if (Estimate is not { } estimate || Low is not { } low || High is not { } high)
        {
            return null;
        }

        var (a, b) = (Math.Pow(1 + change, low), Math.Pow(1 + change, high));
        return (Math.Pow(1 + change, estimate), Math.Min(a, b), Math.Max(a, b));
    }
}

/// <summary>Why an elasticity cannot be told.</summary>
public static class ElasticityReasons
{
    /// <summary>Fewer than 30 weeks can be compared.</summary>
    public const string TooFewWeeks = "too-few-weeks";

    /// <summary>Fewer than 6 weeks had a price off the usual one by 5 % or more.</summary>
    public const string PriceHardlyMoved = "price-hardly-moved";

    /// <summary>The interval is wider than 4, or holds 0.</summary>
    public const string CannotTell = "cannot-tell";

    /// <summary>Demand rose with the price, which something else must have caused: a season, or buyers in bulk.</summary>
    public const string RoseWithPrice = "rose-with-price";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [TooFewWeeks, PriceHardlyMoved, CannotTell, RoseWithPrice];
}

/// <summary>How the demand of products answered their prices.</summary>
public interface IPriceElasticities
{
    /// <summary>That of one product; those of all are estimated at the first call for a frame, and kept as long as that.</summary>
    /// <param name="frame">Demand.</param>
    /// <param name="product">Index of the product in the frame.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    Task<ProductElasticity> OfAsync(DemandFrame frame, int product, CancellationToken cancellation);
}
