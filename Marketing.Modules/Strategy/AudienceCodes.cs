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

    /// <summary>The customers most like those of one segment, outside it: this and the segment's code.</summary>
    public const string AlikePrefix = "alike:";

    /// <summary>The audiences that always are, in the order in which they are offered.</summary>
    public static IReadOnlyList<string> Standing { get; } = [WinBack, Everybody, .. SegmentCatalogue.All.Select(segment => SegmentPrefix + segment.Code)];

    /// <summary>The look-alike audiences, which come with a trained transformer.</summary>
    public static IReadOnlyList<string> Alike { get; } = [.. SegmentCatalogue.Expandable.Select(segment => AlikePrefix + segment)];

    /// <summary>All audiences in the order in which they are offered.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Standing, .. Alike];
}
