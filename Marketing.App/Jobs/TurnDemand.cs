using System.Globalization;
using Marketing.App.Web;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.App.Jobs;

/// <summary>The part of a turn that foretells what will be asked for.</summary>
internal sealed class TurnDemand(IDemandFrames frames, IDemandForecasts forecasts, DemandLooks looks, IPromotions promotions, ILedger ledger, ICampaignCalendar campaigns, IQualityRules quality)
{
    /// <summary>Foretells the demand of every product, and says how well that went on earlier days.</summary>
    public async Task<string?> ForecastAsync(ShopSnapshot snapshot, IActiveRun run, IProgress<Progress> progress, CancellationToken cancellation)
    {
        // Of broken facts nothing is learned; what was foretold before stands.
        if ((await quality.ObstaclesAsync(run.Id, cancellation)).Count > 0)
        {
            return "demand is not foretold: a rule of quality stands against it";
        }

        var frame = frames.Build(snapshot, await promotions.PlanAsync(cancellation), [.. await ledger.MessagesAsync(snapshot.AsOf, cancellation), .. (await campaigns.SinceAsync(snapshot.AsOf, cancellation)).Select(one => new MessagesSent(one.Campaign, one.At, 0))]);
        if (await forecasts.ForecastAsync(frame, run.Id, progress, cancellation) is not { } turn)
        {
            return "demand is not foretold yet: the history is shorter than two weeks";
        }

        var book = (await forecasts.CurrentAsync(cancellation))!;
        var chosen = turn.Accuracy.FirstOrDefault(one => one is { Group: "all", Method: "chosen", Span: 28 });
        return chosen is { Wape: { } wape }
            ? string.Create(CultureInfo.InvariantCulture, $"{book.Products.Count:N0} products foretold for {turn.HorizonDays} days; off by {100 * wape:0} % of what was sold in four weeks, from {turn.Origins} earlier days")
            : string.Create(CultureInfo.InvariantCulture, $"{book.Products.Count:N0} products foretold for {turn.HorizonDays} days; the history is too short to measure how well");
    }

    /// <summary>What the turn of a run expects of the whole shop; null where it foretold nothing.</summary>
    public async Task<DemandTotal?> ToldAsync(RunId run, CancellationToken cancellation) =>
        await looks.CurrentAsync(cancellation) is { } look && look.Book.Turn.Run == run ? look.Total(null) : null;
}
