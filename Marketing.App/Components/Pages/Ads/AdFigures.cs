using Marketing.Execution;

namespace Marketing.App.Components.Pages.Ads;

/// <summary>What was shown of advertisements, and what came of it; those held out are left out.</summary>
/// <param name="Shows">Shows.</param>
/// <param name="Clicks">Of these, with a click.</param>
/// <param name="Orders">Of these, with an order after a click.</param>
/// <param name="Margin">Margin of these orders, minor units.</param>
/// <param name="Spend">Spent, minor units.</param>
public sealed record AdFigures(long Shows, long Clicks, long Orders, long Margin, long Spend)
{
    /// <summary>Nothing yet.</summary>
    public static AdFigures None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>Share of shows with a click; null before the first show.</summary>
    public AdRate? Rate => AdRate.Of(Clicks, Shows);

    /// <summary>Adds days up.</summary>
    public static AdFigures Of(IEnumerable<AdDay> days) => days.Where(day => !day.IsHeldOut).Aggregate(None, (sum, day) =>
        new(sum.Shows + day.Shows, sum.Clicks + day.Clicks, sum.Orders + day.Orders, sum.Margin + day.Margin, sum.Spend + day.Spend));

    /// <summary>A sum a day, from the first to the last, both with them.</summary>
    public static IReadOnlyList<(DateOnly Day, AdFigures Figures)> ByDay(IReadOnlyList<AdDay> days, DateOnly first, DateOnly last)
    {
        var by = days.ToLookup(day => day.Day);
        return [.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays).Select(day => (day, Of(by[day])))];
    }
}
