using Marketing.Model.Forecasting.Pooled;

namespace Marketing.Model.Demand;

/// <summary>
/// Days ahead on which a shop is shut as it was about the same holidays before: on a holiday on which it sold nothing each time, and on the days next to it on which it sold nothing each time. Days of
/// the week on which it is always shut belong to it only where they lie between. Nothing is said of a shop that often sells nothing on an ordinary day, since a day without a sale is none on which it
/// is shut there. Pure.
/// </summary>
internal static class Closures
{
    /// <summary>Most days of a pause, and so how far beyond the days ahead a holiday may lie that tells of them. A longer one is a shop that was not there, or whose data were not.</summary>
    public const int Longest = 21;

    private const int Week = 7;
    private const int RecentWeeks = 8;
    private const double Nothing = 0.02;
    private const double Often = 0.05;

    /// <summary>Tells the days.</summary>
    /// <param name="totals">What the shop sold on each known day; it ends at the origin.</param>
    /// <param name="holidays">Holidays of these days and of those ahead.</param>
    /// <param name="horizon">Days ahead.</param>
    public static bool[] Ahead(ReadOnlySpan<double> totals, IReadOnlyList<PooledHoliday> holidays, int horizon)
    {
        var (ahead, days) = (new bool[horizon], totals.Length);
        if (Silent(totals, holidays) is not { } shut)
        {
            return ahead;
        }

        foreach (var holiday in holidays)
        {
            if (holiday.Step < days - Longest || holiday.Step >= days + horizon + Longest)
            {
                continue;
            }

            // The days before and after the holiday that were part of the pause each time.
            var (before, after, times) = (int.MaxValue, int.MaxValue, 0);
            foreach (var earlier in holidays)
            {
                if (earlier.Code == holiday.Code && earlier.Step < holiday.Step && earlier.Step >= Week * RecentWeeks && earlier.Step + Longest <= days)
                {
                    var (from, to) = Pause(shut, earlier.Step);
                    (before, after, times) = (Math.Min(before, earlier.Step - from), Math.Min(after, to - earlier.Step), times + 1);
                }
            }

            for (var day = holiday.Step - before; times > 0 && day <= holiday.Step + after; day++)
            {
                if (day >= days && day < days + horizon)
                {
                    ahead[day - days] = true;
                }
            }
        }

        return ahead;
    }

    /// <summary>Known days on which it was shut out of turn: none of those on which it is shut every week.</summary>
    /// <param name="totals">What the shop sold on each known day.</param>
    /// <param name="holidays">Holidays of these days.</param>
    public static bool[] Past(ReadOnlySpan<double> totals, IReadOnlyList<PooledHoliday> holidays)
    {
        var shut = Silent(totals, holidays);
        return [.. Enumerable.Range(0, totals.Length).Select(day => shut is not null && shut[day] && !IsShutWeekly(shut, day))];
    }

    /// <summary>Sets what is foretold of the days on which a shop is shut to 0.</summary>
    /// <param name="means">Foretold of each day ahead, as if it were open.</param>
    /// <param name="shut">Whether it is shut on it.</param>
    public static void Close(Span<float> means, ReadOnlySpan<bool> shut)
    {
        for (var day = 0; day < means.Length; day++)
        {
            means[day] = shut[day] ? 0 : means[day];
        }
    }

    // Days with next to nothing sold; null where they say nothing.
    private static bool[]? Silent(ReadOnlySpan<double> totals, IReadOnlyList<PooledHoliday> holidays)
    {
        var usual = Usual(totals);
        var shut = new bool[totals.Length];
        for (var day = 0; day < shut.Length; day++)
        {
            shut[day] = totals[day] <= Nothing * usual;
        }

        return usual <= 0 || IsOftenShut(shut, holidays) ? null : shut;
    }

    // First and last day of the pause about a day, without the days at its ends on which the shop is shut every week; from after to before where there is none.
    private static (int From, int To) Pause(bool[] shut, int at)
    {
        var (from, to) = (at, at);
        if (!shut[at] || IsShutWeekly(shut, at))
        {
            return (at + 1, at - 1);
        }

        while (from > 0 && shut[from - 1])
        {
            from--;
        }

        while (to < shut.Length - 1 && shut[to + 1])
        {
            to++;
        }

        while (from < at && IsShutWeekly(shut, from))
        {
            from++;
        }

        while (to > at && IsShutWeekly(shut, to))
        {
            to--;
        }

        return to - from < Longest ? (from, to) : (at + 1, at - 1);
    }

    // Whether it was shut on all but one of the same weekdays of the eight weeks before.
    private static bool IsShutWeekly(bool[] shut, int day)
    {
        var (closed, all) = (0, 0);
        for (var same = day - Week; same >= Math.Max(0, day - (Week * RecentWeeks)); same -= Week)
        {
            (closed, all) = (closed + (shut[same] ? 1 : 0), all + 1);
        }

        return all > 0 && closed >= all - 1;
    }

    private static bool IsOftenShut(bool[] shut, IReadOnlyList<PooledHoliday> holidays)
    {
        var near = new HashSet<int>(holidays.SelectMany(holiday => Enumerable.Range(holiday.Step - Week, (2 * Week) + 1)));
        var (closed, all) = (0, 0);
        for (var day = Week * RecentWeeks; day < shut.Length; day++)
        {
            if (!near.Contains(day) && !IsShutWeekly(shut, day))
            {
                (closed, all) = (closed + (shut[day] ? 1 : 0), all + 1);
            }
        }

        return all == 0 || closed > Often * all;
    }

    private static double Usual(ReadOnlySpan<double> totals)
    {
        var sold = totals.ToArray();
        sold = Array.FindAll(sold, total => total > 0);
        Array.Sort(sold);
        return sold.Length == 0 ? 0 : sold[sold.Length / 2];
    }
}
