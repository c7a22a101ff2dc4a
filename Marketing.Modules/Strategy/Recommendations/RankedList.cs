using Marketing.Kernel;
using Marketing.Strategy.Recommendations.Links;

namespace Marketing.Strategy.Recommendations;

/// <summary>One place of a list.</summary>
/// <param name="Product">Index of the product.</param>
/// <param name="Score">Score of the link that chose it, after the rules' factors.</param>
/// <param name="Link">Link that chose it.</param>
/// <param name="Because">Products that carried the score, strongest first.</param>
/// <param name="Times">On how many orders the customer has bought it.</param>
/// <param name="Rule">Rule that pinned or raised it, or null.</param>
/// <param name="Due">For a product that is due again, whole days since the last purchase and its cycle; else null.</param>
internal sealed record Place(int Product, float Score, ListLink Link, IReadOnlyList<int> Because, int Times, MerchandisingRule? Rule, (int Days, int Cycle)? Due)
{
    /// <summary>What its stock did to the score.</summary>
    public StockSignal Stock { get; init; }
}

/// <summary>A list with the link that answered.</summary>
/// <param name="Asker">Who asked.</param>
/// <param name="Answered">Link that the first place which no rule pinned comes from; the last one asked where there is no such place.</param>
/// <param name="Candidates">Set that it was chosen from, for the ledger.</param>
/// <param name="Places">In order.</param>
internal sealed record RankedList(Asker Asker, ListLink Answered, string Candidates, IReadOnlyList<Place> Places)
{
    /// <summary>Probability with which this list came out, in (0, 1]; 1 without chance.</summary>
    public double Propensity { get; init; } = 1;

    /// <summary>Name of the link that answered.</summary>
    public string Kind => Answered.Kind;

    /// <summary>Version that answered, or null.</summary>
    public ModelVersionId? Model => Answered.Version;
}
