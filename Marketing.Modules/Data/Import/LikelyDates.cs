namespace Marketing.Data.Import;

/// <summary>Between which instants the dates in files lie; what is outside was mistyped, or is the empty date of a spreadsheet.</summary>
/// <param name="Latest">UTC milliseconds.</param>
internal readonly record struct LikelyDates(long Latest)
{
    private static readonly long Earliest = new DateTimeOffset(1990, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>Those of a file that is read at a time; a day more, as clocks and time zones differ.</summary>
    public static LikelyDates At(DateTimeOffset now) => new(now.AddDays(1).ToUnixTimeMilliseconds());

    /// <summary>Whether they hold an instant.</summary>
    public bool Hold(long at) => at >= Earliest && at <= Latest;
}
