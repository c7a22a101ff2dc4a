using static Marketing.Features.Demand.HolidayRule;

namespace Marketing.Features.Demand;

/// <summary>Days on which people buy more or otherwise. Since when Black Friday is usual in a country is about right and no law.</summary>
internal static class TradeDays
{
    private const string Mothers = "mothers-day";
    private static readonly HolidayRule Valentine = Fixed("valentines-day", 2, 14).Trade();

    public static readonly HolidayRule[] EasterSunday = [Easter("easter-sunday", 0).Trade()];

    public static readonly HolidayRule[] Usual = [Valentine, Nth(Mothers, 2, DayOfWeek.Sunday, 5).Trade()];

    public static readonly HolidayRule[] FirstSunday = [Valentine, Nth(Mothers, 1, DayOfWeek.Sunday, 5).Trade()];

    public static readonly HolidayRule[] LastSunday = [Valentine, Last(Mothers, DayOfWeek.Sunday, 5).Trade()];

    public static readonly HolidayRule[] Norwegian = [Valentine, Nth(Mothers, 2, DayOfWeek.Sunday, 2).Trade()];

    public static readonly HolidayRule[] Polish = [Valentine, Fixed(Mothers, 5, 26).Trade()];

    // The fourth Sunday of Lent.
    public static readonly HolidayRule[] British = [Valentine, Easter(Mothers, -21).Trade(), .. EasterSunday];

    // The last Sunday of May, but the first of June where that is Whit Sunday.
    public static readonly HolidayRule[] French =
    [
        Valentine,
        new(Mothers, year => MovableDays.Last(year, 5, DayOfWeek.Sunday) is var last && last == MovableDays.Easter(year).AddDays(49) ? last.AddDays(7) : last, HolidayKind.Commercial),
    ];

    public static readonly HolidayRule[] Chinese =
    [
        Fixed("singles-day", 11, 11).Trade().In(2009), Fixed("mid-year-sale", 6, 18).Trade().In(2010), Fixed("double-twelve", 12, 12).Trade().In(2012), Lunar("qixi", 7, 7).Trade(),
    ];

    /// <summary>The Friday after the fourth Thursday of November, and the Monday after it.</summary>
    /// <param name="since">First year in which the country's shops took part.</param>
    /// <param name="monday">The same of the Monday, or null where it came with the Friday.</param>
    public static HolidayRule[] Friday(int since, int? monday = null) =>
    [
        new("black-friday", year => MovableDays.Nth(year, 11, 4, DayOfWeek.Thursday).AddDays(1), HolidayKind.Commercial, since),
        new("cyber-monday", year => MovableDays.Nth(year, 11, 4, DayOfWeek.Thursday).AddDays(4), HolidayKind.Commercial, monday ?? since),
    ];
}
