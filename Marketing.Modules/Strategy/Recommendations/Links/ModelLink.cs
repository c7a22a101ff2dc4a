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

    public override bool NamesOwn => true;

    public override bool Score(Asker asker, Span<float> scores)
    {
        if (!model.Knows(snapshot, asker.Customer))
        {
            return false;
        }

        model.Score(snapshot, asker.Customer, scores);
        return true;
    }

    public override IReadOnlyList<int> Because(Asker asker, int product)
    {
        var because = new List<int>(reasonProducts);
        foreach (var contribution in model.Explain(snapshot, asker.Customer, product, reasonProducts + 1))
        {
            if (contribution.Value > 0 && contribution.Product != product && because.Count < reasonProducts)
            {
                because.Add(contribution.Product);
            }
        }

        return because;
    }

    public override Reason Why(Asker asker, int product, IReadOnlyList<int> because) =>
        because.Count > 0 ? new Reason(ReasonCodes.BoughtTogether, Named(snapshot, because)) : new Reason(ReasonCodes.Model, [Kind]);
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
