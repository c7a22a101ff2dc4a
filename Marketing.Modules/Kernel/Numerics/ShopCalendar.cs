using NodaTime;

namespace Marketing.Kernel.Numerics;

/// <summary>
/// Days of a time zone as numbers (days since 1970-01-01 of its calendar). Made for runs of neighbouring instants: the offset in
/// force is remembered. Not safe for several threads.
/// </summary>
internal sealed class ShopCalendar(string timeZone)
{
    private const long DayMs = 86_400_000;
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[timeZone];
    private long _from = long.MaxValue;
    private long _to = long.MinValue;
    private long _offset;

    /// <summary>The zone's day of an instant in UTC milliseconds.</summary>
    public int DayOf(long utcMs)
    {
        if (utcMs < _from || utcMs >= _to)
        {
            var interval = _zone.GetZoneInterval(Instant.FromUnixTimeMilliseconds(utcMs));
            _from = interval.HasStart ? interval.Start.ToUnixTimeMilliseconds() : long.MinValue;
            _to = interval.HasEnd ? interval.End.ToUnixTimeMilliseconds() : long.MaxValue;
            _offset = interval.WallOffset.Milliseconds;
        }

        return (int)Math.Floor((utcMs + _offset) / (double)DayMs);
    }

    /// <summary>The zone's day of an instant.</summary>
    public int DayOf(DateTimeOffset instant) => DayOf(instant.ToUnixTimeMilliseconds());

    /// <summary>The instant, in UTC milliseconds, at which a day starts.</summary>
    public long StartOf(int day) => _zone.AtStartOfDay(new LocalDate(1970, 1, 1).PlusDays(day)).ToInstant().ToUnixTimeMilliseconds();

    /// <summary>The calendar date of a day.</summary>
    public static DateOnly Date(int day) => DateOnly.FromDayNumber(day + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);

    /// <summary>The day of a calendar date.</summary>
    public static int Day(DateOnly date) => date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
}
