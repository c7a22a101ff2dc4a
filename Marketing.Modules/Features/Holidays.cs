using Marketing.Features.Demand;
using NodaTime.TimeZones;

namespace Marketing.Features;

/// <summary>What kind of day a holiday is.</summary>
public enum HolidayKind : byte
{
    /// <summary>A public holiday of the whole country, or of nearly all of it.</summary>
    Public = 1,

    /// <summary>A day off for a public holiday on a weekend.</summary>
    Observed = 2,

    /// <summary>A working day on which people buy more or otherwise.</summary>
    Commercial = 3,
}

/// <summary>One holiday.</summary>
/// <param name="Date">Day.</param>
/// <param name="Code">Machine name, the same in all countries that have the day: <c>good-friday</c>.</param>
/// <param name="Kind">What kind of day it is.</param>
public readonly record struct Holiday(DateOnly Date, string Code, HolidayKind Kind);

/// <summary>
/// Holidays of countries, told by rules: they hold for years to come and need no list. Not covered are days proclaimed once (the British
/// royal wedding of 29 April 2011, and days moved for jubilees or the games in Tokyo), days of single regions, and the working weekends
/// of China. Pure.
/// </summary>
public static class Holidays
{
    /// <summary>Countries with rules, by ISO 3166-1 alpha-2 code.</summary>
    public static IReadOnlyList<string> Countries { get; } = [.. CountryHolidays.ByCode.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Machine names of all holidays, for their words.</summary>
    public static IReadOnlyList<string> Codes { get; } =
        [.. CountryHolidays.ByCode.Values.SelectMany(country => country.Rules).Select(rule => rule.Code).Append(SubstituteDays.Citizens).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Holidays of a range of days, by date and then by name; none for a country without rules. Two may fall on one day.</summary>
    /// <param name="country">ISO 3166-1 alpha-2 code, in capitals.</param>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day.</param>
    public static IReadOnlyList<Holiday> Between(string country, DateOnly from, DateOnly to)
    {
        if (!CountryHolidays.ByCode.TryGetValue(country, out var rules) || to < from)
        {
            return [];
        }

        // The day off for New Year's Day may lie in the year before.
        var (first, last) = (Math.Max(from.Year - 1, 2), Math.Min(to.Year + 1, 9998));
        return
        [
            .. rules.Of(first, last).Where(day => day.Date >= from && day.Date <= to)
                .OrderBy(day => day.Date).ThenBy(day => day.Code, StringComparer.Ordinal),
        ];
    }

    /// <summary>The country in which a time zone lies (ISO 3166-1 alpha-2), or null for zones of none, such as UTC.</summary>
    /// <param name="timeZone">IANA name.</param>
    public static string? CountryOf(string timeZone) =>
        TzdbDateTimeZoneSource.Default.ZoneLocations?.FirstOrDefault(place => place.ZoneId == timeZone)?.CountryCode
        ?? (TzdbDateTimeZoneSource.Default.CanonicalIdMap.TryGetValue(timeZone, out var canonical)
            ? TzdbDateTimeZoneSource.Default.ZoneLocations?.FirstOrDefault(place => place.ZoneId == canonical)?.CountryCode
            : null);
}
