using Marketing.Data;
using Marketing.Model;
using Marketing.Strategy.Merchandising;

namespace Marketing.Strategy.Recommendations.Links;

/// <summary>What belongs to the basket by association rules: the score is the confidence of the best rule. Made for one question.</summary>
internal sealed class BasketLink(ShopSnapshot snapshot, IReadOnlyList<BasketRule> rules) : ListLink("basket")
{
    public override bool Score(Asker asker, Span<float> scores)
    {
        scores.Clear();
        foreach (var rule in rules)
        {
            scores[rule.With.Product] = (float)rule.With.Confidence;
        }

        return rules.Count > 0;
    }

    public override IReadOnlyList<int> Because(Asker asker, int product) => Rule(product)?.Antecedent ?? [];

    public override Reason Why(Asker asker, int product, IReadOnlyList<int> because) =>
        Rule(product) is { } rule ? new Reason(ReasonCodes.BasketRule, [Share(rule.With.Confidence), .. Named(snapshot, rule.Antecedent)]) : new Reason(ReasonCodes.Basket, []);

    public override IReadOnlyList<KeyValuePair<string, double>> Figures(int product) => Rule(product) is { } rule ? TogetherLink.FiguresOf(rule.With) : [];

    private BasketRule? Rule(int product) => rules.FirstOrDefault(rule => rule.With.Product == product);
}

/// <summary>What is bought with one product. Made for one question.</summary>
internal sealed class TogetherLink(ShopSnapshot snapshot, int with, IReadOnlyList<BoughtTogether> pairs) : ListLink("together")
{
    public override bool Score(Asker asker, Span<float> scores)
    {
        scores.Clear();
        foreach (var pair in pairs)
        {
            scores[pair.Product] = (float)pair.Confidence;
        }

        return pairs.Count > 0;
    }

    public override Reason Why(Asker asker, int product, IReadOnlyList<int> because) =>
        Pair(product) is { Orders: > 0 } pair ? new Reason(ReasonCodes.OnOrdersWith, [Share(pair.Confidence), .. Named(snapshot, [with]), Whole(pair.Orders)]) : new Reason(ReasonCodes.Basket, []);

    public override IReadOnlyList<KeyValuePair<string, double>> Figures(int product) => Pair(product) is { Orders: > 0 } pair ? FiguresOf(pair) : [];

    public static IReadOnlyList<KeyValuePair<string, double>> FiguresOf(BoughtTogether pair) =>
        [new("orders", pair.Orders), new("support", pair.Support), new("confidence", pair.Confidence), new("lift", pair.Lift)];

    private BoughtTogether Pair(int product) => pairs.FirstOrDefault(pair => pair.Product == product);
}

/// <summary>What the same customers buy as one product. Made for one question.</summary>
internal sealed class SimilarLink(ShopSnapshot snapshot, int to, IReadOnlyList<Ranked> similar) : ListLink("similar")
{
    public override bool Score(Asker asker, Span<float> scores)
    {
        scores.Clear();
        foreach (var near in similar)
        {
            scores[near.Product] = near.Score;
        }

        return similar.Count > 0;
    }

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
internal sealed class TrendLink(int days, IReadOnlyList<ProductTrend> trends) : ListLink("trending")
{
    public override bool Score(Asker asker, Span<float> scores)
    {
        scores.Clear();
        foreach (var trend in trends)
        {
            scores[trend.Product] = (float)trend.Ratio;
        }

        return trends.Count > 0;
    }

    public override Reason Why(Asker asker, int product, IReadOnlyList<int> because) =>
        Trend(product) is { Ratio: > 0 } trend ? new Reason(ReasonCodes.Trending, [Whole(trend.Buyers), Whole(days), Whole(trend.Before)]) : new Reason(ReasonCodes.Popular, []);

    public override IReadOnlyList<KeyValuePair<string, double>> Figures(int product) =>
        Trend(product) is { Ratio: > 0 } trend ? [new("buyers", trend.Buyers), new("before", trend.Before), new("ratio", trend.Ratio)] : [];

    private ProductTrend Trend(int product) => trends.FirstOrDefault(trend => trend.Product == product);
}
