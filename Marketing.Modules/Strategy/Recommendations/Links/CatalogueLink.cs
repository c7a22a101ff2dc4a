using Marketing.Data;

namespace Marketing.Strategy.Recommendations.Links;

/// <summary>The end of the chain, for a shop of hardly any order: every product, those on most orders of anybody first, then the newest.</summary>
internal sealed class CatalogueLink : ListLink
{
    private static readonly Reason Said = new(ReasonCodes.InCatalogue, []);
    private readonly float[] _scores;

    public CatalogueLink(ShopSnapshot snapshot)
        : base("catalogue")
    {
        // Ids ascend with time, so that the place stands for the age.
        _scores = new float[snapshot.Products.Count];
        for (var product = 0; product < _scores.Length; product++)
        {
            _scores[product] = (product + 1f) / (_scores.Length + 1f);
        }

        foreach (var product in snapshot.Orders.LineProduct)
        {
            _scores[product]++;
        }
    }

    public override bool Score(Asker asker, Span<float> scores)
    {
        _scores.CopyTo(scores);
        return true;
    }

    public override Reason Why(Asker asker, int product, IReadOnlyList<int> because) => Said;
}
