using static Marketing.Features.Demand.HolidayRule;

namespace Marketing.Features.Demand;

/// <summary>Public holidays of Spain (of all regions), Italy and Portugal.</summary>
internal static class SouthernHolidays
{
    private static readonly HolidayRule NewYear = Fixed("new-year", 1, 1);
    private static readonly HolidayRule Epiphany = Fixed("epiphany", 1, 6);
    private static readonly HolidayRule GoodFriday = Easter("good-friday", -2);
    private static readonly HolidayRule EasterSunday = Easter("easter-sunday", 0);
    private static readonly HolidayRule Labour = Fixed("labour-day", 5, 1);
    private static readonly HolidayRule Assumption = Fixed("assumption", 8, 15);
    private static readonly HolidayRule AllSaints = Fixed("all-saints", 11, 1);
    private static readonly HolidayRule Immaculate = Fixed("immaculate-conception", 12, 8);
    private static readonly HolidayRule Christmas = Fixed("christmas", 12, 25);

    public static readonly HolidayRule[] Spain = [NewYear, Epiphany, GoodFriday, Labour, Assumption, Fixed("national-day", 10, 12), AllSaints, Fixed("constitution-day", 12, 6), Immaculate, Christmas];

    public static readonly HolidayRule[] Italy =
    [
        NewYear, Epiphany, EasterSunday, Easter("easter-monday", 1), Fixed("liberation-day", 4, 25), Labour, Fixed("republic-day", 6, 2).In(2001), Assumption, Fixed("st-francis", 10, 4).In(2026),
        AllSaints, Immaculate, Christmas, Fixed("st-stephen", 12, 26),
    ];

    public static readonly HolidayRule[] Portugal =
    [
        NewYear, GoodFriday, EasterSunday, Fixed("freedom-day", 4, 25), Labour, Fixed("national-day", 6, 10), Assumption, Immaculate, Christmas,
        .. Suspended(Easter("corpus-christi", 60)), .. Suspended(Fixed("republic-day", 10, 5)), .. Suspended(AllSaints), .. Suspended(Fixed("restoration-day", 12, 1)),
    ];

    // Four holidays were no days off from 2013 to 2015.
    private static HolidayRule[] Suspended(HolidayRule rule) => [rule.In(1, 2012), rule.In(2016)];
}
