using System.Globalization;
using Marketing.Features;
using Marketing.Features.Demand;

namespace Marketing.Tests.Features.Demand;

public sealed class HolidaysTests
{
    // Published dates, a country and year a line: laws, gazettes and almanacs.
    [Theory]
    [InlineData("GB", 2010, "01-01 new-year,04-02 good-friday,04-05 easter-monday,05-03 early-may,05-31 spring-holiday,08-30 summer-holiday,12-25 christmas,12-26 boxing-day,12-27 christmas*,12-28 boxing-day*")]
    [InlineData("GB", 2011, "01-01 new-year,01-03 new-year*,04-22 good-friday,04-25 easter-monday,05-02 early-may,05-30 spring-holiday,08-29 summer-holiday,12-25 christmas,12-26 boxing-day,12-27 christmas*")]
    [InlineData("GB", 2024, "01-01 new-year,03-29 good-friday,04-01 easter-monday,05-06 early-may,05-27 spring-holiday,08-26 summer-holiday,12-25 christmas,12-26 boxing-day")]
    [InlineData("IE", 2023, "01-01 new-year,02-06 st-brigid,03-17 st-patrick,04-10 easter-monday,05-01 early-may,06-05 june-holiday,08-07 summer-holiday,10-30 october-holiday,12-25 christmas,12-26 st-stephen")]
    [InlineData("US", 2011, "01-01 new-year,01-17 martin-luther-king,02-21 presidents-day,05-30 memorial-day,07-04 independence-day,09-05 labor-day,10-10 columbus-day,11-11 veterans-day,11-24 thanksgiving,12-25 christmas,12-26 christmas*")]
    [InlineData("US", 2021, "01-01 new-year,01-18 martin-luther-king,02-15 presidents-day,05-31 memorial-day,06-18 juneteenth*,06-19 juneteenth,07-04 independence-day,07-05 independence-day*,09-06 labor-day,10-11 columbus-day,11-11 veterans-day,11-25 thanksgiving,12-24 christmas*,12-25 christmas,12-31 new-year*")]
    [InlineData("CA", 2024, "01-01 new-year,03-29 good-friday,05-20 victoria-day,07-01 canada-day,09-02 labor-day,09-30 truth-and-reconciliation,10-14 thanksgiving,11-11 remembrance-day,12-25 christmas,12-26 boxing-day")]
    [InlineData("DE", 2024, "01-01 new-year,03-29 good-friday,04-01 easter-monday,05-01 labour-day,05-09 ascension,05-20 whit-monday,10-03 german-unity,12-25 christmas,12-26 second-christmas-day")]
    [InlineData("AT", 2023, "01-01 new-year,01-06 epiphany,04-10 easter-monday,05-01 labour-day,05-18 ascension,05-29 whit-monday,06-08 corpus-christi,08-15 assumption,10-26 national-day,11-01 all-saints,12-08 immaculate-conception,12-25 christmas,12-26 second-christmas-day")]
    [InlineData("CH", 2024, "01-01 new-year,03-29 good-friday,04-01 easter-monday,05-09 ascension,05-20 whit-monday,08-01 national-day,12-25 christmas,12-26 second-christmas-day")]
    [InlineData("BE", 2024, "01-01 new-year,04-01 easter-monday,05-01 labour-day,05-09 ascension,05-20 whit-monday,07-21 national-day,08-15 assumption,11-01 all-saints,11-11 armistice,12-25 christmas")]
    [InlineData("FR", 2024, "01-01 new-year,04-01 easter-monday,05-01 labour-day,05-08 victory-day,05-09 ascension,05-20 whit-monday,07-14 national-day,08-15 assumption,11-01 all-saints,11-11 armistice,12-25 christmas")]
    [InlineData("NL", 2025, "01-01 new-year,04-20 easter-sunday,04-21 easter-monday,04-26 sovereigns-birthday,05-05 liberation-day,05-29 ascension,06-08 whit-sunday,06-09 whit-monday,12-25 christmas,12-26 second-christmas-day")]
    [InlineData("PT", 2014, "01-01 new-year,04-18 good-friday,04-20 easter-sunday,04-25 freedom-day,05-01 labour-day,06-10 national-day,08-15 assumption,12-08 immaculate-conception,12-25 christmas")]
    [InlineData("SE", 2024, "01-01 new-year,01-06 epiphany,03-29 good-friday,03-31 easter-sunday,04-01 easter-monday,05-01 labour-day,05-09 ascension,05-19 whit-sunday,06-06 national-day,06-21 midsummer-eve,06-22 midsummer,11-02 all-saints,12-24 christmas-eve,12-25 christmas,12-26 second-christmas-day")]
    [InlineData("JP", 2009, "01-01 new-year,01-12 coming-of-age,02-11 foundation-day,03-20 vernal-equinox,04-29 showa-day,05-03 constitution-day,05-04 greenery-day,05-05 childrens-day,05-06 constitution-day*,07-20 marine-day,09-21 respect-for-the-aged,09-22 citizens-day,09-23 autumnal-equinox,10-12 sports-day,11-03 culture-day,11-23 labour-thanksgiving,12-23 emperors-birthday")]
    [InlineData("JP", 2024, "01-01 new-year,01-08 coming-of-age,02-11 foundation-day,02-12 foundation-day*,02-23 emperors-birthday,03-20 vernal-equinox,04-29 showa-day,05-03 constitution-day,05-04 greenery-day,05-05 childrens-day,05-06 childrens-day*,07-15 marine-day,08-11 mountain-day,08-12 mountain-day*,09-16 respect-for-the-aged,09-22 autumnal-equinox,09-23 autumnal-equinox*,10-14 sports-day,11-03 culture-day,11-04 culture-day*,11-23 labour-thanksgiving")]
    [InlineData("CN", 2011, "01-01 new-year,02-02 spring-festival-eve,02-03 spring-festival,02-04 spring-festival,04-05 qingming,05-01 labour-day,06-06 dragon-boat,09-12 mid-autumn,10-01 national-day,10-02 national-day,10-03 national-day")]
    [InlineData("CN", 2024, "01-01 new-year,02-10 spring-festival,02-11 spring-festival,02-12 spring-festival,04-04 qingming,05-01 labour-day,06-10 dragon-boat,09-17 mid-autumn,10-01 national-day,10-02 national-day,10-03 national-day")]
    [InlineData("AU", 2022, "01-01 new-year,01-03 new-year*,01-26 australia-day,04-15 good-friday,04-18 easter-monday,04-25 anzac-day,06-13 sovereigns-birthday,12-25 christmas,12-26 boxing-day,12-27 christmas*")]
    [InlineData("NZ", 2022, "01-01 new-year,01-02 day-after-new-year,01-03 new-year*,01-04 day-after-new-year*,02-06 waitangi-day,02-07 waitangi-day*,04-15 good-friday,04-18 easter-monday,04-25 anzac-day,06-06 sovereigns-birthday,06-24 matariki,10-24 labor-day,12-25 christmas,12-26 boxing-day,12-27 christmas*")]
    [InlineData("PL", 2025, "01-01 new-year,01-06 epiphany,04-20 easter-sunday,04-21 easter-monday,05-01 labour-day,05-03 constitution-day,06-08 whit-sunday,06-19 corpus-christi,08-15 assumption,11-01 all-saints,11-11 independence-day,12-24 christmas-eve,12-25 christmas,12-26 second-christmas-day")]
    [InlineData("DK", 2024, "01-01 new-year,03-28 maundy-thursday,03-29 good-friday,03-31 easter-sunday,04-01 easter-monday,05-09 ascension,05-19 whit-sunday,05-20 whit-monday,12-25 christmas,12-26 second-christmas-day")]
    [InlineData("NO", 2011, "01-01 new-year,04-21 maundy-thursday,04-22 good-friday,04-24 easter-sunday,04-25 easter-monday,05-01 labour-day,05-17 constitution-day,06-02 ascension,06-12 whit-sunday,06-13 whit-monday,12-25 christmas,12-26 second-christmas-day")]
    [InlineData("ES", 2024, "01-01 new-year,01-06 epiphany,03-29 good-friday,05-01 labour-day,08-15 assumption,10-12 national-day,11-01 all-saints,12-06 constitution-day,12-08 immaculate-conception,12-25 christmas")]
    [InlineData("IT", 2024, "01-01 new-year,01-06 epiphany,03-31 easter-sunday,04-01 easter-monday,04-25 liberation-day,05-01 labour-day,06-02 republic-day,08-15 assumption,11-01 all-saints,12-08 immaculate-conception,12-25 christmas,12-26 st-stephen")]
    [InlineData("FI", 2023, "01-01 new-year,01-06 epiphany,04-07 good-friday,04-09 easter-sunday,04-10 easter-monday,05-01 labour-day,05-18 ascension,05-28 whit-sunday,06-23 midsummer-eve,06-24 midsummer,11-04 all-saints,12-06 independence-day,12-24 christmas-eve,12-25 christmas,12-26 second-christmas-day")]
    public void Public_holidays_are_the_published_ones(string country, int year, string expected) => Assert.Equal(
        expected,
        string.Join(',', Year(country, year).Where(day => day.Kind != HolidayKind.Commercial).Select(day => $"{day.Date.ToString("MM-dd", CultureInfo.InvariantCulture)} {day.Code}{(day.Kind == HolidayKind.Observed ? "*" : "")}")));

    [Theory]
    [InlineData("2010-04-04")]
    [InlineData("2011-04-24")]
    [InlineData("2024-03-31")]
    [InlineData("2025-04-20")]
    [InlineData("1818-03-22")]
    [InlineData("2008-03-23")]
    [InlineData("2038-04-25")]
    [InlineData("1981-04-19")]
    [InlineData("1954-04-18")]
    public void Easter_is_that_of_the_church(string date) => Assert.Equal(Day(date), MovableDays.Easter(Day(date).Year));

    [Theory]
    [InlineData("US", "black-friday", "2011-11-25")]
    [InlineData("US", "cyber-monday", "2011-11-28")]
    [InlineData("US", "black-friday", "2024-11-29")]
    [InlineData("GB", "cyber-monday", "2024-12-02")]
    [InlineData("US", "mothers-day", "2024-05-12")]
    [InlineData("DE", "mothers-day", "2011-05-08")]
    [InlineData("GB", "mothers-day", "2011-04-03")]
    [InlineData("GB", "mothers-day", "2024-03-10")]
    [InlineData("FR", "mothers-day", "2024-05-26")]
    [InlineData("FR", "mothers-day", "2023-06-04")]
    [InlineData("SE", "mothers-day", "2024-05-26")]
    [InlineData("NO", "mothers-day", "2024-02-11")]
    [InlineData("ES", "mothers-day", "2024-05-05")]
    [InlineData("PL", "mothers-day", "2024-05-26")]
    [InlineData("CN", "singles-day", "2024-11-11")]
    [InlineData("CN", "qixi", "2024-08-10")]
    [InlineData("GB", "valentines-day", "2011-02-14")]
    public void Days_of_trade_are_where_each_country_has_them(string country, string code, string date) =>
        Assert.Equal([(Day(date), HolidayKind.Commercial)], Year(country, Day(date).Year).Where(day => day.Code == code).Select(day => (day.Date, day.Kind)));

    [Theory]
    [InlineData(2012, "01-23", "06-23", "09-30")]
    [InlineData(2014, "01-31", "06-02", "09-08")]
    [InlineData(2017, "01-28", "05-30", "10-04")]
    [InlineData(2020, "01-25", "06-25", "10-01")]
    [InlineData(2023, "01-22", "06-22", "09-29")]
    [InlineData(2025, "01-29", "05-31", "10-06")]
    [InlineData(2033, "01-31", "06-01", "09-08")]
    public void Days_of_the_Chinese_calendar_pass_over_leap_months(int year, string spring, string boat, string autumn) => Assert.Equal(
        [spring, boat, autumn],
        ((int Month, int Day)[])[(1, 1), (5, 5), (8, 15)] is var days ? days.Select(day => MovableDays.Lunar(year, day.Month, day.Day)!.Value.ToString("MM-dd", CultureInfo.InvariantCulture)) : []);

    [Fact]
    public void A_range_holds_its_first_and_its_last_day_and_days_off_of_the_year_before()
    {
        Assert.Equal(["christmas"], Holidays.Between("GB", Day("2011-12-25"), Day("2011-12-25")).Select(day => day.Code));
        Assert.Empty(Holidays.Between("GB", Day("2011-12-28"), Day("2011-12-31")));
        Assert.Empty(Holidays.Between("GB", Day("2011-12-25"), Day("2011-12-24")));
        Assert.Equal([new Holiday(Day("2010-12-31"), "new-year", HolidayKind.Observed)], Holidays.Between("US", Day("2010-12-31"), Day("2010-12-31")));
        var years = Holidays.Between("JP", Day("2009-12-01"), Day("2012-02-11"));
        Assert.Equal(years.OrderBy(day => day.Date), years);
        Assert.Equal(["2010-01-01", "2011-01-01", "2012-01-01"], years.Where(day => day is { Code: "new-year", Kind: HolidayKind.Public }).Select(day => day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        Assert.Equal(("foundation-day", Day("2012-02-11")), (years[^1].Code, years[^1].Date));
    }

    [Fact]
    public void Days_proclaimed_once_and_countries_without_rules_are_not_covered()
    {
        Assert.Empty(Holidays.Between("GB", Day("2011-04-29"), Day("2011-04-29")));
        Assert.Empty(Holidays.Between("XX", Day("2011-01-01"), Day("2011-12-31")));
    }

    [Fact]
    public void Every_country_answers_for_every_year_that_there_is()
    {
        Assert.Equal(22, Holidays.Countries.Count);
        foreach (var country in Holidays.Countries)
        {
            Assert.NotEmpty(Year(country, 2024));
            Holidays.Between(country, DateOnly.MinValue, new DateOnly(5, 1, 1));
            Holidays.Between(country, new DateOnly(9990, 1, 1), DateOnly.MaxValue);
            Assert.All(Holidays.Between(country, new DateOnly(1995, 1, 1), new DateOnly(2035, 1, 1)), day => Assert.Contains(day.Code, Holidays.Codes));
        }
    }

    [Theory]
    [InlineData("Europe/London", "GB")]
    [InlineData("America/New_York", "US")]
    [InlineData("Asia/Shanghai", "CN")]
    [InlineData("Europe/Berlin", "DE")]
    [InlineData("Europe/Amsterdam", "NL")]
    [InlineData("Europe/Stockholm", "SE")]
    [InlineData("PRC", "CN")]
    [InlineData("GB", "GB")]
    [InlineData("Etc/UTC", null)]
    [InlineData("Nowhere/None", null)]
    public void A_time_zone_tells_the_country(string zone, string? country) => Assert.Equal(country, Holidays.CountryOf(zone));

    private static IReadOnlyList<Holiday> Year(string country, int year) => Holidays.Between(country, new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));

    private static DateOnly Day(string date) => DateOnly.Parse(date, CultureInfo.InvariantCulture);
}
