namespace Marketing.Strategy;

/// <summary>Machine names of the audiences.</summary>
public static class AudienceCodes
{
    /// <summary>Repeat buyers who are longer away than usual.</summary>
    public const string WinBack = "win-back";

    /// <summary>Everybody with an order.</summary>
    public const string Everybody = "everybody";

    /// <summary>The customers of one segment: this and the segment's code.</summary>
    public const string SegmentPrefix = "segment:";

    /// <summary>All audiences in the order in which they are offered.</summary>
    public static IReadOnlyList<string> All { get; } = [WinBack, Everybody, .. SegmentCatalogue.All.Select(segment => SegmentPrefix + segment.Code)];
}
