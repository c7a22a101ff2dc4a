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

    /// <summary>Letters to insert, remove, replace or swap with their neighbour to make one name of the other, case apart (Damerau 1964, each letter at most once).</summary>
    public static int Distance(string one, string other)
    {
        var (earlier, before, row) = (new int[other.Length + 1], new int[other.Length + 1], new int[other.Length + 1]);
        for (var j = 0; j <= other.Length; j++)
        {
            before[j] = j;
        }

        for (var i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = before[j - 1] + (IsSame(i, j) ? 0 : 1);
                var swapped = i > 1 && j > 1 && IsSame(i, j - 1) && IsSame(i - 1, j) ? earlier[j - 2] + 1 : int.MaxValue;
                row[j] = Math.Min(Math.Min(replaced, swapped), Math.Min(before[j], row[j - 1]) + 1);
            }

            (earlier, before, row) = (before, row, earlier);
        }

        return before[other.Length];

        bool IsSame(int i, int j) => char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]);
    }
}
