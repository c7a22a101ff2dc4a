using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.App.Jobs;

/// <summary>The part of a turn that foretells customers: who comes back, when, and with how much.</summary>
internal sealed class TurnOutlooks(IOutlookTraining training, IModels models, IOutlookBacktests backtests, ICustomerScores scores, IQualityRules quality, JobCalendar calendar)
{
    /// <summary>Enters challengers; after the recommenders, whose trainings serve here, too.</summary>
    public async Task TrainAsync(ShopSnapshot snapshot, IActiveRun run, IProgress<Progress> progress, CancellationToken cancellation)
    {
        // A model trained on broken facts would do harm for a whole day; yesterday's champions go on instead.
        if ((await quality.ObstaclesAsync(run.Id, cancellation)).Count == 0)
        {
            await training.TrainAsync(snapshot, run.Id, progress, cancellation);
        }
    }

    /// <summary>Measures the challengers over the last whole horizon, which they do not see.</summary>
    public async Task BacktestAsync(IActiveRun run, IProgress<Progress> progress, CancellationToken cancellation)
    {
        if (await MeasureAsync(run, progress, cancellation) is not { } report)
        {
            return;
        }

        foreach (var purpose in ModelPurposes.Outlooks)
        {
            var champion = (await models.ChampionAsync(purpose, cancellation))?.Kind;
            foreach (var version in await ChallengersAsync(purpose, run.Id, cancellation))
            {
                if (report.Methods.FirstOrDefault(method => method.Kind == version.Kind) is { } method)
                {
                    var (figures, gains) = purpose == ModelPurposes.Churn ? (method.Churn, method.ChurnGains) : (method.Spend, method.SpendGains);
                    var ahead = champion is null ? null : gains.GetValueOrDefault(champion);
                    await models.SaveMetricsAsync(version.Id, ahead is null ? figures : [.. figures, ahead], cancellation);
                }
            }
        }
    }

    /// <summary>Puts the better method of each purpose in charge, or keeps the champion; the reason is kept with the version.</summary>
    public async Task PromoteAsync(IActiveRun run, IProgress<Progress> progress, CancellationToken cancellation)
    {
        var report = await MeasureAsync(run, progress, cancellation);
        foreach (var purpose in ModelPurposes.Outlooks)
        {
            var challengers = await ChallengersAsync(purpose, run.Id, cancellation);
            if (challengers.Count == 0 || report is null)
            {
                continue;
            }

            var champion = await models.ChampionAsync(purpose, cancellation);
            var verdict = backtests.Judge(report, purpose, champion?.Kind);
            if (verdict.Kind.Length == 0)
            {
                // Nothing could be measured: the cheapest begins.
                verdict = verdict with { Kind = challengers.MinBy(version => version.CpuSeconds)!.Kind };
            }

            if (champion is not null && await models.HoldAsync(purpose, cancellation) is { } hold)
            {
                verdict = new Verdict("", false, $"{hold.Actor} holds {champion.Kind} version {champion.Version} in charge until nights may choose again. {verdict.Reason}");
            }

            var winner = challengers.FirstOrDefault(version => version.Kind == verdict.Kind);
            if (winner is { State: ModelState.Challenger })
            {
                await models.PromoteAsync(winner.Id, IModels.ByItself, verdict.Reason, cancellation);
            }

            foreach (var other in challengers.Where(version => version.Id != winner?.Id && version.State == ModelState.Challenger))
            {
                await models.KeepChampionAsync(other.Id, verdict.Reason, cancellation);
            }
        }
    }

    /// <summary>Scores everybody by the models in charge.</summary>
    public async Task<string?> ScoreAsync(ShopSnapshot snapshot, IActiveRun run, IProgress<Progress> progress, CancellationToken cancellation)
    {
        if (await scores.ScoreAsync(snapshot, run.Id, progress, cancellation) is null)
        {
            return "no model foretells customers yet: the history is shorter than the days that it looks ahead";
        }

        var round = (await scores.LatestAsync(cancellation))!;
        var (churn, spend) = await ByAsync(round, cancellation);
        return FormattableString.Invariant($"{round.Customers:N0} customers scored for {round.HorizonDays} days: churn by {churn.Kind} {churn.Version}, spend by {spend.Kind} {spend.Version}");
    }

    /// <summary>The round of a run with the kinds of its models, or null where it scored nobody.</summary>
    public async Task<(ScoreRound Round, string Churn, string Spend)?> ScoredAsync(RunId run, CancellationToken cancellation)
    {
        if (await scores.LatestAsync(cancellation) is not { } round || round.Run != run)
        {
            return null;
        }

        var (churn, spend) = await ByAsync(round, cancellation);
        return (round, churn.Kind, spend.Kind);
    }

    private async Task<(ModelVersion Churn, ModelVersion Spend)> ByAsync(ScoreRound round, CancellationToken cancellation) =>
        ((await models.FindAsync(round.ChurnModel, cancellation))!, (await models.FindAsync(round.SpendModel, cancellation))!);

    // Null where nothing was trained.
    private async Task<OutlookReport?> MeasureAsync(IActiveRun run, IProgress<Progress> progress, CancellationToken cancellation)
    {
        var kinds = (await ChallengersAsync(ModelPurposes.Churn, run.Id, cancellation)).Select(version => version.Kind).Where(training.MayRefit).ToList();
        var window = calendar.HorizonWindow(run.BusinessTime, training.HorizonDays);
        return kinds.Count == 0 ? null : await backtests.RunAsync(window.Start, window.End, kinds, run.Id, progress, cancellation);
    }

    private async Task<IReadOnlyList<ModelVersion>> ChallengersAsync(string purpose, RunId run, CancellationToken cancellation) =>
        [.. (await models.ListAsync(purpose, new TableQuery(Take: 100), cancellation)).Items.Where(version => version.Run == run)];
}
