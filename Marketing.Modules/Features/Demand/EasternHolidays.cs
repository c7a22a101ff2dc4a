using static Marketing.Features.Demand.HolidayRule;

namespace Marketing.Features.Demand;

/// <summary>Public holidays of Japan (since 2000) and of mainland China (the days by law, without the weekends that the State Council swaps around them).</summary>
internal static class EasternHolidays
{
    public static readonly HolidayRule[] Japan =
    [
        .. new[]
        {
            Fixed("new-year", 1, 1), Nth("coming-of-age", 2, DayOfWeek.Monday, 1), Fixed("foundation-day", 2, 11), Fixed("emperors-birthday", 2, 23).In(2020), new("vernal-equinox", MovableDays.VernalEquinox),
            Fixed("greenery-day", 4, 29).In(2000, 2006), Fixed("showa-day", 4, 29).In(2007), Fixed("constitution-day", 5, 3), Fixed("greenery-day", 5, 4).In(2007), Fixed("childrens-day", 5, 5),
            Fixed("marine-day", 7, 20).In(2000, 2002), Nth("marine-day", 3, DayOfWeek.Monday, 7).In(2003), Fixed("mountain-day", 8, 11).In(2016),
            Fixed("respect-for-the-aged", 9, 15).In(2000, 2002), Nth("respect-for-the-aged", 3, DayOfWeek.Monday, 9).In(2003), new("autumnal-equinox", MovableDays.AutumnalEquinox),
            Nth("sports-day", 2, DayOfWeek.Monday, 10), Fixed("culture-day", 11, 3), Fixed("labour-thanksgiving", 11, 23), Fixed("emperors-birthday", 12, 23).In(2000, 2018),
        }.Select(rule => rule.In(Math.Max(rule.Since, 2000), rule.Until).Moving()),
    ];

    public static readonly HolidayRule[] China =
    [
        Fixed("new-year", 1, 1), Lunar("spring-festival-eve", 1, 1, -1).In(2008, 2013), Lunar("spring-festival-eve", 1, 1, -1).In(2025), Lunar("spring-festival", 1, 1), Lunar("spring-festival", 1, 2),
        Lunar("spring-festival", 1, 3).In(1, 2007), Lunar("spring-festival", 1, 3).In(2014), new("qingming", MovableDays.Qingming, Since: 2008), Fixed("labour-day", 5, 1),
        Fixed("labour-day", 5, 2).In(2000, 2007), Fixed("labour-day", 5, 3).In(2000, 2007), Fixed("labour-day", 5, 2).In(2025), Lunar("dragon-boat", 5, 5).In(2008), Lunar("mid-autumn", 8, 15).In(2008),
        Fixed("national-day", 10, 1), Fixed("national-day", 10, 2).In(2000), Fixed("national-day", 10, 3).In(2000),
    ];
}
