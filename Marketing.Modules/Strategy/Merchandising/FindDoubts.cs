using Marketing.Data;

namespace Marketing.Strategy.Merchandising;

/// <summary>Finds what rules name and no product has.</summary>
internal static class FindDoubts
{
    /// <summary>The doubts of a book in its order; rules that are switched off are looked at too.</summary>
    public static IReadOnlyList<RuleDoubt> Of(RuleBook book, ProductColumns products)
    {
        var codes = products.Code.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. book.Rules.SelectMany(rule => Sides(rule).SelectMany(filter => Of(rule.Name, filter, products, codes)))];
    }

    private static IEnumerable<ProductFilter> Sides(MerchandisingRule rule) => rule.ApartFrom is { } other ? [rule.Products, other] : [rule.Products];

    private static List<RuleDoubt> Of(string rule, ProductFilter filter, ProductColumns products, HashSet<string> codes)
    {
        var doubts = new List<RuleDoubt>();
        var unknown = filter.Products.Select(code => code.Trim()).Where(code => !codes.Contains(code)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (unknown.Count > 0)
        {
            doubts.Add(new RuleDoubt(rule, DoubtKind.Code, unknown));
        }

        if (!string.IsNullOrWhiteSpace(filter.Category) && MeetsNone(new ProductFilter { Category = filter.Category }, products))
        {
            doubts.Add(new RuleDoubt(rule, DoubtKind.Category, [filter.Category.Trim()]));
        }

        if (!string.IsNullOrWhiteSpace(filter.NameHolds) && MeetsNone(new ProductFilter { NameHolds = filter.NameHolds }, products))
        {
            doubts.Add(new RuleDoubt(rule, DoubtKind.Name, [filter.NameHolds.Trim()]));
        }

        if (doubts.Count == 0 && MeetsNone(filter, products))
        {
            doubts.Add(new RuleDoubt(rule, DoubtKind.Together, []));
        }

        return doubts;
    }

    private static bool MeetsNone(ProductFilter filter, ProductColumns products) => !ProductFilters.Match(filter, products).Contains(true);
}
