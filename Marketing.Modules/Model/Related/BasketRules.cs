using System.Runtime.InteropServices;
using Marketing.Model.Rules;

namespace Marketing.Model.Related;

/// <summary>Association rules by what stands before their arrow.</summary>
internal sealed class BasketRules : IBasketRules
{
    private const int LongestSet = 3;
    private const int Nothing = -1;

    // Rules of one product stand under (product, -1).
    private readonly Dictionary<(int, int), List<BasketRule>> _rules = [];

    private BasketRules(int support) => Support = support;

    public int Support { get; }

    public int Count { get; private set; }

    /// <summary>Finds the rules by FP-growth.</summary>
    public static BasketRules Mine(OrderBaskets baskets, RelatedOptions options, CancellationToken cancellation)
    {
        var support = Math.Max(options.FewestOrders, (int)Math.Ceiling(options.MinimumSupport * baskets.Count));
        int[][] rows = [.. Enumerable.Range(0, baskets.Count).Select(order => baskets.Products.Row(order).ToArray())];
        var (sets, reached) = FpGrowth.MineAtMost(rows, baskets.Products.Columns, support, LongestSet, options.MostSets, cancellation);
        var found = new BasketRules(reached);
        var pairs = sets.Where(set => set.Items.Length == 2).ToDictionary(set => (set.Items[0], set.Items[1]), set => set.Count);
        foreach (var set in sets)
        {
            for (var behind = 0; behind < set.Items.Length && set.Items.Length > 1; behind++)
            {
                int[] antecedent = [.. set.Items.Where((_, place) => place != behind)];
                var others = antecedent.Length == 1 ? baskets.With(antecedent[0]) : pairs[(antecedent[0], antecedent[1])];
                var with = baskets.Pair(set.Items[behind], set.Count, others);
                if (with.Lift > 1 && with.Confidence >= options.MinimumConfidence)
                {
                    found.Add(new BasketRule(antecedent, with));
                }
            }
        }

        return found;
    }

    public IReadOnlyList<BasketRule> For(IReadOnlyList<int> basket)
    {
        var best = new Dictionary<int, BasketRule>();
        for (var i = 0; i < basket.Count; i++)
        {
            Take(best, (basket[i], Nothing));
            for (var j = 0; j < basket.Count; j++)
            {
                if (basket[i] < basket[j])
                {
                    Take(best, (basket[i], basket[j]));
                }
            }
        }

        foreach (var product in basket)
        {
            best.Remove(product);
        }

        var rules = best.Values.ToList();
        rules.Sort((a, b) => OrderBaskets.Better(a.With, b.With));
        return rules;
    }

    private void Take(Dictionary<int, BasketRule> best, (int, int) antecedent)
    {
        foreach (var rule in _rules.GetValueOrDefault(antecedent) ?? [])
        {
            if (!best.TryGetValue(rule.With.Product, out var known) || OrderBaskets.Better(rule.With, known.With) < 0)
            {
                best[rule.With.Product] = rule;
            }
        }
    }

    private void Add(BasketRule rule)
    {
        var key = (rule.Antecedent[0], rule.Antecedent.Count > 1 ? rule.Antecedent[1] : Nothing);
        (CollectionsMarshal.GetValueRefOrAddDefault(_rules, key, out _) ??= []).Add(rule);
        Count++;
    }
}
