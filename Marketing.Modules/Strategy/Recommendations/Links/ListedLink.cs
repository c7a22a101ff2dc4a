using System.Diagnostics.CodeAnalysis;

namespace Marketing.Strategy.Recommendations.Links;

/// <summary>A link that speaks for the products of a list made for one question, and for no other.</summary>
/// <param name="kind">Name.</param>
/// <param name="entries">The list, one entry a product.</param>
/// <param name="productOf">Product of an entry.</param>
/// <param name="scoreOf">Score of an entry.</param>
internal abstract class ListedLink<T>(string kind, IReadOnlyList<T> entries, Func<T, int> productOf, Func<T, double> scoreOf) : ListLink(kind)
    where T : notnull
{
    private readonly Dictionary<int, T> _of = entries.ToDictionary(productOf);

    public sealed override bool Score(Asker asker, Span<float> scores)
    {
        scores.Clear();
        foreach (var (product, entry) in _of)
        {
            scores[product] = (float)scoreOf(entry);
        }

        return _of.Count > 0;
    }

    /// <summary>The entry of a product.</summary>
    protected bool TryFind(int product, [MaybeNullWhen(false)] out T entry) => _of.TryGetValue(product, out entry);
}
