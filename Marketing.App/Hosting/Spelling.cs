namespace Marketing.App.Hosting;

/// <summary>What somebody meant who typed a name that there is not.</summary>
internal static class Spelling
{
    private const int Near = 3;

    /// <summary>A question that names the likeliest of the names there are, with a blank before it, or nothing where none is near.</summary>
    public static string Hint(string typed, IEnumerable<string> names) =>
        names.Select(name => (Name: name, Distance: Distance(typed, name))).Where(name => name.Distance <= Math.Min(Near, Math.Max(1, typed.Length / 3))).OrderBy(name => name.Distance).Select(name => name.Name).FirstOrDefault() is { } near
            ? $" Did you mean {near}?"
            : "";

    /// <summary>Letters to insert, remove or replace to make one name of the other, case apart (Levenshtein 1966).</summary>
    public static int Distance(string one, string other)
    {
        var (before, row) = (new int[other.Length + 1], new int[other.Length + 1]);
        for (var j = 0; j <= other.Length; j++)
        {
            before[j] = j;
        }

        for (var i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = before[j - 1] + (char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]) ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(before[j], row[j - 1]) + 1);
            }

            (before, row) = (row, before);
        }

        return before[other.Length];
    }
}
