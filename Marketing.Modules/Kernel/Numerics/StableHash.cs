namespace Marketing.Kernel.Numerics;

/// <summary>FNV-1a of 64 bits (Fowler, Noll and Vo 1991), over 16 or 64 bits at a time: the same in every process and on every machine. Not against adversaries.</summary>
internal static class StableHash
{
    /// <summary>Where a hash begins.</summary>
    public const ulong Start = 14695981039346656037;

    private const ulong Prime = 1099511628211;

    /// <summary>A hash with one more number.</summary>
    public static ulong Add(ulong hash, long number) => (hash ^ (ulong)number) * Prime;

    /// <summary>A hash of a text.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = Start;
        foreach (var letter in text)
        {
            hash = Add(hash, letter);
        }

        return hash;
    }
}
