using Marketing.App.Resources;

namespace Marketing.App.Components.Pages.Ads;

/// <summary>A part of the form that two people may have written differently.</summary>
/// <param name="Key">Key of its words.</param>
/// <param name="Say">Its value in words.</param>
/// <param name="Take">Writes the value of one form into another: from, to.</param>
internal sealed record AdFormPart(string Key, Func<AdCampaignForm, string> Say, Action<AdCampaignForm, AdCampaignForm> Take)
{
    /// <summary>Every part, in the order of the form.</summary>
    /// <param name="words">Words.</param>
    /// <param name="display">Forms of figures.</param>
    /// <param name="placements">Names of placements by code.</param>
    public static IReadOnlyList<AdFormPart> All(Words words, Display display, IReadOnlyDictionary<string, string> placements)
    {
        string Amount(decimal? major) => major is { } value ? display.MoneyOf((double)value) : words["Ads.NoBound"];
        string Time(string? typed) => string.IsNullOrEmpty(typed) ? Numerals.Nothing : typed.Replace('T', ' ');
        return
        [
            new("Ads.Name", form => form.Name, (from, to) => to.Name = from.Name),
            new("Ads.Audience", form => AdWords.Audience(words, form.Audience), (from, to) => to.Audience = from.Audience),
            new("Ads.Start", form => Time(form.Start), (from, to) => to.Start = from.Start),
            new("Ads.End", form => Time(form.End), (from, to) => to.End = from.End),
            new("Ads.Daily", form => Amount(form.Daily), (from, to) => to.Daily = from.Daily),
            new("Ads.Total", form => Amount(form.Total), (from, to) => to.Total = from.Total),
            new("Ads.Pricing", form => words[$"Ads.Paid.{form.Pricing}", Amount(form.Price)], (from, to) => (to.Pricing, to.Price) = (from.Pricing, from.Price)),
            new("Ads.Cap", form => AdWords.Cap(words, display, form.CapShows, form.CapDays ?? 0), (from, to) => (to.CapShows, to.CapDays) = (from.CapShows, from.CapDays)),
            new("Ads.Holdout", form => display.Percent(form.Holdout / 100, 0), (from, to) => to.Holdout = from.Holdout),
            new("Ads.Paces", form => words[form.Paces ? "Ads.PacesYes" : "Ads.PacesNo"], (from, to) => to.Paces = from.Paces),
            new("Ads.Placements", form => form.Codes.Count == 0 ? words["Ads.NoPlacementChosen"] : string.Join(words["Campaigns.ListComma"], form.Codes.Select(code => placements.GetValueOrDefault(code) ?? code)), (from, to) => to.Placements = from.Placements),
        ];
    }
}
