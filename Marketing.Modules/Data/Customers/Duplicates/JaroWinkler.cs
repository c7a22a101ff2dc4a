namespace Marketing.Data.Customers.Duplicates;

/// <summary>
/// Similarity of two strings from 0 to 1 by Jaro (1989), raised for a common beginning after Winkler, "String Comparator Metrics and
/// Enhanced Decision Rules in the Fellegi-Sunter Model of Record Linkage" (1990): jw = j + l p (1 - j) with l the length of the common
/// prefix up to 4, p = 0.1, where j is above 0.7.
/// </summary>
internal static class JaroWinkler
{
    private const double Scaling = 0.1;
    private const int LongestPrefix = 4;
    private const double BoostFrom = 0.7;
    private const int Longest = 256;

    /// <summary>Similarity of two texts; characters behind the 256th are not looked at. Two empty texts are alike.</summary>
    public static double Similarity(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        a = a[..Math.Min(a.Length, Longest)];
        b = b[..Math.Min(b.Length, Longest)];
        var jaro = Jaro(a, b);
        if (jaro <= BoostFrom)
        {
            return jaro;
        }

        var prefix = a[..Math.Min(a.Length, LongestPrefix)].CommonPrefixLength(b);
        return jaro + (prefix * Scaling * (1 - jaro));
    }

    private static double Jaro(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.IsEmpty || b.IsEmpty)
        {
            return a.Length == b.Length ? 1 : 0;
        }

        Span<bool> inA = stackalloc bool[a.Length];
        Span<bool> inB = stackalloc bool[b.Length];
        var matches = Match(a, b, inA, inB);
        if (matches == 0)
        {
            return 0;
        }

        double m = matches;
        var transpositions = Moved(a, b, inA, inB) / 2.0;
        return ((m / a.Length) + (m / b.Length) + ((m - transpositions) / m)) / 3;
    }

    // Characters match where they are equal and not farther apart than half the longer text.
    private static int Match(ReadOnlySpan<char> a, ReadOnlySpan<char> b, Span<bool> inA, Span<bool> inB)
    {
        var reach = Math.Max(0, (Math.Max(a.Length, b.Length) / 2) - 1);
        var matches = 0;
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = Math.Max(0, i - reach); j < Math.Min(b.Length, i + reach + 1); j++)
            {
                if (!inB[j] && a[i] == b[j])
                {
                    inA[i] = inB[j] = true;
                    matches++;
                    break;
                }
            }
        }

        return matches;
    }

    private static int Moved(ReadOnlySpan<char> a, ReadOnlySpan<char> b, ReadOnlySpan<bool> inA, ReadOnlySpan<bool> inB)
    {
        var (moved, j) = (0, 0);
        for (var i = 0; i < a.Length; i++)
        {
            if (!inA[i])
            {
                continue;
            }

            while (!inB[j])
            {
                j++;
            }

            moved += a[i] == b[j++] ? 0 : 1;
        }

        return moved;
    }
}
