using Marketing.Data;
using Marketing.Strategy;

namespace Marketing.App.Components.Pages.Recommendations;

/// <summary>The products of a snapshot as whoever writes a rule looks for them.</summary>
public sealed class ProductShelf(ProductColumns products)
{
    private static readonly char[] Levels = ProductFilter.Levels.ToCharArray();
    private readonly Lazy<Dictionary<string, string>> _names = new(() =>
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var p = 0; p < products.Count; p++)
        {
            names.TryAdd(products.Code[p], products.Name[p]);
        }

        return names;
    });

    private readonly Lazy<IReadOnlyList<string>> _categories = new(() =>
        [.. products.Category.Distinct().SelectMany(WithUpper).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)]);

    /// <summary>Name of a code, or the code where no product has it.</summary>
    public string NameOf(string code) => _names.Value.GetValueOrDefault(code.Trim(), code);

    /// <summary>Whether a product has the code.</summary>
    public bool Has(string code) => _names.Value.ContainsKey(code.Trim());

    /// <summary>Codes of products whose code begins with the text or whose name holds it, in the order of the catalogue.</summary>
    public IReadOnlyList<string> Find(string text, int most) =>
    [
        .. Enumerable.Range(0, products.Count)
            .Where(p => products.Code[p].StartsWith(text, StringComparison.OrdinalIgnoreCase) || products.Name[p].Contains(text, StringComparison.OrdinalIgnoreCase))
            .Take(most)
            .Select(p => products.Code[p]),
    ];

    /// <summary>Categories, and the levels above them, that hold the text.</summary>
    public IReadOnlyList<string> Categories(string? text, int most) => [.. _categories.Value.Where(category => category.Contains(text ?? "", StringComparison.OrdinalIgnoreCase)).Take(most)];

    private static IEnumerable<string> WithUpper(string category)
    {
        for (var end = category.IndexOfAny(Levels); end > 0; end = category.IndexOfAny(Levels, end + 1))
        {
            yield return category[..end].Trim();
        }

        if (category.Length > 0)
        {
            yield return category;
        }
    }
}
