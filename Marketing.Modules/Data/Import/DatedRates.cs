using NodaTime;

namespace Marketing.Data.Import;

/// <summary>A rate from a day on.</summary>
internal sealed record DatedRate(string Currency, string Day, double Rate);

/// <summary>Units of other currencies for one of the shop's by day of the shop: the newest rate until then holds.</summary>
internal sealed class DatedRates(IEnumerable<DatedRate> rates, string timeZone)
{
    private readonly Dictionary<string, DatedRate[]> _rates = rates.GroupBy(rate => rate.Currency).ToDictionary(one => one.Key, one => one.OrderBy(rate => rate.Day, StringComparer.Ordinal).ToArray());
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[timeZone];

    /// <summary>The day of the shop of an instant in UTC milliseconds, as rates write it.</summary>
    public string Day(long at) => Instant.FromUnixTimeMilliseconds(at).InZone(_zone).Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The rate of a day, or null when none is known for it or before.</summary>
    public double? On(string currency, string day) =>
        _rates.TryGetValue(currency, out var known) ? known.LastOrDefault(rate => string.CompareOrdinal(rate.Day, day) <= 0)?.Rate : null;
}
