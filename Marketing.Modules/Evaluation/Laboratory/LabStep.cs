using System.Globalization;

namespace Marketing.Evaluation.Laboratory;

/// <summary>
/// What lies between two neighbouring times of a file: 1 for whole numbers; for dates the gap that is there most often, over all series, the smaller one of two. Dates that all stand on one day of the
/// month, or all on its last, go by months.
/// </summary>
/// <param name="Size">Months, ticks or whole numbers.</param>
/// <param name="Months">Whether it is months.</param>
/// <param name="IsDate">Whether times are dates, in ticks.</param>
internal sealed record LabStep(long Size, bool Months, bool IsDate)
{
    private const string Day = "yyyy-MM-dd";

    // Dates that cannot be taken for others, with or without a time.
    private static readonly string[] _forms =
    [
        "yyyy-M-d", "yyyy-M", "yyyy/M/d", "yyyy/M/d H:m", "yyyy/M/d H:m:s", "yyyy-M-d H:m", "yyyy-M-d H:m:s", "yyyy-M-d H:m:s.FFFFFFF", "yyyy-M-dTH:mK", "yyyy-M-dTH:m:sK", "yyyy-M-dTH:m:s.FFFFFFFK",
    ];

    /// <summary>Whether it is known: of dates of which no two follow each other it is not.</summary>
    public bool IsKnown => !IsDate || Months || Size > 1;

    /// <summary>Reads a time; false where it is none.</summary>
    public static bool TryRead(string text, out long at, out bool isDate)
    {
        isDate = false;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out at))
        {
            return at is > long.MinValue / 2 and < long.MaxValue / 2;
        }

        // In one zone throughout: clocks that change would make gaps.
        isDate = DateTime.TryParseExact(text, _forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date);
        at = date.Ticks;
        return isDate;
    }

    /// <summary>The step of a file.</summary>
    /// <param name="series">Times of each series, in order.</param>
    /// <param name="isDate">Whether they are dates.</param>
    public static LabStep Of(IReadOnlyList<long[]> series, bool isDate)
    {
        if (!isDate)
        {
            return new LabStep(1, false, false);
        }

        var day = new DateTime(series[0][0]).Day;
        var one = new LabStep(1, All(series, date => date.Day == day) || All(series, date => date.Day == DateTime.DaysInMonth(date.Year, date.Month)), true);
        var gaps = new Dictionary<long, int>();
        foreach (var times in series)
        {
            for (var t = 1; t < times.Length; t++)
            {
                var gap = one.Between(times[t - 1], times[t]);
                gaps[gap] = gaps.GetValueOrDefault(gap) + 1;
            }
        }

        return gaps.Count == 0 ? one : one with { Size = gaps.OrderByDescending(gap => gap.Value).ThenBy(gap => gap.Key).First().Key };
    }

    /// <summary>From one time to a later one: months, ticks or whole numbers.</summary>
    public long Between(long from, long to)
    {
        if (!Months)
        {
            return to - from;
        }

        var (first, last) = (new DateTime(from), new DateTime(to));
        return (12L * (last.Year - first.Year)) + last.Month - first.Month;
    }

    /// <summary>A time as people write it.</summary>
    public string Shown(long at) => !IsDate ? at.ToString(CultureInfo.InvariantCulture)
        : new DateTime(at).ToString(at % TimeSpan.TicksPerDay == 0 ? Day : Day + " HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The step in words.</summary>
    public override string ToString() => Months ? Counted(Size, "month")
        : !IsDate ? "1"
        : Size % TimeSpan.TicksPerDay == 0 ? Counted(Size / TimeSpan.TicksPerDay, "day")
        : Size % TimeSpan.TicksPerHour == 0 ? Counted(Size / TimeSpan.TicksPerHour, "hour")
        : new TimeSpan(Size).ToString("c", CultureInfo.InvariantCulture);

    private static bool All(IReadOnlyList<long[]> series, Func<DateTime, bool> holds) => series.All(times => Array.TrueForAll(times, at => at % TimeSpan.TicksPerDay == 0 && holds(new DateTime(at))));

    private static string Counted(long count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
}
