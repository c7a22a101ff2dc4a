using Marketing.Data;
using NodaTime;

namespace Marketing.App.Components.Pages.Settings;

/// <summary>The profile as it is typed.</summary>
internal sealed class ShopForm
{
    public string Name { get; set; } = "";

    public string Currency { get; set; } = "";

    public string TimeZone { get; set; } = "";

    /// <summary>The assumed margin in percent, or null.</summary>
    public double? MarginPercent { get; set; }

    public string? PublicAddress { get; set; }

    /// <summary>Currencies to choose from; any other ISO 4217 code can be typed.</summary>
    public static IReadOnlyList<string> Currencies { get; } =
        ["AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "INR", "JPY", "KRW", "MXN", "NOK", "NZD", "PLN", "SEK", "SGD", "TRY", "USD", "ZAR"];

    public static IReadOnlyList<string> Zones { get; } = [.. DateTimeZoneProviders.Tzdb.Ids.Order(StringComparer.Ordinal)];

    public static ShopForm Of(ShopProfile profile) => new()
    {
        Name = profile.Name,
        Currency = profile.Currency,
        TimeZone = profile.TimeZone,
        MarginPercent = profile.AssumedMargin is { } share ? Math.Round(share * 100, 6) : null,
        PublicAddress = profile.PublicAddress,
    };

    /// <summary>A profile with what was typed; what the form does not show stays.</summary>
    public ShopProfile Apply(ShopProfile profile) => profile with
    {
        Name = (Name ?? "").Trim(),
        Currency = (Currency ?? "").Trim().ToUpperInvariant(),
        TimeZone = (TimeZone ?? "").Trim(),
        AssumedMargin = MarginPercent / 100,
        PublicAddress = string.IsNullOrWhiteSpace(PublicAddress) ? null : PublicAddress.Trim().TrimEnd('/'),
    };
}
