namespace Marketing.Strategy.Segments;

/// <summary>
/// One segment as a rectangle over the recency score R and the sum of the frequency and monetary scores F + M. The rectangles of
/// <see cref="All"/> tile the whole plane without overlap, so that the printed rule of a segment is exact by itself.
/// </summary>
internal sealed record SegmentRule(string Code, int MinR, int MaxR, int MinSum, int MaxSum)
{
    private const int LowestR = 1;
    private const int HighestR = 5;
    private const int LowestSum = 2;
    private const int HighestSum = 10;
    private const int MediumSum = 5;

    /// <summary>Best customers first. The names are the field's usual eleven.</summary>
    public static IReadOnlyList<SegmentRule> All { get; } =
    [
        new("champions", 4, 5, 8, 10),
        new("loyal", 4, 5, 6, 7),
        new("potential-loyalist", 3, 5, 5, 5),
        new("new", 5, 5, 2, 4),
        new("promising", 4, 4, 2, 4),
        new("need-attention", 3, 3, 6, 10),
        new("about-to-sleep", 3, 3, 2, 4),
        new("at-risk", 1, 2, 5, 7),
        new("cannot-lose", 1, 2, 8, 10),
        new("hibernating", 2, 2, 2, 4),
        new("lost", 1, 1, 2, 4),
    ];

    private static readonly sbyte[] Lookup = BuildLookup();

    /// <summary>The rule as shown to people.</summary>
    public string Text => $"{Bounds("R", MinR, MaxR, LowestR, HighestR)}, {Bounds("F + M", MinSum, MaxSum, LowestSum, HighestSum)}";

    /// <summary>Whether more such customers are wanted: those who bought last are among them, and none has bought little.</summary>
    public bool IsExpandable => MaxR == HighestR && MinSum >= MediumSum;

    /// <summary>Whether the scores lie inside.</summary>
    public bool Holds(int r, int f, int m) => r >= MinR && r <= MaxR && f + m >= MinSum && f + m <= MaxSum;

    /// <summary>Index into <see cref="All"/>, or -1 for scores of 0 (no order).</summary>
    public static sbyte IndexOf(int r, int f, int m) => r == 0 ? (sbyte)-1 : Lookup[(r * (HighestSum + 1)) + f + m];

    private static string Bounds(string name, int min, int max, int lowest, int highest) => (min, max) switch
    {
        _ when min == max => $"{name} = {min}",
        _ when max == highest => $"{name} ≥ {min}",
        _ when min == lowest => $"{name} ≤ {max}",
        _ => $"{min} ≤ {name} ≤ {max}",
    };

    private static sbyte[] BuildLookup()
    {
        var lookup = new sbyte[(HighestR + 1) * (HighestSum + 1)];
        Array.Fill(lookup, (sbyte)-1);
        for (var i = 0; i < All.Count; i++)
        {
            for (var r = All[i].MinR; r <= All[i].MaxR; r++)
            {
                for (var sum = All[i].MinSum; sum <= All[i].MaxSum; sum++)
                {
                    lookup[(r * (HighestSum + 1)) + sum] = (sbyte)i;
                }
            }
        }

        return lookup;
    }
}
