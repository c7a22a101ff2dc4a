using Marketing.Model.Recommenders;
using Marketing.Model.Sequence;
using Marketing.Tests.Model.Recommenders;

namespace Marketing.Tests.Model.Sequence;

[Collection("processors")]
public sealed class TransformerTests : RecommenderConformance
{
    private protected override IRecommenderMethod Method => new TransformerMethod();

    protected override bool Personal => true;

    // What the score loses without a product says something of it, and adds up to nothing.
    protected override bool Additive => false;
}
