using Marketing.Kernel;

namespace Marketing.Strategy.Recommendations;

/// <summary>One place of a list.</summary>
/// <param name="Product">Index of the product.</param>
/// <param name="Score">Score of the method that chose it, after the rules' factors.</param>
/// <param name="Kind">Method that chose it.</param>
/// <param name="Because">Own products that carried the score, strongest first.</param>
/// <param name="Times">On how many orders the customer has bought it.</param>
/// <param name="Rule">Rule that pinned or raised it, or null.</param>
/// <param name="Due">For a product that is due again, whole days since the last purchase and its cycle; else null.</param>
internal sealed record Place(int Product, float Score, string Kind, IReadOnlyList<int> Because, int Times, MerchandisingRule? Rule, (int Days, int Cycle)? Due);

/// <summary>A list with the method that answered; the version is null where popularity in the snapshot did.</summary>
/// <param name="Kind">Method.</param>
/// <param name="Model">Version, or null.</param>
/// <param name="Candidates">Set that it was chosen from, for the ledger.</param>
/// <param name="Places">In order.</param>
internal sealed record RankedList(string Kind, ModelVersionId? Model, string Candidates, IReadOnlyList<Place> Places);
