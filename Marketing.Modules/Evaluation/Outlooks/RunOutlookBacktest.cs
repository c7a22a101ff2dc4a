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
        var report = await HeavyWork.RunAsync(() => Measure(past, later, new Period(cut, end), kinds, progress, cancellation), cancellation).ConfigureAwait(false);
        return await store.SaveAsync(report, run, cancellation).ConfigureAwait(false);
    }

    public Task<OutlookReport?> LatestAsync(CancellationToken cancellation) => store.LatestOutlooksAsync(cancellation);

    public Verdict Judge(OutlookReport report, string purpose, string? championKind) => JudgeOutlooks.Of(report, purpose, championKind, shop.DayOf);

    private OutlookReport Measure(ShopSnapshot past, ShopSnapshot later, Period window, IReadOnlyList<string> kinds, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var (came, measured) = (WhatCame.Of(past, later, window), new List<OutlookFigures.Foretold>());
        for (var i = 0; i < kinds.Count; i++)
        {
            progress?.Report(new Progress(Step, i / (kinds.Count + 1.0), kinds[i]));
            var started = Stopwatch.GetTimestamp();
            if (training.Fit(kinds[i], past, null, cancellation) is { } model)
            {
                var (seconds, outlooks) = (Stopwatch.GetElapsedTime(started).TotalSeconds, new CustomerOutlook[came.Customers.Length]);
                model.Foretell(past, came.Customers, outlooks);
                measured.Add(new OutlookFigures.Foretold(kinds[i], outlooks, came, Math.Pow(10, Money.Decimals(past.Currency)), seconds));
            }
        }

        progress?.Report(new Progress(Step, kinds.Count / (kinds.Count + 1.0), "intervals"));
        var figures = OutlookFigures.Of(measured, options.Value, cancellation);
        progress?.Report(new Progress(Step, 1));
        return new OutlookReport(0, clock.GetUtcNow(), window.Start, window.End, came.Customers.Length, came.Away.Count(away => away), (long)came.Spend.Sum(), figures);
    }
}
