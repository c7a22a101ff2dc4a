using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Marketing.App.Components.Pages.Campaigns;

/// <summary>A time typed on the shop's wall clock.</summary>
public static class ShopTime
{
    private const string Pattern = "uuuu'-'MM'-'dd'T'HH':'mm";

    /// <summary>The instant of a typed time.</summary>
    /// <param name="typed">As a browser's date-and-time field gives it, for example <c>2011-12-11T09:30</c>.</param>
    /// <param name="zone">The shop's zone (IANA).</param>
    /// <returns>The instant, or null when the text is no time. A time that the clocks skip moves on by the gap; one that comes twice is its first.</returns>
    public static DateTimeOffset? Parse(string? typed, string zone)
    {
        // Some browsers add seconds.
        var text = typed is { Length: > 16 } ? typed[..16] : typed;
        var parsed = LocalDateTimePattern.Create(Pattern, CultureInfo.InvariantCulture).Parse(text ?? "");
        return parsed.Success ? parsed.Value.InZoneLeniently(DateTimeZoneProviders.Tzdb[zone]).ToDateTimeOffset().ToUniversalTime() : null;
    }

    /// <summary>An instant as a browser's date-and-time field takes it.</summary>
    public static string Format(DateTimeOffset instant, string zone) =>
        Instant.FromDateTimeOffset(instant).InZone(DateTimeZoneProviders.Tzdb[zone]).LocalDateTime.ToString(Pattern, CultureInfo.InvariantCulture);

    /// <summary>Nine in the morning of the shop's next day: a time at which a message is welcome.</summary>
    public static DateTimeOffset TomorrowMorning(DateTimeOffset now, string zone)
    {
        var place = DateTimeZoneProviders.Tzdb[zone];
        var day = Instant.FromDateTimeOffset(now).InZone(place).Date.PlusDays(1);
        return day.At(new LocalTime(9, 0)).InZoneLeniently(place).ToDateTimeOffset().ToUniversalTime();
    }
}
