namespace Marketing.Features.Demand;

/// <summary>How a country makes up for a holiday on a weekend.</summary>
internal enum WeekendRule
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By the next day that is neither weekend nor holiday.</summary>
    NextFree,

    /// <summary>For a Saturday by the Friday before, for a Sunday by the Monday after.</summary>
    Nearest,

    /// <summary>For a Sunday by the next day that is no holiday; a day between two holidays is one as well.</summary>
    Japan,
}

/// <summary>Days off for holidays on weekends. Pure.</summary>
internal static class SubstituteDays
{
    /// <summary>Machine name of a Japanese day between two holidays.</summary>
    public const string Citizens = "citizens-day";

    /// <summary>The days off that come to the holidays of some years.</summary>
    /// <param name="days">Holidays by date, with whether a weekend earns a day off.</param>
    /// <param name="rule">The country's rule.</param>
    public static IEnumerable<Holiday> Of(IReadOnlyList<(Holiday Day, bool Moves)> days, WeekendRule rule)
    {
        var taken = days.Where(one => one.Day.Kind == HolidayKind.Public).Select(one => one.Day.Date).ToHashSet();
        return rule == WeekendRule.Japan ? [.. Moved(days, rule, taken), .. Between(taken)] : Moved(days, rule, taken);
    }

    private static List<Holiday> Moved(IReadOnlyList<(Holiday Day, bool Moves)> days, WeekendRule rule, HashSet<DateOnly> taken)
    {
        var found = new List<Holiday>();
        foreach (var (day, moves) in days)
        {
            if (moves && Instead(day.Date, rule, taken) is { } other)
            {
                taken.Add(other);
                found.Add(new Holiday(other, day.Code, HolidayKind.Observed));
            }
        }

        return found;
    }

    private static DateOnly? Instead(DateOnly date, WeekendRule rule, HashSet<DateOnly> taken)
    {
        var weekday = date.DayOfWeek;
        if (weekday is not (DayOfWeek.Saturday or DayOfWeek.Sunday) || rule == WeekendRule.None || (rule == WeekendRule.Japan && weekday == DayOfWeek.Saturday))
        {
            return null;
        }

        if (rule == WeekendRule.Nearest)
        {
            return date.AddDays(weekday == DayOfWeek.Saturday ? -1 : 1);
        }

        do
        {
            date = date.AddDays(1);
        }
        while (taken.Contains(date) || (rule == WeekendRule.NextFree && date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday));
        return date;
    }

    private static IEnumerable<Holiday> Between(HashSet<DateOnly> taken) => taken
        .Where(date => taken.Contains(date.AddDays(2)) && !taken.Contains(date.AddDays(1)) && date.AddDays(1).DayOfWeek != DayOfWeek.Sunday)
        .Select(date => new Holiday(date.AddDays(1), Citizens, HolidayKind.Public));
}
