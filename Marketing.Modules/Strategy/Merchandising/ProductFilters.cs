using Marketing.Data;

namespace Marketing.Strategy.Merchandising;

/// <summary>Which products of a snapshot a filter is about.</summary>
internal static class ProductFilters
{
    /// <summary>Separators of the levels of a category's path.</summary>
    public static readonly char[] Levels = ProductFilter.Levels.ToCharArray();

    /// <summary>One entry a product.</summary>
    public static bool[] Match(ProductFilter filter, ProductColumns products)
    {
        var codes = filter.Products.Count == 0 ? null : filter.Products.Select(code => code.Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var (category, words) = (Blank(filter.Category), Blank(filter.NameHolds));
        var matches = new bool[products.Count];
        for (var p = 0; p < matches.Length; p++)
        {
            matches[p] = (codes is null || codes.Contains(products.Code[p]))
                && (category is null || IsWithin(products.Category[p], category))
                && (words is null || products.Name[p].Contains(words, StringComparison.OrdinalIgnoreCase))
                && (filter.PriceFrom is not { } from || products.Price[p] >= from)
                && (filter.PriceTo is not { } to || products.Price[p] <= to);
        }

        return matches;
    }

    /// <summary>Whether a category is another one or below it.</summary>
    public static bool IsWithin(string category, string upper)
    {
        if (!category.StartsWith(upper, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = category.AsSpan(upper.Length).TrimStart();
        return rest.IsEmpty || rest.IndexOfAny(Levels) == 0;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
