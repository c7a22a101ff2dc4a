namespace Marketing.Features.Demand;

/// <summary>How one holiday of one country is told in a year.</summary>
/// <param name="Code">Machine name.</param>
/// <param name="Day">The day in a year, or null where the year has none.</param>
/// <param name="Kind">What kind of day it is.</param>
/// <param name="Since">First year.</param>
/// <param name="Until">Last year.</param>
/// <param name="Moves">Whether a weekend earns another day off, where the country has such days.</param>
internal sealed record HolidayRule(string Code, Func<int, DateOnly?> Day, HolidayKind Kind = HolidayKind.Public, int Since = 1, int Until = 9999, bool Moves = false)
{
    /// <summary>The same day every year.</summary>
    public static HolidayRule Fixed(string code, int month, int day) => new(code, year => new DateOnly(year, month, day));

    /// <summary>Days after Easter Sunday; before it below 0.</summary>
    public static HolidayRule Easter(string code, int days) => new(code, year => MovableDays.Easter(year).AddDays(days));

    /// <summary>The n-th such day of the week in a month.</summary>
    public static HolidayRule Nth(string code, int n, DayOfWeek weekday, int month) => new(code, year => MovableDays.Nth(year, month, n, weekday));

    /// <summary>The last such day of the week in a month.</summary>
    public static HolidayRule Last(string code, DayOfWeek weekday, int month) => new(code, year => MovableDays.Last(year, month, weekday));

    /// <summary>The first such day of the week on or after a date.</summary>
    public static HolidayRule From(string code, DayOfWeek weekday, int month, int day) => new(code, year => MovableDays.OnOrAfter(new DateOnly(year, month, day), weekday));

    /// <summary>A day of the Chinese calendar; <paramref name="shift"/> days after it.</summary>
    public static HolidayRule Lunar(string code, int month, int day, int shift = 0) => new(code, year => MovableDays.Lunar(year, month, day)?.AddDays(shift));

    /// <summary>The rule from a year on, and up to one.</summary>
    public HolidayRule In(int since, int until = 9999) => this with { Since = since, Until = until };

    /// <summary>The rule of a commercial day.</summary>
    public HolidayRule Trade() => this with { Kind = HolidayKind.Commercial };

    /// <summary>The rule of a day for which there is another one off when it falls on a weekend.</summary>
    public HolidayRule Moving() => this with { Moves = true };
}
