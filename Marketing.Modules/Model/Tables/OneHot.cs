namespace Marketing.Model.Tables;

/// <summary>
/// A place of its own for each level of a category. Of a column with more levels than <see cref="Most"/> the most frequent have one, and all others,
/// and what the training rows do not have, share the last; of a column with fewer, what the training rows do not have has none.
/// </summary>
internal sealed class OneHot
{
    /// <summary>Places of one column at most.</summary>
    internal const int Most = 256;

    private readonly int[] _places;

    private OneHot(int[] places, int width) => (_places, Width) = (places, width);

    /// <summary>Number of places.</summary>
    public int Width { get; }

    /// <summary>Place of a code in [0, <see cref="Width"/>), or -1.</summary>
    public int Place(int code) => _places[code];

    /// <summary>Learns the places from the training rows.</summary>
    public static OneHot Learn(CategoryColumn column)
    {
        var levels = column.Levels.Count;
        var places = new int[levels + 1];
        if (levels <= Most)
        {
            for (var code = 0; code < levels; code++)
            {
                places[code] = code;
            }

            places[levels] = -1;
            return new OneHot(places, levels);
        }

        var count = new int[levels + 1];
        foreach (var code in column.Codes.Span)
        {
            count[code]++;
        }

        Array.Fill(places, Most - 1);
        var frequent = Enumerable.Range(0, levels).OrderByDescending(code => count[code]).ThenBy(code => code).Take(Most - 1);
        foreach (var (place, code) in frequent.Index())
        {
            places[code] = place;
        }

        return new OneHot(places, Most);
    }
}
