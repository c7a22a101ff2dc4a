using System.Diagnostics;
using Marketing.Data;
using Marketing.Evaluation.Sql;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Marketing.Model;
using Microsoft.Extensions.Options;

namespace Marketing.Evaluation.Outlooks;

/// <summary>Cuts history a horizon back, fits every method on the shop at the cut, and compares what it foretells with what followed.</summary>
internal sealed class RunOutlookBacktest(IShop shop, ISnapshots snapshots, IOutlookTraining training, EvaluationStore store, BusinessClock clock, IOptions<EvaluationOptions> options) : IOutlookBacktests
{
    private const string Step = "backtest";

    public async Task<OutlookReport> RunAsync(DateTimeOffset cut, DateTimeOffset end, IReadOnlyList<string> kinds, RunId run, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(end, cut);
        if (await store.OutlooksOfRunAsync(run, cut, end, cancellation).ConfigureAwait(false) is { } there)
        {
            return there;
        }

        progress?.Report(new Progress(Step, 0));
        var past = await snapshots.TakeAsync(cut, cancellation).ConfigureAwait(false);
        var current = await snapshots.CurrentAsync(cancellation).ConfigureAwait(false);
        var later = current.AsOf >= end ? current : await snapshots.TakeAsync(end, cancellation).ConfigureAwait(false);
        var (came, measured) = (await HeavyWork.RunAsync(() => WhatCame.Of(past, later, new Period(cut, end)), cancellation).ConfigureAwait(false), new List<OutlookFigures.Foretold>());
        foreach (var kind in kinds)
        {
            progress?.Report(new Progress(Step, measured.Count / (kinds.Count + 1.0), kind));
            var started = Stopwatch.GetTimestamp();
            if (await training.FitAsync(kind, past, run, null, cancellation).ConfigureAwait(false) is { } model)
            {
                var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                measured.Add(await HeavyWork.RunAsync(() => Foretell(kind, model, past, came, seconds), cancellation).ConfigureAwait(false));
            }
        }

        progress?.Report(new Progress(Step, kinds.Count / (kinds.Count + 1.0), "intervals"));
        var figures = await HeavyWork.RunAsync(() => OutlookFigures.Of(measured, options.Value, cancellation), cancellation).ConfigureAwait(false);
        progress?.Report(new Progress(Step, 1));
        var report = new OutlookReport(0, clock.GetUtcNow(), cut, end, came.Customers.Length, came.Away.Count(away => away), (long)came.Spend.Sum(), figures);
        return await store.SaveAsync(report, run, cancellation).ConfigureAwait(false);
    }

    public Task<OutlookReport?> LatestAsync(CancellationToken cancellation) => store.LatestOutlooksAsync(cancellation);

    public Verdict Judge(OutlookReport report, string purpose, string? championKind) => JudgeOutlooks.Of(report, purpose, championKind, shop.DayOf);

    private static OutlookFigures.Foretold Foretell(string kind, IOutlookModel model, ShopSnapshot past, WhatCame came, double seconds)
    {
        var outlooks = new CustomerOutlook[came.Customers.Length];
        model.Foretell(past, came.Customers, outlooks);
        return new OutlookFigures.Foretold(kind, outlooks, came, Math.Pow(10, Money.Decimals(past.Currency)), seconds);
    }
}
