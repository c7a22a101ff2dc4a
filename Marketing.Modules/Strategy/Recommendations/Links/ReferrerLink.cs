using Marketing.Data;
using Marketing.Model;

namespace Marketing.Strategy.Recommendations.Links;

/// <summary>What sells lately, more of what visitors from the same place want, see <see cref="GroupPopularity"/>.</summary>
internal sealed class ReferrerLink(ShopSnapshot snapshot, IRecommender popular, GroupPopularity sources) : ListLink("referrer")
{
    public override bool Score(Asker asker, Span<float> scores)
    {
        popular.Score(snapshot, -1, scores);
        return sources.Weigh(asker.Referrer, scores);
    }

    // What is wanted less there than elsewhere stands in the list as what the whole shop buys.
    public override Reason Why(Asker asker, int product, IReadOnlyList<int> because) =>
        asker.Referrer is { } host && (product < 0 || sources.Favours(host, product)) ? new(ReasonCodes.PopularFromSource, [host]) : new(ReasonCodes.Popular, []);
}
