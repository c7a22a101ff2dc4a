using System.Text.Json.Serialization;
using Marketing.Kernel;

namespace Marketing.Strategy;

/// <summary>What a merchandising rule does to the products it is about.</summary>
public enum RuleAction
{
    /// <summary>Never recommended.</summary>
    Hide,

    /// <summary>The first of them that may be shown stands at a fixed place of the list.</summary>
    Pin,

    /// <summary>The score is multiplied by a factor above 1.</summary>
    Boost,

    /// <summary>The score is multiplied by a factor below 1.</summary>
    Bury,

    /// <summary>Nothing else is recommended.</summary>
    Only,

    /// <summary>Never in one list with the products of <see cref="MerchandisingRule.ApartFrom"/>.</summary>
    Apart,
}

/// <summary>Whether products that a customer has bought may be recommended to them again.</summary>
public enum BoughtPolicy
{
    /// <summary>Never.</summary>
    Exclude,

    /// <summary>Once as many days have passed as usually lie between two purchases of the product; never where nobody buys it again.</summary>
    Due,

    /// <summary>Always.</summary>
    Include,
}

/// <summary>Which products: those that meet everything that is given; an empty filter meets all.</summary>
public sealed record ProductFilter
{
    /// <summary>What stands between the levels of a category's path, any of them.</summary>
    public const string Levels = ">/";

    /// <summary>The shop's codes; empty for any.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>A category, or the beginning of its path up to <c>&gt;</c> or <c>/</c>; null for any.</summary>
    public string? Category { get; init; }

    /// <summary>Words that the name holds, in any case; null for any.</summary>
    public string? NameHolds { get; init; }

    /// <summary>Lowest price, minor units, or null.</summary>
    public long? PriceFrom { get; init; }

    /// <summary>Highest price, minor units, or null.</summary>
    public long? PriceTo { get; init; }
}

/// <summary>One rule of the shop about what is recommended.</summary>
public sealed record MerchandisingRule
{
    /// <summary>Name, unique in its book; shown as the reason where the rule put a product into a list.</summary>
    [JsonRequired]
    public string Name { get; init; } = "";

    /// <summary>What it does.</summary>
    [JsonRequired]
    public RuleAction Action { get; init; }

    /// <summary>To which products.</summary>
    public ProductFilter Products { get; init; } = new();

    /// <summary>The other side of <see cref="RuleAction.Apart"/>, else null.</summary>
    public ProductFilter? ApartFrom { get; init; }

    /// <summary>Place in the list from 1, of <see cref="RuleAction.Pin"/>.</summary>
    public int? Slot { get; init; }

    /// <summary>Factor of <see cref="RuleAction.Boost"/> (above 1) and <see cref="RuleAction.Bury"/> (below 1), else null.</summary>
    public double? Factor { get; init; }

    /// <summary>Only for customers of this segment, or null for everybody.</summary>
    public string? Segment { get; init; }

    /// <summary>Only at these places, by the names that the shop asks with (<c>home</c>, <c>cart</c> ...); empty for all.</summary>
    public IReadOnlyList<string> Placements { get; init; } = [];

    /// <summary>First day, or null.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day, or null.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Whether it is in use.</summary>
    public bool Enabled { get; init; } = true;
}

/// <summary>All rules of the shop about what is recommended.</summary>
public sealed record RuleBook
{
    /// <summary>Rules; where two pins want one place, the earlier rule has it.</summary>
    public IReadOnlyList<MerchandisingRule> Rules { get; init; } = [];

    /// <summary>Whether products known to be out of stock are left out.</summary>
    public bool HideOutOfStock { get; init; } = true;

    /// <summary>
    /// Whether a product that will be sold out before an order made now arrives is held back: its score is multiplied by <see cref="HoldBackFactor"/>, and
    /// where products out of stock are left out it is left out, too, once stock is below the demand of the next days
    /// (<see cref="InventoryOptions.LeaveOutDays"/>). Without forecasts of demand nothing is.
    /// </summary>
    public bool HoldBackRunningOut { get; init; } = true;

    /// <summary>Whether the score of a product of which too much is in stock is multiplied by <see cref="PushFactor"/>.</summary>
    public bool PushOverstock { get; init; } = true;

    /// <summary>Factor of what is running out.</summary>
    public const double HoldBackFactor = 0.25;

    /// <summary>Factor of what there is too much of.</summary>
    public const double PushFactor = 1.25;

    /// <summary>Whether products bought before may come again.</summary>
    public BoughtPolicy Bought { get; init; }

    /// <summary>Weight of unlikeness against the score, from 0 (the score alone) to below 1 (maximal marginal relevance, Carbonell and Goldstein 1998, with λ = 1 − this).</summary>
    public double Diversity { get; init; }

    /// <summary>Most products of one category in a list, or null.</summary>
    public int? CategoryCap { get; init; }

    /// <summary>w of <c>score · (1 + w · margin)</c>, the margin a share of the price; 0 to 10.</summary>
    public double MarginWeight { get; init; }

    /// <summary>w of <c>score · (1 + w · 2^(−age / half-life))</c>, the age since the first sale; 0 to 10.</summary>
    public double FreshnessWeight { get; init; }

    /// <summary>Days after which half of the freshness is left, 1 to 3650.</summary>
    public int FreshnessDays { get; init; } = 30;

    /// <summary>
    /// Share of the recorded lists whose last place goes to a product that is new in the shop (ε-greedy), 0 to <see cref="MostExplore"/>. The
    /// ledger holds the probability.
    /// </summary>
    public double Explore { get; init; } = 0.05;

    /// <summary>Most of <see cref="Explore"/>.</summary>
    public const double MostExplore = 0.5;
}

/// <summary>A book as it was published.</summary>
/// <param name="Version">From 1; 0 is the book of a shop that never published one.</param>
/// <param name="At">Business time.</param>
/// <param name="Actor">Who.</param>
/// <param name="Note">Why, in the person's words, at most <see cref="LongestNote"/> letters.</param>
/// <param name="Book">The rules.</param>
public sealed record RuleBookVersion(long Version, DateTimeOffset At, string Actor, string Note, RuleBook Book)
{
    /// <summary>Most letters of <see cref="Note"/>.</summary>
    public const int LongestNote = 500;

    /// <summary>What is in force before anything was published.</summary>
    public static RuleBookVersion None { get; } = new(0, DateTimeOffset.UnixEpoch, "", "", new RuleBook());
}

/// <summary>A book that somebody is at work on; it is not in force.</summary>
/// <param name="BasedOn">The version that its writer saw.</param>
/// <param name="Book">The rules.</param>
public sealed record RuleDraft(long BasedOn, RuleBook Book);

/// <summary>What became of a wish to publish.</summary>
public abstract record PublishOutcome
{
    private PublishOutcome()
    {
    }

    /// <summary>The book is in force.</summary>
    /// <param name="Version">Its version.</param>
    public sealed record Published(RuleBookVersion Version) : PublishOutcome;

    /// <summary>Somebody else has published since; nothing was changed.</summary>
    /// <param name="Current">What is in force.</param>
    public sealed record Overtaken(RuleBookVersion Current) : PublishOutcome;

    /// <summary>The book does not do.</summary>
    /// <param name="Problems">Each names the rule and the fix.</param>
    public sealed record Refused(IReadOnlyList<string> Problems) : PublishOutcome;
}

/// <summary>What one rule would do.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Products">How many products of the catalogue it is about.</param>
/// <param name="Lists">In how many of the lists looked at it is the reason of a place; for hiding, how many lists held such a product before.</param>
public sealed record RuleEffect(string Rule, int Products, int Lists);

/// <summary>How often a product is in the lists looked at.</summary>
/// <param name="Code">The shop's code.</param>
/// <param name="Name">Name.</param>
/// <param name="Before">Lists under the book in force.</param>
/// <param name="After">Lists under the draft.</param>
public sealed record ProductShift(string Code, string Name, int Before, int After);

/// <summary>A draft against the book in force, before anybody is shown anything.</summary>
/// <param name="Before">The list of one person as it is.</param>
/// <param name="After">The same as it would be.</param>
/// <param name="Customers">Customers looked at, spread evenly over all buyers.</param>
/// <param name="Changed">Of these, whose list would change.</param>
/// <param name="Replaced">Mean share of a list that would be another product, in [0, 1].</param>
/// <param name="Rules">What each rule in use would do.</param>
/// <param name="Shifts">Products whose number of lists changes most.</param>
public sealed record RulePreview(RecommendationList Before, RecommendationList After, int Customers, int Changed, double Replaced, IReadOnlyList<RuleEffect> Rules, IReadOnlyList<ProductShift> Shifts);

/// <summary>The shop's rules about what is recommended: previewed, published as versions, restored.</summary>
public interface IMerchandising
{
    /// <summary>The book in force.</summary>
    Task<RuleBookVersion> CurrentAsync(CancellationToken cancellation);

    /// <summary>Published books, newest first.</summary>
    Task<Page<RuleBookVersion>> VersionsAsync(TableQuery query, CancellationToken cancellation);

    /// <summary>One published book, or null.</summary>
    Task<RuleBookVersion?> FindAsync(long version, CancellationToken cancellation);

    /// <summary>What is wrong with a book, by rule; empty when it can be published.</summary>
    IReadOnlyList<string> Check(RuleBook book);

    /// <summary>What a book names and no product has that is offered or was ever sold. Nothing of it keeps a book from being published.</summary>
    Task<IReadOnlyList<RuleDoubt>> DoubtsAsync(RuleBook book, CancellationToken cancellation);

    /// <summary>What a book would change.</summary>
    /// <param name="draft">A book that passes <see cref="Check"/>.</param>
    /// <param name="customer">Whose list is shown, or null for somebody unknown.</param>
    /// <param name="take">Products in a list, 1 to 100.</param>
    /// <param name="placement">Place that asks, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">The book does not do.</exception>
    Task<RulePreview> PreviewAsync(RuleBook draft, CustomerId? customer, int take, string? placement, CancellationToken cancellation);

    /// <summary>The book that a person is at work on, or null.</summary>
    Task<RuleDraft?> DraftAsync(string actor, CancellationToken cancellation);

    /// <summary>Keeps the book that a person is at work on as it is, right or wrong; null lets go of it.</summary>
    Task SaveDraftAsync(string actor, RuleDraft? draft, CancellationToken cancellation);

    /// <summary>Puts a book in force, for the next request and the next night alike, and notes it in the audit log.</summary>
    /// <param name="book">The book.</param>
    /// <param name="basedOn">The version that its writer saw.</param>
    /// <param name="actor">Who.</param>
    /// <param name="note">Why.</param>
    /// <param name="cancellation">Stops the work.</param>
    Task<PublishOutcome> PublishAsync(RuleBook book, long basedOn, string actor, string note, CancellationToken cancellation);
}
