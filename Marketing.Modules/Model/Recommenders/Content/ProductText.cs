using System.Text;

namespace Marketing.Model.Recommenders.Content;

/// <summary>
/// What is known of a product, as terms: the words of its name, each level of its category, its brand. Chinese and Japanese have no spaces: their
/// runs give every two neighbouring characters (Nie and Ren 1999). A term begins with a letter that says what it is.
/// </summary>
internal static class ProductText
{
    public const char Word = 'w';
    public const char Part = 'p';
    public const char Category = 'c';
    public const char Brand = 'b';

    private static readonly char[] Levels = ['>', '/', '|', '\\'];

    /// <summary>Distinct terms of a product.</summary>
    /// <param name="name">Name.</param>
    /// <param name="category">Category, its levels with &gt;, /, | or \ between, or empty.</param>
    /// <param name="brand">Brand, or empty.</param>
    /// <param name="ngrams">Length of the parts of words that count too, or 0 for none.</param>
    public static HashSet<string> Terms(string name, string category, string brand, int ngrams)
    {
        var terms = new HashSet<string>();
        foreach (var run in Runs(name))
        {
            if (IsIdeograph(run[0]))
            {
                for (var i = 0; i == 0 || i + 1 < run.Length; i++)
                {
                    terms.Add($"{Word}{run.AsSpan(i, Math.Min(2, run.Length))}");
                }

                continue;
            }

            terms.Add($"{Word}{run}");
            for (var i = 0; ngrams > 0 && i + ngrams <= run.Length + 1; i++)
            {
                // A space marks the beginning of the word, which tells most.
                terms.Add($"{Part}{$" {run}".AsSpan(i, ngrams)}");
            }
        }

        var path = "";
        foreach (var level in category.Split(Levels, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            path = path.Length == 0 ? Folded(level) : $"{path} > {Folded(level)}";
            terms.Add($"{Category}{path}");
        }

        if (!string.IsNullOrWhiteSpace(brand))
        {
            terms.Add($"{Brand}{Folded(brand.Trim())}");
        }

        return terms;
    }

    // Letters and digits side by side, with ideographs apart from the rest.
    private static List<string> Runs(string name)
    {
        var (runs, run) = (new List<string>(), new StringBuilder());
        foreach (var letter in Folded(name))
        {
            if (run.Length > 0 && (!char.IsLetterOrDigit(letter) || IsIdeograph(letter) != IsIdeograph(run[0])))
            {
                runs.Add(run.ToString());
                run.Clear();
            }

            if (char.IsLetterOrDigit(letter))
            {
                run.Append(letter);
            }
        }

        if (run.Length > 0)
        {
            runs.Add(run.ToString());
        }

        return runs;
    }

    private static bool IsIdeograph(char letter) => letter is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u4DBF') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF');

    // Small letters; those of full width become the plain ones.
    private static string Folded(string text) => string.Create(text.Length, text, (folded, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            folded[i] = char.ToLowerInvariant(from[i] is >= '\uFF01' and <= '\uFF5E' ? (char)(from[i] - '\uFF01' + '!') : from[i]);
        }
    });
}
