using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.App.Jobs;

/// <summary>The part of a turn that trains challengers, measures them on hidden history, and puts the best in charge.</summary>
internal sealed class TurnModels(IRecommenderTraining training, ITrainingEconomy economy, IModels models, IBacktests backtests, IQualityRules quality, JobCalendar calendar)
{
    public const string Purpose = "recommend";

    /// <summary>Trains one challenger a method on everything the snapshot holds; challengers that do not pay are left out for some turns.</summary>
    public async Task<string?> TrainAsync(ShopSnapshot snapshot, IActiveRun run, IProgress<Progress> progress, CancellationToken cancellation)
    {
        if (await BrokenAsync(run.Id, cancellation) is { } broken)
        {
            return $"skipped: {broken}";
        }

        var choices = await economy.ChooseAsync(Purpose, training.Kinds, run.Id, cancellation);
        var (chosen, trained, missing) = (choices.Where(choice => choice.IsTrained).ToList(), new List<string>(), new List<string>());
        foreach (var choice in chosen)
        {
            var part = new PartProgress(progress, trained.Count + missing.Count, chosen.Count, choice.Kind);
            try
            {
                var version = await training.TrainAsync(choice.Kind, snapshot, run.Id, part, cancellation);
                trained.Add($"{version.Kind} {version.Version}");
            }
            catch (TrainingFailedException failed)
            {
                // One challenger less; the others are trained, and the version in charge stays.
                missing.Add($"{choice.Kind} was not trained: {failed.Message}");
            }
        }

        var skipped = choices.Where(choice => !choice.IsTrained).Select(choice => $"{choice.Kind} {choice.Measured}").ToList();
        var told = $"challengers: {string.Join(", ", trained)}{(skipped.Count == 0 ? "" : $"; skipped after turns without a gain: {string.Join(", ", skipped)}")}";
        return string.Join(". ", trained.Count + skipped.Count == 0 ? missing : missing.Prepend(told));
    }

    /// <summary>Measures every method on the last whole months, which its plan does not see.</summary>
    public async Task<string?> BacktestAsync(ShopSnapshot snapshot, IActiveRun run, IProgress<Progress> progress, CancellationToken cancellation)
    {
        if (await BrokenAsync(run.Id, cancellation) is { } broken)
        {
            return $"skipped: {broken}";
        }

        var window = calendar.BacktestWindow(run.BusinessTime);
        if (!Covers(snapshot, window))
        {
            return $"skipped: no order before {window.Start:yyyy-MM-dd}, so nothing could have been planned";
        }

        var report = await MeasureAsync(window, run.Id, progress, cancellation);
        var champion = (await models.ChampionAsync(Purpose, cancellation))?.Kind;
        foreach (var version in await ChallengersAsync(run.Id, cancellation))
        {
            if (report.Methods.FirstOrDefault(method => method.Kind == version.Kind) is { } method)
            {
                // What a challenger was ahead of the champion decides later whether its training pays.
                var ahead = champion is null ? null : method.Gains.GetValueOrDefault(champion);
                await models.SaveMetricsAsync(version.Id, [.. method.Metrics, .. new[] { method.NdcgGain, ahead is null ? null : ahead with { Name = ITrainingEconomy.ChampionGain } }.OfType<Metric>()], cancellation);
            }
        }

        var told = report.Customers == 0
            ? "no customer known at the cut bought in the window"
            : string.Join(", ", report.Methods.Select(method => $"{method.Kind} {Ndcg(method):0.000}")) + $" NDCG@10 on {report.Customers:N0} customers";
        var missing = (await ChosenAsync(run.Id, cancellation) ?? training.Kinds).Except(report.Methods.Select(method => method.Kind))
            .Select(kind => $"{kind} was not measured: its training on hidden history gave no model.").ToList();
        return missing.Count == 0 ? told : string.Join(" ", report.Methods.Count == 0 ? missing : missing.Prepend($"{told}."));
    }

    /// <summary>Puts the winner of the backtest in charge, or keeps the champion; the reason is kept with the version.</summary>
    public async Task<string?> PromoteAsync(ShopSnapshot snapshot, IActiveRun run, IProgress<Progress> progress, CancellationToken cancellation)
    {
        var challengers = await ChallengersAsync(run.Id, cancellation);
        if (challengers.Count == 0)
        {
            return "nothing was trained";
        }

        var champion = await models.ChampionAsync(Purpose, cancellation);
        var verdict = await JudgeAsync(snapshot, run, champion, progress, cancellation);
        if (champion is not null && await models.HoldAsync(Purpose, cancellation) is { } hold)
        {
            verdict = new Verdict("", false, $"{hold.Actor} holds {champion.Kind} version {champion.Version} in charge until nights may choose again. {verdict.Reason}");
        }

        var winner = challengers.FirstOrDefault(version => version.Kind == verdict.Kind);
        if (winner is not null && winner.State == ModelState.Challenger)
        {
            await models.PromoteAsync(winner.Id, IModels.ByItself, verdict.Reason, cancellation);
        }

        foreach (var other in challengers.Where(version => version.Id != winner?.Id && version.State == ModelState.Challenger))
        {
            await models.KeepChampionAsync(other.Id, verdict.Reason, cancellation);
        }

        return verdict.Reason;
    }

    /// <summary>Measures both ways: whatever was bought, and only what was new to the customer. A run's reports are made once.</summary>
    /// <returns>The report on what was new: recommendations are to show people what they do not know yet.</returns>
    public async Task<BacktestReport> MeasureAsync(Period window, RunId run, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var kinds = await ChosenAsync(run, cancellation);
        await backtests.RunAsync(window.Start, window.End, onlyNew: false, kinds, run, progress is null ? null : new PartProgress(progress, 0, 2), cancellation);
        return await backtests.RunAsync(window.Start, window.End, onlyNew: true, kinds, run, progress is null ? null : new PartProgress(progress, 1, 2), cancellation);
    }

    /// <summary>What a run has left out, because it did not pay.</summary>
    public async Task<IReadOnlyList<TrainingChoice>> SkippedAsync(RunId run, CancellationToken cancellation) =>
        [.. (await economy.OfRunAsync(Purpose, run, cancellation)).Where(choice => !choice.IsTrained)];

    /// <summary>Versions that a run has trained.</summary>
    public async Task<IReadOnlyList<ModelVersion>> ChallengersAsync(RunId run, CancellationToken cancellation) =>
        [.. (await models.ListAsync(Purpose, new TableQuery(Take: 100), cancellation)).Items.Where(version => version.Run == run)];

    // What a turn does not train it does not measure either; who measures without training measures all.
    private async Task<IReadOnlyList<string>?> ChosenAsync(RunId run, CancellationToken cancellation) =>
        (await economy.OfRunAsync(Purpose, run, cancellation)).Where(choice => choice.IsTrained).Select(choice => choice.Kind).ToList() is { Count: > 0 } chosen ? chosen : null;

    private static double Ndcg(MethodResult method) => method.Metrics.First(metric => metric.Name == "ndcg@10").Value;

    private static bool Covers(ShopSnapshot snapshot, Period window) => snapshot.Orders.Count > 0 && snapshot.Orders.Time[0] < window.Start.ToUnixTimeMilliseconds();

    // A model trained on broken facts would do harm for a whole day; yesterday's champion goes on instead.
    private async Task<string?> BrokenAsync(RunId run, CancellationToken cancellation) =>
        await quality.ObstaclesAsync(run, cancellation) is { Count: > 0 } failed
            ? $"the data failed {string.Join(", ", failed)}; the method in charge goes on. See the page Quality, where it can be let pass once"
            : null;

    private async Task<Verdict> JudgeAsync(ShopSnapshot snapshot, IActiveRun run, ModelVersion? champion, IProgress<Progress> progress, CancellationToken cancellation)
    {
        var window = calendar.BacktestWindow(run.BusinessTime);
        if (Covers(snapshot, window))
        {
            var report = await MeasureAsync(window, run.Id, progress, cancellation);

            // A person may have put a method in charge meanwhile that this turn had left out.
            return champion is null || report.Methods.Any(method => method.Kind == champion.Kind)
                ? backtests.Judge(report, champion?.Kind)
                : new Verdict(champion.Kind, false, $"{champion.Kind} stays: it was not measured in this turn.");
        }

        return champion is null
            ? new Verdict(training.Kinds[0], true, "The history is too short to compare; the simplest method begins.")
            : new Verdict(champion.Kind, false, "The history is too short to compare; the method in charge stays, trained anew.");
    }
}
