using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Strategy;

/// <summary>One recommended product with its reasons.</summary>
/// <param name="Product">Which.</param>
/// <param name="Code">The shop's code.</param>
/// <param name="Name">Name.</param>
/// <param name="Price">Latest unit price, minor units.</param>
/// <param name="Score">Score; comparable within one list only.</param>
/// <param name="Reasons">Why, for this person.</param>
public sealed record RecommendedProduct(ProductId Product, string Code, string Name, long Price, double Score, IReadOnlyList<Reason> Reasons);

/// <summary>A list for one person.</summary>
/// <param name="Customer">Whom, or null for somebody unknown.</param>
/// <param name="Model">Version that made it, or null where popularity in the current snapshot answered (before the first training, or where the version had nothing to say).</param>
/// <param name="Kind">Method that answered: the champion's, or <c>popular</c> where it had nothing to say.</param>
/// <param name="Products">In order.</param>
public sealed record RecommendationList(CustomerId? Customer, ModelVersionId? Model, string Kind, IReadOnlyList<RecommendedProduct> Products);

/// <summary>Which products for whom.</summary>
public interface IRecommendations
{
    /// <summary>The list for one customer by the champion or a named version, from memory.</summary>
    /// <param name="customer">Whom, or null for somebody unknown.</param>
    /// <param name="version">A version, or null for the champion.</param>
    /// <param name="take">How many, 1 to 100.</param>
    /// <param name="includeBought">Whether products bought before may be recommended again.</param>
    /// <param name="cancellation">Stops the work.</param>
    Task<RecommendationList> ForAsync(CustomerId? customer, ModelVersionId? version, int take, bool includeBought, CancellationToken cancellation);
}
