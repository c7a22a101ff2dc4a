using System.Runtime.CompilerServices;
using Marketing.Execution;
using Marketing.Features;
using Marketing.Model;

namespace Marketing.App.Web;

/// <summary>The last turn's forecasts beside the demand of the shop as it is now; kept as long as both.</summary>
internal sealed class DemandLooks(IDemandForecasts forecasts, IDemandFrames frames, ICampaignCalendar campaigns)
{
    private readonly ConditionalWeakTable<DemandBook, DemandLook> _kept = [];

    /// <summary>Null before the first turn that foretold anything.</summary>
    public async Task<DemandLook?> CurrentAsync(CancellationToken cancellation)
    {
        if (await forecasts.CurrentAsync(cancellation) is not { } book)
        {
            return null;
        }

        var frame = await frames.CurrentAsync(cancellation);
        var look = _kept.GetValue(book, _ => new DemandLook(book, frame));
        if (!ReferenceEquals(look.Frame, frame))
        {
            // The shop has moved on since.
            _kept.AddOrUpdate(book, look = new DemandLook(book, frame));
        }

        return look;
    }

    /// <summary>Names of campaigns by the day on which they began, or are to begin, to go out: what charts of a look mark.</summary>
    public async Task<ILookup<DateOnly, string>> CampaignsAsync(DemandLook look, CancellationToken cancellation) =>
        (await campaigns.SinceAsync(new DateTimeOffset(look.Frame.FirstDay.AddDays(-1), TimeOnly.MinValue, TimeSpan.Zero), cancellation)).ToLookup(one => look.Frame.DateOf(one.At), one => one.Name);
}
