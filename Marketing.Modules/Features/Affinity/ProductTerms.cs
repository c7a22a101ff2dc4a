using System.Collections.Frozen;
using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Features.Affinity;

/// <summary>
/// What products are about: their categories when the shop has any, else the words of their names. Terms are sorted ordinally, so
/// that the lower index is the earlier word.
/// </summary>
internal sealed record ProductTerms(string[] Terms, SparseMatrix Of)
{
    private const int ShortestWord = 3;

    // Words that say how a thing is packed, counted or sized, not what it is.
    private static readonly FrozenSet<string> Stop = FrozenSet.Create(
        StringComparer.Ordinal,
        "and", "the", "for", "with", "from", "per", "not", "its", "asst", "assorted", "assortment", "set", "sets", "pack", "packs", "pcs", "piece", "pieces",
        "pair", "box", "boxed", "tin", "design", "designs", "style", "colour", "colours", "color", "col", "type", "item", "new", "size", "small", "medium", "large",
        "mini", "big", "extra", "asstd", "single", "double", "one", "two", "three", "four", "six", "ten", "dozen", "various");

    /// <summary>Terms of every product of a snapshot.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="wordProducts">Products that must carry a word of a name before it counts.</param>
    public static ProductTerms Read(ShopSnapshot snapshot, int wordProducts)
    {
        var products = snapshot.Products;
        var categories = Array.Exists(products.Category, category => category.Length > 0);
        var words = new string[products.Count][];
        for (var p = 0; p < products.Count; p++)
        {
            words[p] = categories ? (products.Category[p].Length > 0 ? [products.Category[p]] : []) : Words(products.Name[p]);
        }

        var known = words.SelectMany(own => own.Distinct())
            .CountBy(word => word)
            .Where(word => categories || word.Value >= wordProducts)
            .Select(word => word.Key)
            .Order(StringComparer.Ordinal)
            .ToArray();
        var index = known.Select((term, i) => KeyValuePair.Create(term, i)).ToFrozenDictionary(StringComparer.Ordinal);
        var (product, term) = (new List<int>(), new List<int>());
        for (var p = 0; p < words.Length; p++)
        {
            foreach (var word in words[p])
            {
                if (index.TryGetValue(word, out var t))
                {
                    product.Add(p);
                    term.Add(t);
                }
            }
        }

        return new ProductTerms(known, SparseMatrix.FromPairs(products.Count, known.Length, [.. product], [.. term]));
    }

    /// <summary>Lower-case words of a name: letters only, long enough, no stop words.</summary>
    internal static string[] Words(string name)
    {
        var words = new List<string>();
        for (var i = 0; i < name.Length; i++)
        {
            var from = i;
            while (i < name.Length && char.IsLetter(name[i]))
            {
                i++;
            }

            // One ideograph can be a word; a Latin letter or two is not.
            if ((i - from >= ShortestWord || (i > from && name[from] >= 0x2E80)) && name[from..i].ToLowerInvariant() is var word && !Stop.Contains(word))
            {
                words.Add(word);
            }
        }

        return [.. words];
    }
}
