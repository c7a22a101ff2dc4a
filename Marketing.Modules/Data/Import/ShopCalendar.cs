using NodaTime;
using NodaTime.TimeZones;

namespace Marketing.Data.Import;

/// <summary>
/// Turns times as a shop writes them into UTC. A time that the clock skips in spring is moved on by the gap, one that it
/// shows twice in autumn is the first of the two.
/// </summary>
internal sealed class ShopCalendar(string timeZone)
{
    private const long MsPerDay = 86_400_000;
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[timeZone];
    private int _day = int.MinValue;
    private long _offset;
    private bool _changes;

    /// <summary>UTC milliseconds of a written time.</summary>
    public long ToUtc(WrittenTime written)
    {
        var local = (written.Day * MsPerDay) + written.Millisecond;
        if (written.OffsetMinutes is { } minutes)
        {
            return local - (minutes * 60_000L);
        }

        if (written.Day != _day)
        {
            Turn(written.Day);
        }

        return _changes ? Exact(local) : local - _offset;
    }

    // Most days have one offset from midnight to midnight; only the others ask the zone for every time.
    private void Turn(int day)
    {
        _day = day;
        var first = _zone.AtLeniently(Local(day * MsPerDay));
        var last = _zone.AtLeniently(Local(((day + 1) * MsPerDay) - 1));
        _offset = first.Offset.Milliseconds;
        _changes = first.Offset != last.Offset || _zone.GetZoneInterval(first.ToInstant()) != _zone.GetZoneInterval(last.ToInstant());
    }

    private long Exact(long local) => _zone.ResolveLocal(Local(local), Resolvers.LenientResolver).ToInstant().ToUnixTimeMilliseconds();

    private static LocalDateTime Local(long milliseconds) => Instant.FromUnixTimeMilliseconds(milliseconds).InUtc().LocalDateTime;
}
