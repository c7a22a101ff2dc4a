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

/// <summary>A question for products.</summary>
/// <param name="Customer">Whom, or null for somebody unknown.</param>
/// <param name="Take">How many, 1 to 100.</param>
public sealed record RecommendationQuery(CustomerId? Customer, int Take = 10)
{
    /// <summary>Most products of one list.</summary>
    public const int Longest = 100;

    private const int LongestPlacement = 40;

    /// <summary>A version, or null for the champion.</summary>
    public ModelVersionId? Version { get; init; }

    /// <summary>Place that asks, by the shop's own name (<c>home</c>, <c>cart</c> ...), or null.</summary>
    public string? Placement { get; init; }

    /// <summary>Whether products bought before may come again, or null for what the book of rules says.</summary>
    public BoughtPolicy? Bought { get; init; }

    /// <summary>Whether a text can name a place.</summary>
    public static bool IsPlacement(string? name) => name is { Length: > 0 and <= LongestPlacement } && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    internal void Check()
    {
        if (Take is < 1 or > Longest)
        {
            throw new ArgumentOutOfRangeException(nameof(Take), Take, $"A list has 1 to {Longest} products.");
        }

        if (Placement is not null && !IsPlacement(Placement))
        {
            throw new ArgumentException($"A placement is 1 to {LongestPlacement} letters, digits, '-' or '_'.", nameof(Placement));
        }
    }
}

/// <summary>Places that the program itself fills.</summary>
public static class Placements
{
    /// <summary>Mails of campaigns.</summary>
    public const string Mail = "mail";

    /// <summary>The set that each night chooses for everybody.</summary>
    public const string Nightly = "nightly";
}

/// <summary>Which products for whom.</summary>
public interface IRecommendations
{
    /// <summary>The list for one customer, from memory, under the book of rules in force.</summary>
    /// <exception cref="ArgumentException">The question has no answer; the message says why.</exception>
    Task<RecommendationList> ForAsync(RecommendationQuery query, CancellationToken cancellation);
}
