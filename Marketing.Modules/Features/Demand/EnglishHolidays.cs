using static Marketing.Features.Demand.HolidayRule;

namespace Marketing.Features.Demand;

/// <summary>Public holidays of the United Kingdom (as in England and Wales), Ireland, the United States (federal), Canada (federal), Australia and New Zealand.</summary>
internal static class EnglishHolidays
{
    private static readonly HolidayRule NewYear = Fixed("new-year", 1, 1);
    private static readonly HolidayRule GoodFriday = Easter("good-friday", -2);
    private static readonly HolidayRule EasterMonday = Easter("easter-monday", 1);
    private static readonly HolidayRule Christmas = Fixed("christmas", 12, 25);
    private static readonly HolidayRule Boxing = Fixed("boxing-day", 12, 26);

    public static readonly HolidayRule[] Britain =
    [
        NewYear.Moving(), GoodFriday, EasterMonday, Nth("early-may", 1, DayOfWeek.Monday, 5).In(1978), Last("spring-holiday", DayOfWeek.Monday, 5).In(1971),
        Last("summer-holiday", DayOfWeek.Monday, 8).In(1971), Christmas.Moving(), Boxing.Moving(),
    ];

    // Saint Brigid's day is the first Monday of February, but the first itself where that is a Friday.
    public static readonly HolidayRule[] Ireland =
    [
        NewYear, new("st-brigid", year => new DateOnly(year, 2, 1) is { DayOfWeek: DayOfWeek.Friday } friday ? friday : MovableDays.Nth(year, 2, 1, DayOfWeek.Monday), Since: 2023),
        Fixed("st-patrick", 3, 17), EasterMonday, Nth("early-may", 1, DayOfWeek.Monday, 5).In(1994), Nth("june-holiday", 1, DayOfWeek.Monday, 6), Nth("summer-holiday", 1, DayOfWeek.Monday, 8),
        Last("october-holiday", DayOfWeek.Monday, 10), Christmas, Fixed("st-stephen", 12, 26),
    ];

    public static readonly HolidayRule[] States =
    [
        NewYear.Moving(), Nth("martin-luther-king", 3, DayOfWeek.Monday, 1).In(1986), Nth("presidents-day", 3, DayOfWeek.Monday, 2).In(1971), Last("memorial-day", DayOfWeek.Monday, 5).In(1971),
        Fixed("juneteenth", 6, 19).In(2021).Moving(), Fixed("independence-day", 7, 4).Moving(), Nth("labor-day", 1, DayOfWeek.Monday, 9), Nth("columbus-day", 2, DayOfWeek.Monday, 10).In(1971),
        Fixed("veterans-day", 11, 11).In(1978).Moving(), Nth("thanksgiving", 4, DayOfWeek.Thursday, 11), Christmas.Moving(),
    ];

    public static readonly HolidayRule[] Canada =
    [
        NewYear, GoodFriday, From("victoria-day", DayOfWeek.Monday, 5, 18), Fixed("canada-day", 7, 1), Nth("labor-day", 1, DayOfWeek.Monday, 9), Fixed("truth-and-reconciliation", 9, 30).In(2021),
        Nth("thanksgiving", 2, DayOfWeek.Monday, 10), Fixed("remembrance-day", 11, 11), Christmas, Boxing,
    ];

    // The sovereign's birthday is that of all states but Queensland and Western Australia.
    public static readonly HolidayRule[] Australia =
    [
        NewYear.Moving(), Fixed("australia-day", 1, 26).In(1994).Moving(), GoodFriday, EasterMonday, Fixed("anzac-day", 4, 25), Nth("sovereigns-birthday", 2, DayOfWeek.Monday, 6), Christmas.Moving(), Boxing.Moving(),
    ];

    public static readonly HolidayRule[] Zealand =
    [
        NewYear.Moving(), Fixed("day-after-new-year", 1, 2).Moving(), Fixed("waitangi-day", 2, 6).In(1974, 2013), Fixed("waitangi-day", 2, 6).In(2014).Moving(), GoodFriday, EasterMonday,
        Fixed("anzac-day", 4, 25).In(1921, 2013), Fixed("anzac-day", 4, 25).In(2014).Moving(), Nth("sovereigns-birthday", 1, DayOfWeek.Monday, 6), new("matariki", Matariki),
        Nth("labor-day", 4, DayOfWeek.Monday, 10), Christmas.Moving(), Boxing.Moving(),
    ];

    // Follows the stars and is set by law: Te Kāhui o Matariki Public Holiday Act 2022, schedule 1.
    private static DateOnly? Matariki(int year) => year switch
    {
        2022 => new DateOnly(2022, 6, 24),
        2023 => new DateOnly(2023, 7, 14),
        2024 => new DateOnly(2024, 6, 28),
        2025 => new DateOnly(2025, 6, 20),
        2026 => new DateOnly(2026, 7, 10),
        2027 => new DateOnly(2027, 6, 25),
        2028 => new DateOnly(2028, 7, 14),
        2029 => new DateOnly(2029, 7, 6),
        2030 => new DateOnly(2030, 6, 21),
        2031 => new DateOnly(2031, 7, 11),
        2032 => new DateOnly(2032, 7, 2),
        _ => null,
    };
}
