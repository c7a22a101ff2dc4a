namespace Marketing.Strategy.Merchandising;

/// <summary>A product with a fixed place.</summary>
/// <param name="Slot">Place from 0.</param>
/// <param name="Matches">Which products may stand there, one entry a product.</param>
/// <param name="Rule">Rule that says so.</param>
internal sealed record Pinned(int Slot, bool[] Matches, MerchandisingRule Rule);

/// <summary>Two groups that never stand in one list.</summary>
/// <param name="One">One group.</param>
/// <param name="Other">The other one.</param>
internal sealed record KeptApart(bool[] One, bool[] Other);

/// <summary>What a book says to the customers of one segment at one place, by product of a snapshot.</summary>
/// <param name="Book">The book.</param>
/// <param name="Rules">Its rules that hold for them there today.</param>
/// <param name="Offered">Whether a product may be recommended at all.</param>
/// <param name="Candidates">Those that may, by their number and the SHA-256 of their ids, for the ledger: <c>catalogue:N:HASH</c>.</param>
/// <param name="Factor">What its score is multiplied by, or null when no score is changed.</param>
/// <param name="Raised">Per product the rule of the strongest boost, or null where there is none; null when no rule boosts.</param>
/// <param name="Pins">By place; one a place.</param>
/// <param name="Apart">Groups kept apart.</param>
internal sealed record RulePlan(RuleBook Book, IReadOnlyList<MerchandisingRule> Rules, bool[] Offered, string Candidates, float[]? Factor, MerchandisingRule?[]? Raised, IReadOnlyList<Pinned> Pins, IReadOnlyList<KeptApart> Apart)
{
    /// <summary>What the stock of each product says where the book heeds it; null where it says nothing.</summary>
    public StockSignal[]? Stock { get; init; }

    /// <summary>Whether the places of a list depend on each other.</summary>
    public bool Balances => Book.Diversity > 0 || Book.CategoryCap is not null || Apart.Count > 0;
}
