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
        var (came, told) = (await HeavyWork.RunAsync(() => WhatCame.Of(past, later, new Period(cut, end)), cancellation).ConfigureAwait(false), new List<Told>());
        foreach (var kind in kinds)
        {
            progress?.Report(new Progress(Step, told.Count / (kinds.Count + 1.0), kind));
            var started = Stopwatch.GetTimestamp();
            if (await training.FitAsync(kind, past, run, null, cancellation).ConfigureAwait(false) is { } model)
            {
                var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                told.Add(await HeavyWork.RunAsync(() => Foretell(kind, model, past, came, seconds), cancellation).ConfigureAwait(false));
            }
        }

        progress?.Report(new Progress(Step, kinds.Count / (kinds.Count + 1.0), "intervals"));
        var (compared, measured) = Comparable(told, came, Math.Pow(10, Money.Decimals(past.Currency)));
        var figures = await HeavyWork.RunAsync(() => OutlookFigures.Of(measured, options.Value, cancellation), cancellation).ConfigureAwait(false);
        progress?.Report(new Progress(Step, 1));
        var report = new OutlookReport(0, clock.GetUtcNow(), cut, end, compared.Customers.Length, compared.Away.Count(away => away), (long)compared.Spend.Sum(), figures);
        return await store.SaveAsync(report, run, cancellation).ConfigureAwait(false);
    }

    public Task<OutlookReport?> LatestAsync(CancellationToken cancellation) => store.LatestOutlooksAsync(cancellation);

    public Verdict Judge(OutlookReport report, string purpose, string? championKind) => JudgeOutlooks.Of(report, purpose, championKind, shop.DayOf);

    /// <summary>
    /// Methods and customers that can be compared: those of whom every method tells something, so that none gains by being silent of the hard ones. A method
    /// that tells nothing of anybody, or what cannot be, is not measured.
    /// </summary>
    /// <param name="told">What the methods told of each customer.</param>
    /// <param name="came">What came.</param>
    /// <param name="minor">Minor units in a unit of the currency.</param>
    internal static (WhatCame Came, List<OutlookFigures.Foretold> Methods) Comparable(List<Told> told, WhatCame came, double minor)
    {
        var sound = told.Where(method => Array.Exists(method.Outlooks, outlook => outlook is not null) && Array.TrueForAll(method.Outlooks, outlook => outlook is null or { IsSound: true })).ToList();
        bool OfAll(int place) => sound.TrueForAll(method => method.Outlooks[place] is not null);
        var compared = came.Where(OfAll);
        return (compared, sound.ConvertAll(method => new OutlookFigures.Foretold(method.Kind, [.. method.Outlooks.Where((_, place) => OfAll(place)).Select(outlook => outlook!.Value)], compared, minor, method.Seconds)));
    }

    private static Told Foretell(string kind, IOutlookModel model, ShopSnapshot past, WhatCame came, double seconds)
    {
        var outlooks = new CustomerOutlook?[came.Customers.Length];
        model.Foretell(past, came.Customers, outlooks);
        return new Told(kind, outlooks, seconds);
    }

    /// <summary>What a method told of each customer, null where it could tell nothing, and its time to fit.</summary>
    internal sealed record Told(string Kind, CustomerOutlook?[] Outlooks, double Seconds);
}
