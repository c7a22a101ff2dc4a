using Marketing.Data;

namespace Marketing.Strategy.Recommendations.Links;

/// <summary>A product that is shown so that it can be learned whom it suits; chance chose it, and no score.</summary>
internal sealed class NewcomerLink() : ListLink("newcomer")
{
    private static readonly Reason Said = new(ReasonCodes.Newcomer, []);

    public override bool Score(Asker asker, Span<float> scores) => false;

    public override Reason Why(Asker asker, int product, IReadOnlyList<int> because) => Said;
}
