using System.Diagnostics;
using Marketing.Data;
using Marketing.Evaluation.Sql;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Marketing.Model;
using Marketing.Strategy;
using Microsoft.Extensions.Options;

namespace Marketing.Evaluation.Backtests;

/// <summary>Cuts history, fits and ranks every method on the shop at the cut, and compares with what followed.</summary>
internal sealed class RunBacktest(IShop shop, ISnapshots snapshots, IRecommenderTraining training, IRecommenderMethods methods, ITrainings trainings, IFeatures features, ISegments segments, EvaluationStore store, BusinessClock clock, IOptions<EvaluationOptions> options) : IBacktests
{
    private const string Step = "backtest";

    public async Task<BacktestReport> RunAsync(DateTimeOffset cut, DateTimeOffset end, bool onlyNew, IReadOnlyList<string>? kinds, RunId? run, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        if (end <= cut)
        {
            throw new ArgumentException($"The window must end after its start {cut:u}; it ends {end:u}.", nameof(end));
        }

        if (kinds is { Count: 0 })
        {
            throw new ArgumentException("A backtest needs at least one method.", nameof(kinds));
        }

        if (run is { } known && await store.OfRunAsync(known, cut, end, onlyNew, cancellation).ConfigureAwait(false) is { } there)
        {
            return there;
        }

        progress?.Report(new Progress(Step, 0));
        var past = await snapshots.TakeAsync(cut, cancellation).ConfigureAwait(false);
        var later = await LaterAsync(end, cancellation).ConfigureAwait(false);
        var hidden = await FitLongAsync(kinds ?? training.Kinds, past, run, progress, cancellation).ConfigureAwait(false);
        var able = (kinds ?? training.Kinds).Where(kind => hidden.ContainsKey(kind) || !trainings.IsLong(kind)).ToList();
        var report = await HeavyWork.RunAsync(() => Measure(past, later, new Period(cut, end), onlyNew, able, hidden, progress, cancellation), cancellation).ConfigureAwait(false);
        return await store.SaveAsync(report, run, cancellation).ConfigureAwait(false);
    }

    public Task<BacktestReport?> LatestAsync(bool onlyNew, CancellationToken cancellation) => store.LatestAsync(onlyNew, cancellation);

    public Task<IReadOnlyList<BacktestReport>> ListAsync(int take, CancellationToken cancellation) => store.ListAsync(take, cancellation);

    public Verdict Judge(BacktestReport report, string? championKind)
    {
        // Every long training failed, and there was no other method.
        var kept = championKind ?? training.Kinds[0];
        return report.Methods.Count == 0
            ? new Verdict(kept, championKind is null, $"No method could be measured, since no training on hidden history gave a model; {kept} is in charge.")
            : JudgeMethods.Of(report, championKind, shop.DayOf);
    }

    // One that does not give a model is not measured; the others are. Who measures a single method outside a turn wants to know why it was not.
    private async Task<Dictionary<string, (IRecommender Model, double Seconds)>> FitLongAsync(IReadOnlyList<string> kinds, ShopSnapshot past, RunId? run, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var fitted = new Dictionary<string, (IRecommender, double)>();
        foreach (var kind in kinds.Where(trainings.IsLong))
        {
            try
            {
                var started = Stopwatch.GetTimestamp();
                fitted[kind] = (await trainings.FitHiddenAsync(kind, past, run, progress, cancellation).ConfigureAwait(false), Stopwatch.GetElapsedTime(started).TotalSeconds);
            }
            catch (TrainingFailedException) when (kinds.Count > 1 || run is not null)
            {
                // The training's own row says why.
            }
        }

        return fitted;
    }

    // The current picture is in memory already; what lies after the window in it is left aside.
    private async Task<ShopSnapshot> LaterAsync(DateTimeOffset end, CancellationToken cancellation)
    {
        var current = await snapshots.CurrentAsync(cancellation).ConfigureAwait(false);
        return current.AsOf >= end ? current : await snapshots.TakeAsync(end, cancellation).ConfigureAwait(false);
    }

    private BacktestReport Measure(ShopSnapshot past, ShopSnapshot later, Period window, bool onlyNew, List<string> kinds, Dictionary<string, (IRecommender Model, double Seconds)> hidden, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var question = HeldOut.Of(past, later, window, onlyNew);
        var measured = new List<MethodFigures.Measured>();
        foreach (var kind in kinds)
        {
            progress?.Report(new Progress(Step, measured.Count / (kinds.Count + 1.0), kind));
            var started = Stopwatch.GetTimestamp();
            var model = hidden.TryGetValue(kind, out var there) ? there.Model : methods.Fit(kind, past, null, null, cancellation);
            var fitted = Stopwatch.GetTimestamp();
            var lists = RankEveryone.By(model, question, cancellation);
            var ranked = Stopwatch.GetTimestamp();
            measured.Add(new MethodFigures.Measured(kind, Ranking.Of(lists, question), there.Seconds + Stopwatch.GetElapsedTime(started, fitted).TotalSeconds, Stopwatch.GetElapsedTime(fitted, ranked).TotalSeconds));
        }

        progress?.Report(new Progress(Step, kinds.Count / (kinds.Count + 1.0), "intervals"));
        var figures = MethodFigures.Of(measured, options.Value);
        cancellation.ThrowIfCancellationRequested();
        var repurchase = Repurchase.Of(segments.Assign(features.Build(past)), later, window);
        progress?.Report(new Progress(Step, 1));
        return new BacktestReport(0, clock.GetUtcNow(), window.Start, window.End, onlyNew, question.Customers.Length, figures, repurchase);
    }
}
