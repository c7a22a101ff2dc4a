using Marketing.Data;
using Marketing.Model;
using Marketing.Strategy.Merchandising;

namespace Marketing.Strategy.Recommendations.Links;

/// <summary>What belongs to the basket by association rules: the score is the confidence of the best rule. Made for one question.</summary>
internal sealed class BasketLink(ShopSnapshot snapshot, IReadOnlyList<BasketRule> rules) : ListedLink<BasketRule>("basket", rules, rule => rule.With.Product, rule => rule.With.Confidence)
{
    public override IReadOnlyList<int> Because(Asker asker, int product) => TryFind(product, out var rule) ? rule.Antecedent : [];

    public override Reason Why(Asker asker, int product, IReadOnlyList<int> because) =>
        TryFind(product, out var rule) ? new Reason(ReasonCodes.BasketRule, [Share(rule.With.Confidence), .. Named(snapshot, rule.Antecedent)]) : new Reason(ReasonCodes.Basket, []);

    public override IReadOnlyList<KeyValuePair<string, double>> Figures(int product) => TryFind(product, out var rule) ? TogetherLink.FiguresOf(rule.With) : [];
}

/// <summary>What is bought with one product. Made for one question.</summary>
internal sealed class TogetherLink(ShopSnapshot snapshot, int with, IReadOnlyList<BoughtTogether> pairs) : ListedLink<BoughtTogether>("together", pairs, pair => pair.Product, pair => pair.Confidence)
{
    public override Reason Why(Asker asker, int product, IReadOnlyList<int> because) =>
        TryFind(product, out var pair) ? new Reason(ReasonCodes.OnOrdersWith, [Share(pair.Confidence), .. Named(snapshot, [with]), Whole(pair.Orders)]) : new Reason(ReasonCodes.Basket, []);

    public override IReadOnlyList<KeyValuePair<string, double>> Figures(int product) => TryFind(product, out var pair) ? FiguresOf(pair) : [];

    public static IReadOnlyList<KeyValuePair<string, double>> FiguresOf(BoughtTogether pair) =>
        [new("orders", pair.Orders), new("support", pair.Support), new("confidence", pair.Confidence), new("lift", pair.Lift)];
}

/// <summary>What the same customers buy as one product. Made for one question.</summary>
internal sealed class SimilarLink(ShopSnapshot snapshot, int to, IReadOnlyList<Ranked> similar) : ListedLink<Ranked>("similar", similar, near => near.Product, near => near.Score)
{
    public override Reason Why(Asker asker, int product, IReadOnlyList<int> because) => new(ReasonCodes.SameBuyers, Named(snapshot, [to]));
}

/// <summary>What is like one product by name and category, for a product that hardly anybody has bought yet. Made for one question.</summary>
internal sealed class AlikeLink(ShopSnapshot snapshot, int to, ProductLikeness likeness) : ListLink("alike")
{
    public override bool Score(Asker asker, Span<float> scores)
    {
        for (var product = 0; product < scores.Length; product++)
        {
            scores[product] = (float)likeness.Between(to, product);
        }

        return true;
    }

    public override Reason Why(Asker asker, int product, IReadOnlyList<int> because) => new(ReasonCodes.Alike, Named(snapshot, [to]));
}

/// <summary>What has more buyers than before. Made for one question.</summary>
internal sealed class TrendLink(int days, IReadOnlyList<ProductTrend> trends) : ListedLink<ProductTrend>("trending", trends, trend => trend.Product, trend => trend.Ratio)
{
    public override Reason Why(Asker asker, int product, IReadOnlyList<int> because) =>
        TryFind(product, out var trend) ? new Reason(ReasonCodes.Trending, [Whole(trend.Buyers), Whole(days), Whole(trend.Before)]) : new Reason(ReasonCodes.Popular, []);

    public override IReadOnlyList<KeyValuePair<string, double>> Figures(int product) =>
        TryFind(product, out var trend) ? [new("buyers", trend.Buyers), new("before", trend.Before), new("ratio", trend.Ratio)] : [];
}
