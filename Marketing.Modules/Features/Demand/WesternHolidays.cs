using static Marketing.Features.Demand.HolidayRule;

namespace Marketing.Features.Demand;

/// <summary>Public holidays of Germany, Austria, Switzerland (of nearly all cantons), France, Belgium and the Netherlands.</summary>
internal static class WesternHolidays
{
    private static readonly HolidayRule NewYear = Fixed("new-year", 1, 1);
    private static readonly HolidayRule GoodFriday = Easter("good-friday", -2);
    private static readonly HolidayRule EasterMonday = Easter("easter-monday", 1);
    private static readonly HolidayRule Labour = Fixed("labour-day", 5, 1);
    private static readonly HolidayRule Ascension = Easter("ascension", 39);
    private static readonly HolidayRule WhitMonday = Easter("whit-monday", 50);
    private static readonly HolidayRule Assumption = Fixed("assumption", 8, 15);
    private static readonly HolidayRule AllSaints = Fixed("all-saints", 11, 1);
    private static readonly HolidayRule Christmas = Fixed("christmas", 12, 25);
    private static readonly HolidayRule Second = Fixed("second-christmas-day", 12, 26);

    public static readonly HolidayRule[] Germany =
    [
        NewYear, GoodFriday, EasterMonday, Labour, Ascension, WhitMonday, Fixed("german-unity", 10, 3).In(1990), Fixed("reformation", 10, 31).In(2017, 2017), Christmas, Second,
    ];

    public static readonly HolidayRule[] Austria =
    [
        NewYear, Fixed("epiphany", 1, 6), EasterMonday, Labour, Ascension, WhitMonday, Easter("corpus-christi", 60), Assumption, Fixed("national-day", 10, 26), AllSaints,
        Fixed("immaculate-conception", 12, 8), Christmas, Second,
    ];

    public static readonly HolidayRule[] Switzerland = [NewYear, GoodFriday, EasterMonday, Ascension, WhitMonday, Fixed("national-day", 8, 1).In(1994), Christmas, Second];

    public static readonly HolidayRule[] France =
    [
        NewYear, EasterMonday, Labour, Fixed("victory-day", 5, 8), Ascension, WhitMonday, Fixed("national-day", 7, 14), Assumption, AllSaints, Fixed("armistice", 11, 11), Christmas,
    ];

    public static readonly HolidayRule[] Belgium = [NewYear, EasterMonday, Labour, Ascension, WhitMonday, Fixed("national-day", 7, 21), Assumption, AllSaints, Fixed("armistice", 11, 11), Christmas];

    // The birthday is kept the day before where it falls on a Sunday; Liberation Day is a day off every five years.
    public static readonly HolidayRule[] Netherlands =
    [
        NewYear, Easter("easter-sunday", 0), EasterMonday, new("sovereigns-birthday", year => NotSunday(new DateOnly(year, 4, 30)), Since: 1980, Until: 2013),
        new("sovereigns-birthday", year => NotSunday(new DateOnly(year, 4, 27)), Since: 2014), new("liberation-day", year => year % 5 == 0 ? new DateOnly(year, 5, 5) : null, Since: 1990),
        Ascension, Easter("whit-sunday", 49), WhitMonday, Christmas, Second,
    ];

    private static DateOnly NotSunday(DateOnly date) => date.DayOfWeek == DayOfWeek.Sunday ? date.AddDays(-1) : date;
}
