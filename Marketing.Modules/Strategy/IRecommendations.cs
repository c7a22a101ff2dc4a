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
public sealed record RecommendedProduct(ProductId Product, string Code, string Name, long Price, double Score, IReadOnlyList<Reason> Reasons)
{
    /// <summary>Link of the chain that gave it, as <see cref="RecommendationList.Kind"/>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Figures behind it, for example <c>confidence</c>; empty for scores that are no measure of anything.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Figures { get; init; } = [];
}

/// <summary>A list for one person.</summary>
/// <param name="Customer">Whom, or null for somebody unknown.</param>
/// <param name="Model">Version that made it, or null where none did (before the first training, or where the version knows nothing of the person).</param>
/// <param name="Kind">
/// Link of the chain that answered: <c>basket</c> (association rules, when there is a basket), the method of the version in charge where it
/// knows the customer, <c>session</c> (what goes with the products of the visit), <c>referrer</c>, <c>country</c>, <c>popular</c>, <c>catalogue</c>;
/// of other lists <c>similar</c>, <c>alike</c>, <c>together</c>, <c>trending</c>. Places that it left empty have others' names.
/// </param>
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

    /// <summary>Products looked at in the visit, latest first; without any, what the customer's own events of the last 30 days tell.</summary>
    public IReadOnlyList<ProductId> Viewed { get; init; } = [];

    /// <summary>Products in the basket; they are not recommended.</summary>
    public IReadOnlyList<ProductId> Basket { get; init; } = [];

    /// <summary>Country of the visit as the shop writes it, or null for the customer's own.</summary>
    public string? Country { get; init; }

    /// <summary>Address or host of the page that the visitor came from, or null; one that cannot be read tells nothing.</summary>
    public string? Referrer { get; init; }

    /// <summary>Most products of <see cref="Viewed"/> and of <see cref="Basket"/>.</summary>
    public const int MostProducts = 50;

    /// <summary>What names a place, for messages.</summary>
    public static string PlacementForm { get; } = $"1 to {LongestPlacement} letters, digits, '-' or '_'";

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
            throw new ArgumentException($"A placement is {PlacementForm}.", nameof(Placement));
        }

        if (Viewed.Count > MostProducts || Basket.Count > MostProducts)
        {
            throw new ArgumentException($"A visit has at most {MostProducts} products looked at and {MostProducts} in the basket.");
        }
    }
}

/// <summary>A question for products that go with one product, or for everybody.</summary>
/// <param name="Take">How many, 1 to 100.</param>
/// <param name="Placement">Place that asks, by the shop's own name, or null.</param>
public sealed record RelatedQuery(int Take = 10, string? Placement = null)
{
    internal void Check() => new RecommendationQuery(null, Take) { Placement = Placement }.Check();
}

/// <summary>A list that the ledger holds.</summary>
/// <param name="List">The list.</param>
/// <param name="Decision">The decision; null where the customer was erased meanwhile.</param>
public sealed record RecordedList(RecommendationList List, DecisionId? Decision);

/// <summary>A list of one of all customers.</summary>
/// <param name="Key">The shop's customer number.</param>
/// <param name="List">The list.</param>
public sealed record CustomerList(string Key, RecommendationList List);

/// <summary>What became of something that was reported of a recorded list.</summary>
public enum ReportResult
{
    /// <summary>On disk.</summary>
    Taken,

    /// <summary>Was there already.</summary>
    Known,

    /// <summary>No recommendation has this number.</summary>
    NoDecision,

    /// <summary>Nobody reports this kind.</summary>
    NoKind,

    /// <summary>The list did not exist at that time.</summary>
    TooEarly,

    /// <summary>The time lies in the future.</summary>
    TooLate,

    /// <summary>The value is beyond its bound, or stands where there is none.</summary>
    WrongValue,
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

    /// <summary>
    /// The same, written to the decision ledger with candidates, reasons and what was told of the visit; on disk when the answer comes. Many
    /// callers share one commit. A list for nobody in particular is a decision without a customer. The last place may go to a new product,
    /// see <see cref="RuleBook.Explore"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The question has no answer; the message says why.</exception>
    Task<RecordedList> RecordAsync(RecommendationQuery query, CancellationToken cancellation);

    /// <summary>Notes what became of recorded lists, as outcomes of their decisions; what is there already (same decision, kind and time) is left.</summary>
    /// <param name="outcomes">Of one of <see cref="ReportedKinds"/> each, with business time, at most a day ahead of it.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>One result an outcome, in order; what was taken is on disk.</returns>
    Task<IReadOnlyList<ReportResult>> ReportAsync(IReadOnlyList<Outcome> outcomes, CancellationToken cancellation);

    /// <summary>Lists of all customers, in order of their ids, each as if the customer had asked now.</summary>
    /// <param name="query">How many products, for which place.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">The question has no answer; the message says why.</exception>
    IAsyncEnumerable<CustomerList> ForEverybodyAsync(RelatedQuery query, CancellationToken cancellation);

    /// <summary>What shops report of recorded lists.</summary>
    static IReadOnlyList<string> ReportedKinds { get; } = ["shown", "clicked"];

    /// <summary>Products bought by the customers who bought one, then those like it by name and category; null when the product is not known.</summary>
    /// <exception cref="ArgumentException">The question has no answer; the message says why.</exception>
    Task<RecommendationList?> SimilarAsync(ProductId product, RelatedQuery query, CancellationToken cancellation);

    /// <summary>Products on the same orders as one more often than by chance, with orders, support, confidence and lift; null when the product is not known.</summary>
    /// <exception cref="ArgumentException">The question has no answer; the message says why.</exception>
    Task<RecommendationList?> TogetherAsync(ProductId product, RelatedQuery query, CancellationToken cancellation);

    /// <summary>Products with more buyers than the period before lets expect, then what is popular.</summary>
    /// <param name="days">Length of the period, one of <see cref="TrendDays"/>.</param>
    /// <param name="query">The question.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">The question has no answer; the message says why.</exception>
    Task<RecommendationList> TrendingAsync(int days, RelatedQuery query, CancellationToken cancellation);

    /// <summary>Periods of trends, in days.</summary>
    static IReadOnlyList<int> TrendDays { get; } = [7, 28];
}
