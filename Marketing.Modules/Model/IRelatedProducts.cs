using Marketing.Data;

namespace Marketing.Model;

/// <summary>A product bought on the same orders as another one, A with B out of N orders that were looked at.</summary>
/// <param name="Product">Index of B.</param>
/// <param name="Orders">Orders that hold both.</param>
/// <param name="Support">Their share of N, in (0, 1].</param>
/// <param name="Confidence">Their share of the orders that hold A, in (0, 1].</param>
/// <param name="Lift">Confidence over the share of all orders that hold B; above 1, more often together than by chance.</param>
public readonly record struct BoughtTogether(int Product, int Orders, double Support, double Confidence, double Lift);

/// <summary>An association rule: whoever has the products of the antecedent in the basket often has the product too (Agrawal, Imieliński and Swami 1993).</summary>
/// <param name="Antecedent">One or two products, ascending.</param>
/// <param name="With">Product, orders, support, confidence and lift.</param>
public sealed record BasketRule(IReadOnlyList<int> Antecedent, BoughtTogether With);

/// <summary>How the number of a product's buyers has changed.</summary>
/// <param name="Product">Index.</param>
/// <param name="Buyers">Distinct buyers in the period; an anonymous order is a buyer of its own.</param>
/// <param name="Before">Distinct buyers in the period of the same length before it.</param>
/// <param name="Ratio">Posterior mean of the rate over that of the period before, see <see cref="IRelatedProducts.TrendsAsync"/>.</param>
public readonly record struct ProductTrend(int Product, int Buyers, int Before, double Ratio);

/// <summary>Similar products of a snapshot.</summary>
public interface ISimilarProducts
{
    /// <summary>The most similar products, best first, by the cosine of the customers who bought each, in (0, 1]; never the product itself.</summary>
    /// <param name="product">Index of the product.</param>
    IReadOnlyList<Ranked> Of(int product);
}

/// <summary>Association rules of a snapshot.</summary>
public interface IBasketRules
{
    /// <summary>Orders that a rule has at least.</summary>
    int Support { get; }

    /// <summary>How many rules there are.</summary>
    int Count { get; }

    /// <summary>For each product that a rule adds to the basket the rule of the highest confidence, highest first; ties to the higher lift, then to the lower index.</summary>
    /// <param name="basket">Indices of what is in the basket.</param>
    IReadOnlyList<BasketRule> For(IReadOnlyList<int> basket);
}

/// <summary>
/// What a snapshot says of products in relation to each other, whoever asks. Each part is computed when it is first asked for, on
/// threads of its own, and kept as long as its snapshot.
/// </summary>
public interface IRelatedProducts
{
    /// <summary>Similar products.</summary>
    ValueTask<ISimilarProducts> SimilarAsync(ShopSnapshot snapshot, CancellationToken cancellation);

    /// <summary>Products bought together with one more often than by chance, in at least as many orders as the settings ask for; the highest confidence first, ties to the higher lift, then to the lower index.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="product">Index of the product.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    ValueTask<IReadOnlyList<BoughtTogether>> TogetherAsync(ShopSnapshot snapshot, int product, CancellationToken cancellation);

    /// <summary>Association rules with one or two products before the arrow and one behind it, of lift above 1.</summary>
    ValueTask<IBasketRules> RulesAsync(ShopSnapshot snapshot, CancellationToken cancellation);

    /// <summary>
    /// Products with more buyers than the period before lets expect, the highest ratio first; ties to more buyers, then to the lower
    /// index. With x of B buyers in the period and x₀ of B₀ before, the number of buyers is Poisson with the mean λE, E = B·x₀/B₀,
    /// and λ is Gamma(κ, κ), so that its posterior mean is <c>(x + κ) / (E + κ)</c> (the gamma-Poisson shrinker of DuMouchel 1999):
    /// a product with few buyers stays near 1. Empty where nobody bought before.
    /// </summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="days">Length of the period, which ends with the snapshot.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period has no day.</exception>
    ValueTask<IReadOnlyList<ProductTrend>> TrendsAsync(ShopSnapshot snapshot, int days, CancellationToken cancellation);
}
