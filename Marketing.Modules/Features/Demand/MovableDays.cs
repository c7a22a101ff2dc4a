using System.Globalization;

namespace Marketing.Features.Demand;

/// <summary>Days that are another date every year. Pure.</summary>
internal static class MovableDays
{
    private static readonly ChineseLunisolarCalendar Chinese = new();

    /// <summary>Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, 2nd edition, ch. 8; Butcher 1876).</summary>
    public static DateOnly Easter(int year)
    {
        var a = year % 19;
        var (b, c) = (year / 100, year % 100);
        var h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var sum = h + l - (7 * m) + 114;
        return new DateOnly(year, sum / 31, (sum % 31) + 1);
    }

    /// <summary>The n-th such day of the week in a month.</summary>
    public static DateOnly Nth(int year, int month, int n, DayOfWeek weekday) => OnOrAfter(new DateOnly(year, month, 1), weekday).AddDays(7 * (n - 1));

    /// <summary>The last such day of the week in a month.</summary>
    public static DateOnly Last(int year, int month, DayOfWeek weekday) => OnOrAfter(new DateOnly(year, month, DateTime.DaysInMonth(year, month)).AddDays(-6), weekday);

    /// <summary>The first such day of the week on or after a date.</summary>
    public static DateOnly OnOrAfter(DateOnly date, DayOfWeek weekday) => date.AddDays(((int)weekday - (int)date.DayOfWeek + 7) % 7);

    /// <summary>A day of the Chinese year that begins in a year, never of a leap month; null outside the years 1902 to 2099.</summary>
    public static DateOnly? Lunar(int year, int month, int day)
    {
        if (year is < 1902 or > 2099)
        {
            return null;
        }

        // A leap month stands behind the month whose number it repeats, and moves the numbers of all behind it.
        var leap = Chinese.GetLeapMonth(year);
        return DateOnly.FromDateTime(Chinese.ToDateTime(year, leap > 0 && month >= leap ? month + 1 : month, day, 0, 0, 0, 0));
    }

    /// <summary>Clear and bright (Qingming), by the usual formula of the solar terms; null outside the years 1901 to 2099.</summary>
    public static DateOnly? Qingming(int year) =>
        year is < 1901 or > 2099 ? null : new DateOnly(year, 4, (int)((year % 100 * 0.2422) + (year >= 2000 ? 4.81 : 5.59)) - (year % 100 / 4));

    /// <summary>Vernal equinox in Japan, by the formula of its almanac office; null outside the years 1980 to 2099.</summary>
    public static DateOnly? VernalEquinox(int year) => Equinox(year, 3, 20.8431);

    /// <summary>Autumnal equinox in Japan.</summary>
    public static DateOnly? AutumnalEquinox(int year) => Equinox(year, 9, 23.2488);

    private static DateOnly? Equinox(int year, int month, double day) =>
        year is < 1980 or > 2099 ? null : new DateOnly(year, month, (int)(day + (0.242194 * (year - 1980))) - ((year - 1980) / 4));
}
