using static Marketing.Features.Demand.HolidayRule;

namespace Marketing.Features.Demand;

/// <summary>Public holidays of Sweden, Norway, Denmark, Finland and Poland, with the eves that are days off in all but name.</summary>
internal static class NorthernHolidays
{
    private static readonly HolidayRule NewYear = Fixed("new-year", 1, 1);
    private static readonly HolidayRule Epiphany = Fixed("epiphany", 1, 6);
    private static readonly HolidayRule Maundy = Easter("maundy-thursday", -3);
    private static readonly HolidayRule GoodFriday = Easter("good-friday", -2);
    private static readonly HolidayRule EasterSunday = Easter("easter-sunday", 0);
    private static readonly HolidayRule EasterMonday = Easter("easter-monday", 1);
    private static readonly HolidayRule Labour = Fixed("labour-day", 5, 1);
    private static readonly HolidayRule Ascension = Easter("ascension", 39);
    private static readonly HolidayRule WhitSunday = Easter("whit-sunday", 49);
    private static readonly HolidayRule WhitMonday = Easter("whit-monday", 50);
    private static readonly HolidayRule MidsummerEve = From("midsummer-eve", DayOfWeek.Friday, 6, 19);
    private static readonly HolidayRule Midsummer = From("midsummer", DayOfWeek.Saturday, 6, 20);
    private static readonly HolidayRule AllSaints = From("all-saints", DayOfWeek.Saturday, 10, 31);
    private static readonly HolidayRule ChristmasEve = Fixed("christmas-eve", 12, 24);
    private static readonly HolidayRule Christmas = Fixed("christmas", 12, 25);
    private static readonly HolidayRule Second = Fixed("second-christmas-day", 12, 26);

    public static readonly HolidayRule[] Sweden =
    [
        NewYear, Epiphany, GoodFriday, EasterSunday, EasterMonday, Labour, Ascension, WhitSunday, WhitMonday.In(1, 2004), Fixed("national-day", 6, 6).In(2005), MidsummerEve, Midsummer, AllSaints,
        ChristmasEve, Christmas, Second,
    ];

    public static readonly HolidayRule[] Norway =
    [
        NewYear, Maundy, GoodFriday, EasterSunday, EasterMonday, Labour, Fixed("constitution-day", 5, 17), Ascension, WhitSunday, WhitMonday, Christmas, Second,
    ];

    public static readonly HolidayRule[] Denmark =
    [
        NewYear, Maundy, GoodFriday, EasterSunday, EasterMonday, Easter("prayer-day", 26).In(1, 2023), Ascension, WhitSunday, WhitMonday, Christmas, Second,
    ];

    public static readonly HolidayRule[] Finland =
    [
        NewYear, Epiphany, GoodFriday, EasterSunday, EasterMonday, Labour, Ascension, WhitSunday, MidsummerEve, Midsummer, AllSaints, Fixed("independence-day", 12, 6), ChristmasEve, Christmas, Second,
    ];

    public static readonly HolidayRule[] Poland =
    [
        NewYear, Epiphany.In(2011), EasterSunday, EasterMonday, Labour, Fixed("constitution-day", 5, 3), WhitSunday, Easter("corpus-christi", 60), Fixed("assumption", 8, 15), Fixed("all-saints", 11, 1),
        Fixed("independence-day", 11, 11), ChristmasEve.In(2025), Christmas, Second,
    ];
}
