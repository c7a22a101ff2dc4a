namespace Marketing.Strategy.Segments;

/// <summary>Orders numbers written as text by their value, before all other text, which goes by its letters.</summary>
internal sealed class NaturalText : IComparer<string>
{
    public static NaturalText Comparer { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (a, b) = (x ?? "", y ?? "");
        var (aNumber, bNumber) = (IsNumber(a), IsNumber(b));
        if (aNumber != bNumber)
        {
            return aNumber ? -1 : 1;
        }

        // Without leading zeros the longer number is the larger one.
        var byLength = aNumber ? a.AsSpan().TrimStart('0').Length.CompareTo(b.AsSpan().TrimStart('0').Length) : 0;
        if (byLength != 0)
        {
            return byLength;
        }

        return aNumber
            ? a.AsSpan().TrimStart('0').SequenceCompareTo(b.AsSpan().TrimStart('0'))
            : string.Compare(a, b, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsNumber(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('0', '9');
}
