using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Strategy.Merchandising;

/// <summary>
/// How alike two products are, in [0, 1]: the share of words that their names have in common (Jaccard), and where both have a
/// category the mean of that and the share of levels that their paths have in common from the top.
/// </summary>
internal sealed class ProductLikeness
{
    private readonly int[][] _words;
    private readonly string[][] _levels;

    private ProductLikeness(int[][] words, string[][] levels)
    {
        _words = words;
        _levels = levels;
    }

    public static ProductLikeness Of(ProductColumns products)
    {
        var numbers = new Numbering(StringComparer.OrdinalIgnoreCase);
        var paths = new Dictionary<string, string[]>();
        var (words, levels) = (new int[products.Count][], new string[products.Count][]);
        for (var p = 0; p < words.Length; p++)
        {
            words[p] = [.. Words(products.Name[p]).Select(numbers.Of).Distinct().Order()];
            if (!paths.TryGetValue(products.Category[p], out levels[p]!))
            {
                levels[p] = paths[products.Category[p]] = products.Category[p].Split(ProductFilters.Levels, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            }
        }

        return new ProductLikeness(words, levels);
    }

    public double Between(int a, int b)
    {
        var names = Jaccard(_words[a], _words[b]);
        var (x, y) = (_levels[a], _levels[b]);
        return x.Length == 0 || y.Length == 0 ? names : (names + (Common(x, y) / (double)Math.Max(x.Length, y.Length))) / 2;
    }

    // A script without spaces has its letters for words.
    private static IEnumerable<string> Words(string name)
    {
        foreach (var part in name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Any(letter => letter >= 0x2E80))
            {
                foreach (var letter in part)
                {
                    yield return letter.ToString();
                }
            }
            else
            {
                yield return part;
            }
        }
    }

    private static double Jaccard(int[] x, int[] y)
    {
        var common = 0;
        for (int i = 0, j = 0; i < x.Length && j < y.Length;)
        {
            common += x[i] == y[j] ? 1 : 0;
            (i, j) = (x[i] <= y[j] ? i + 1 : i, y[j] <= x[i] ? j + 1 : j);
        }

        var all = x.Length + y.Length - common;
        return all == 0 ? 0 : common / (double)all;
    }

    private static int Common(string[] x, string[] y)
    {
        var level = 0;
        while (level < x.Length && level < y.Length && string.Equals(x[level], y[level], StringComparison.OrdinalIgnoreCase))
        {
            level++;
        }

        return level;
    }
}
