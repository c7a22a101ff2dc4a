using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Strategy.Recommendations.Links;

/// <summary>A version of the registry, for the customers that it knows.</summary>
/// <param name="snapshot">The shop.</param>
/// <param name="version">Version.</param>
/// <param name="model">The same, loaded.</param>
/// <param name="reasonProducts">Own products named as a reason at most.</param>
internal sealed class ModelLink(ShopSnapshot snapshot, ModelVersionId version, IRecommender model, int reasonProducts) : ListLink(model.Kind)
{
    public override ModelVersionId? Version => version;

    public override bool NamesOwn(Asker asker, IReadOnlyList<int> because) => because.Count > 0 && SignOf(asker, because[0]) == InterestSign.Purchase;

    public override bool Score(Asker asker, Span<float> scores)
    {
        if (!model.Knows(snapshot, asker.Customer))
        {
            return false;
        }

        model.Score(snapshot, asker.Customer, scores);
        return true;
    }

    // All by the same sign as the strongest, so that one sentence says what they were to the customer. What was looked at or put in the cart and
    // stands in the list mostly for that is its own cause.
    public override IReadOnlyList<int> Because(Asker asker, int product)
    {
        var because = new List<int>(reasonProducts);
        foreach (var contribution in model.Explain(snapshot, asker.Customer, product, reasonProducts + 1))
        {
            if (because.Count == 0 && contribution.Product == product && contribution.Value > 0 && SignOf(asker, product) != InterestSign.Purchase)
            {
                return [product];
            }

            if (contribution.Value > 0 && contribution.Product != product && because.Count < reasonProducts
                && (because.Count == 0 || SignOf(asker, contribution.Product) == SignOf(asker, because[0])))
            {
                because.Add(contribution.Product);
            }
        }

        return because;
    }

    public override Reason Why(Asker asker, int product, IReadOnlyList<int> because) =>
        because.Count == 0 ? new Reason(ReasonCodes.Model, [Kind])
        : because[0] == product ? new Reason(SignOf(asker, product) == InterestSign.Cart ? ReasonCodes.InCart : ReasonCodes.LookedAt, [])
        : new Reason(Code(SignOf(asker, because[0])), Named(snapshot, because));

    private static string Code(InterestSign sign) => sign switch
    {
        InterestSign.Purchase => ReasonCodes.BoughtTogether,
        InterestSign.Cart => ReasonCodes.GoesWithCart,
        _ => ReasonCodes.GoesWithViewed,
    };

    private InterestSign SignOf(Asker asker, int own) => model.SignOf(snapshot, asker.Customer, own);
}

/// <summary>What sells lately: by a version of the registry that tells just that, else by the snapshot itself.</summary>
/// <param name="snapshot">The shop.</param>
/// <param name="version">Version, or null.</param>
/// <param name="popular">Popularity.</param>
internal sealed class PopularLink(ShopSnapshot snapshot, ModelVersionId? version, IRecommender popular) : ListLink(Ranker.Popular)
{
    private static readonly Reason Said = new(ReasonCodes.Popular, []);

    public override ModelVersionId? Version => version;

    public override bool Score(Asker asker, Span<float> scores)
    {
        popular.Score(snapshot, -1, scores);
        return true;
    }

    public override Reason Why(Asker asker, int product, IReadOnlyList<int> because) => Said;
}
