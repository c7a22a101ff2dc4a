using System.Globalization;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Evaluation;
using Marketing.Strategy;

namespace Marketing.App.Components.Pages.Contacts;

/// <summary>Contact policies in the reader's words.</summary>
internal static class ContactWords
{
    /// <summary>A method in plain words.</summary>
    public static string Method(Words words, string kind) => Phrases.Named(words, "Contacts.Method.", kind);

    /// <summary>Its name in the field.</summary>
    public static string Term(Words words, string kind) => Phrases.Named(words, "Contacts.Term.", kind);

    /// <summary>Why a method may not act, or nothing was compared.</summary>
    /// <param name="words">In the reader's language.</param>
    /// <param name="obstacle">Why, in code.</param>
    /// <param name="money">Shows minor units as money.</param>
    public static string Why(Words words, ContactObstacle obstacle, Func<double, string> money)
    {
        double Of(string name) => obstacle.Values.GetValueOrDefault(name);
        string Count(string name) => Numerals.Whole((long)Of(name));
        string Share(string name) => Numerals.Decimal(100 * Of(name), 0);
        var key = $"Contacts.Why.{obstacle.Code}";
        return obstacle.Code switch
        {
            ContactReason.NoGainOverMyopic or ContactReason.NoGainOverEverybody => words[key, money(Of("gain")), money(Of("low")), money(Of("high"))],
            OffPolicyReason.NoOverlap => words[key, Share("mass"), Share("limit")],
            OffPolicyReason.SmallEffectiveSample => words[key, Count("steps"), Share("covered"), Share("least_covered")],
            OffPolicyReason.WeightsOff => words[key, Count("step"), Numerals.Decimal(Of("mean"), 2)],
            ContactObstacles.NoSequence => words[key, Count("moments")],
            ContactObstacles.TooFew => words[key, Count("customers"), Count("least")],
            ContactObstacles.SmallLog => words[key, Count("rows"), Count("least")],
            ContactObstacles.TooSlow => words[key, Count("minutes")],
            _ => words.Has(key) ? words[key] : obstacle.Code,
        };
    }

    /// <summary>A figure's interval, or null without one.</summary>
    public static string? Interval(ContactFigure? figure, Func<double, string> money) => figure is { Low: { } low, High: { } high } ? $"{money(low)} – {money(high)}" : null;

    /// <summary>A stretch of days that begins at one of some.</summary>
    /// <param name="words">In the reader's language.</param>
    /// <param name="from">Its first day.</param>
    /// <param name="all">First days of all stretches that are shown.</param>
    public static string Band(Words words, int from, IReadOnlyCollection<int> all)
    {
        var next = all.Where(other => other > from).DefaultIfEmpty(-1).Min();
        return next < 0 ? words["Contacts.BandOn", from.ToString(CultureInfo.InvariantCulture)] : words["Contacts.Band", from.ToString(CultureInfo.InvariantCulture), (next - 1).ToString(CultureInfo.InvariantCulture)];
    }
}
