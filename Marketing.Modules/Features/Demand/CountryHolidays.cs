namespace Marketing.Features.Demand;

/// <summary>The holidays of one country.</summary>
/// <param name="Weekend">How it makes up for holidays on weekends.</param>
/// <param name="Rules">Its rules.</param>
internal sealed record CountryHolidays(WeekendRule Weekend, IReadOnlyList<HolidayRule> Rules)
{
    /// <summary>Every country with rules.</summary>
    public static IReadOnlyDictionary<string, CountryHolidays> ByCode { get; } = new Dictionary<string, CountryHolidays>(StringComparer.Ordinal)
    {
        ["GB"] = new(WeekendRule.NextFree, [.. EnglishHolidays.Britain, .. TradeDays.British, .. TradeDays.Friday(2010)]),
        ["IE"] = new(WeekendRule.None, [.. EnglishHolidays.Ireland, .. TradeDays.British, .. TradeDays.Friday(2012)]),
        ["US"] = new(WeekendRule.Nearest, [.. EnglishHolidays.States, .. TradeDays.Usual, .. TradeDays.EasterSunday, .. TradeDays.Friday(1961, 2005)]),
        ["CA"] = new(WeekendRule.None, [.. EnglishHolidays.Canada, .. TradeDays.Usual, .. TradeDays.EasterSunday, .. TradeDays.Friday(2008)]),
        ["AU"] = new(WeekendRule.NextFree, [.. EnglishHolidays.Australia, .. TradeDays.Usual, .. TradeDays.EasterSunday, .. TradeDays.Friday(2013)]),
        ["NZ"] = new(WeekendRule.NextFree, [.. EnglishHolidays.Zealand, .. TradeDays.Usual, .. TradeDays.EasterSunday, .. TradeDays.Friday(2014)]),
        ["DE"] = new(WeekendRule.None, [.. WesternHolidays.Germany, .. TradeDays.Usual, .. TradeDays.EasterSunday, .. TradeDays.Friday(2013)]),
        ["AT"] = new(WeekendRule.None, [.. WesternHolidays.Austria, .. TradeDays.Usual, .. TradeDays.EasterSunday, .. TradeDays.Friday(2013)]),
        ["CH"] = new(WeekendRule.None, [.. WesternHolidays.Switzerland, .. TradeDays.Usual, .. TradeDays.EasterSunday, .. TradeDays.Friday(2014)]),
        ["FR"] = new(WeekendRule.None, [.. WesternHolidays.France, .. TradeDays.French, .. TradeDays.EasterSunday, .. TradeDays.Friday(2013)]),
        ["BE"] = new(WeekendRule.None, [.. WesternHolidays.Belgium, .. TradeDays.Usual, .. TradeDays.EasterSunday, .. TradeDays.Friday(2014)]),
        ["NL"] = new(WeekendRule.None, [.. WesternHolidays.Netherlands, .. TradeDays.Usual, .. TradeDays.Friday(2014)]),
        ["ES"] = new(WeekendRule.None, [.. SouthernHolidays.Spain, .. TradeDays.FirstSunday, .. TradeDays.EasterSunday, .. TradeDays.Friday(2012)]),
        ["IT"] = new(WeekendRule.None, [.. SouthernHolidays.Italy, .. TradeDays.Usual, .. TradeDays.Friday(2013)]),
        ["PT"] = new(WeekendRule.None, [.. SouthernHolidays.Portugal, .. TradeDays.FirstSunday, .. TradeDays.Friday(2013)]),
        ["SE"] = new(WeekendRule.None, [.. NorthernHolidays.Sweden, .. TradeDays.LastSunday, .. TradeDays.Friday(2013)]),
        ["NO"] = new(WeekendRule.None, [.. NorthernHolidays.Norway, .. TradeDays.Norwegian, .. TradeDays.Friday(2012)]),
        ["DK"] = new(WeekendRule.None, [.. NorthernHolidays.Denmark, .. TradeDays.Usual, .. TradeDays.Friday(2013)]),
        ["FI"] = new(WeekendRule.None, [.. NorthernHolidays.Finland, .. TradeDays.Usual, .. TradeDays.Friday(2013)]),
        ["PL"] = new(WeekendRule.None, [.. NorthernHolidays.Poland, .. TradeDays.Polish, .. TradeDays.Friday(2013)]),
        ["JP"] = new(WeekendRule.Japan, [.. EasternHolidays.Japan, .. TradeDays.Usual, .. TradeDays.Friday(2016)]),
        ["CN"] = new(WeekendRule.None, [.. EasternHolidays.China, .. TradeDays.Usual, .. TradeDays.Chinese]),
    };

    /// <summary>Holidays of a range of years; days off that the years beside it bring may be missing.</summary>
    public IEnumerable<Holiday> Of(int first, int last)
    {
        var days = new List<(Holiday Day, bool Moves)>();
        for (var year = first; year <= last; year++)
        {
            foreach (var rule in Rules)
            {
                if (year >= rule.Since && year <= rule.Until && rule.Day(year) is { } day)
                {
                    days.Add((new Holiday(day, rule.Code, rule.Kind), rule.Moves));
                }
            }
        }

        days.Sort((one, other) => one.Day.Date.CompareTo(other.Day.Date));
        return [.. days.Select(one => one.Day), .. SubstituteDays.Of(days, Weekend)];
    }
}
