using System.Runtime.CompilerServices;
using Marketing.Features;
using Marketing.Model;

namespace Marketing.App.Web;

/// <summary>The last turn's forecasts beside the demand of the shop as it is now; kept as long as both.</summary>
internal sealed class DemandLooks(IDemandForecasts forecasts, IDemandFrames frames)
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
}
