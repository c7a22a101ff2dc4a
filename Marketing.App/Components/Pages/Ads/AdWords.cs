using System.Globalization;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.App.Components.Pages.Ads;

/// <summary>Advertising in the reader's words.</summary>
internal static class AdWords
{
    /// <summary>Colour of a campaign's state.</summary>
    public static string Tone(AdCampaignState state) => state switch { AdCampaignState.Running => "good", AdCampaignState.Paused => "warn", _ => "calm" };

    /// <summary>What is paid for.</summary>
    public static string Price(Words words, Display display, AdCampaignDraft draft) => words[$"Ads.Paid.{draft.Pricing}", display.Money(draft.Price)];

    /// <summary>Whom a campaign is for.</summary>
    public static string Audience(Words words, string? code) => code switch
    {
        null or "" => words["Ads.Everyone"],
        AudienceCodes.Everybody => words["Ads.AllKnown"],
        _ => Phrases.Audience(words, code),
    };

    /// <summary>From when to when.</summary>
    public static string Dates(Words words, Display display, AdCampaignDraft draft) => (draft.Start, draft.End) switch
    {
        (null, null) => words["Ads.AlwaysOn"],
        ({ } start, null) => words["Ads.FromOn", display.DateTime(start)],
        (null, { } end) => words["Ads.UpTo", display.DateTime(end)],
        var (start, end) => words["Ads.FromTo", display.DateTime(start), display.DateTime(end)],
    };

    /// <summary>How often a customer sees it.</summary>
    public static string Cap(Words words, Display display, decimal? shows, decimal days) => shows is { } most ? words.Count("Ads.CapOf", (long)Math.Clamp(most, long.MinValue, long.MaxValue), display.Number((double)days)) : words["Ads.NoCap"];

    /// <summary>A share of shows with its interval.</summary>
    public static string Rate(Display display, AdRate? rate) => rate is { } told ? display.Percent(told.Value, 2) : Numerals.Nothing;

    /// <summary>The interval alone.</summary>
    public static string? Interval(Display display, AdRate? rate) => rate is { } told ? $"{display.Percent(told.Low, 2)} – {display.Percent(told.High, 2)}" : null;

    /// <summary>Name of a method by which a placement decides.</summary>
    public static string Method(Words words, string kind) => Phrases.Named(words, "Ads.Method.", kind);

    /// <summary>An amount that is no whole number of minor units, in fractions of the currency's unit.</summary>
    public static string Money(Display display, double? minor) => minor is { } value ? display.MoneyOf(value / Unit(display.Currency)) : Numerals.Nothing;

    /// <summary>Whether an effect says anything: where nobody of either group has ordered, its interval is no more than a point.</summary>
    public static bool IsTold(AdEffect? effect) => effect is { Gain: not null, Low: not null, High: not null } and not { SeenMargin: 0, HeldOutMargin: 0 };

    /// <summary>Minor units in one of the currency.</summary>
    public static double Unit(string currency) => Math.Pow(10, Kernel.Money.Decimals(currency));

    /// <summary>A day as addresses have it.</summary>
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A day that an address names, or null.</summary>
    public static DateOnly? Day(string? typed) => DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The shop's day.</summary>
    public static DateOnly Today(IShop shop, BusinessClock clock) => shop.DayOf(clock.GetUtcNow());
}
