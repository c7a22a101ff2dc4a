using Marketing.Data;
using Marketing.Evaluation.Backtests;
using Marketing.Evaluation.Outlooks;
using Marketing.Evaluation.Sql;
using Marketing.Kernel;
using Marketing.Model;
using Microsoft.Extensions.Options;

namespace Marketing.Evaluation.Compute;

/// <summary>Versions and trainings of a period, backtests of their runs and choices of turns to one line a purpose and method.</summary>
internal sealed class CountCompute(IModels models, ITrainings trainings, ITrainingEconomy economy, EvaluationStore store, IShop shop, BusinessClock clock, IOptions<EconomyOptions> options) : ICompute
{
    private const int Slice = 500;
    private const int Promotions = 1000;

    public async Task<ComputeReport> ReadAsync(int days, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        var now = clock.GetUtcNow();
        var period = new Period(now.AddDays(-days), now);
        var price = options.Value.PricePerProcessorHour ?? EconomyOptions.AssumedPrice;
        var versions = await VersionsAsync(period, cancellation).ConfigureAwait(false);
        var unkept = await UnkeptTrainings.OfAsync(trainings, period, versions.Select(version => version.Run).OfType<RunId>().ToHashSet(), cancellation).ConfigureAwait(false);
        var spent = new Spent(versions, unkept);
        var (methods, winners) = (new List<MethodCost>(), await WinnersAsync(versions, cancellation).ConfigureAwait(false));
        foreach (var purpose in ModelPurposes.All.Concat(versions.Select(version => version.Purpose)).Distinct())
        {
            methods.AddRange(await PurposeAsync(purpose, spent, winners, price, cancellation).ConfigureAwait(false));
        }

        var (total, turn) = (methods.Sum(method => method.CpuSeconds), versions.FirstOrDefault(version => version.Run is not null)?.Run);
        return new ComputeReport(
            period,
            shop.Profile.Currency,
            price,
            options.Value.PricePerProcessorHour is null,
            turn is null ? null : spent.Paid.Where(version => version.Run == turn).Sum(version => version.CpuSeconds) + unkept.Where(training => training.Run == turn).Sum(UnkeptTrainings.CpuSeconds),
            total,
            Cost.Of(total, price),
            total > 0 ? methods.Where(method => !method.HasWon).Sum(method => method.CpuSeconds) / total : null,
            options.Value.SkipAfter,
            options.Value.TryAgainAfter,
            [.. methods.OrderByDescending(method => method.CpuSeconds).ThenBy(method => method.Kind, StringComparer.Ordinal).ThenBy(method => method.Purpose, StringComparer.Ordinal)]);
    }

    // Newest first, until they were trained before the period.
    private async Task<List<ModelVersion>> VersionsAsync(Period period, CancellationToken cancellation)
    {
        var found = new List<ModelVersion>();
        for (var skip = 0; ; skip += Slice)
        {
            var page = await models.ListAsync(null, new TableQuery(skip, Slice), cancellation).ConfigureAwait(false);
            found.AddRange(page.Items.Where(version => version.Created >= period.Start));
            if (page.Items.Count < Slice || page.Items[^1].Created < period.Start)
            {
                return found;
            }
        }
    }

    private async Task<List<MethodCost>> PurposeAsync(string purpose, Spent spent, ILookup<string, string> winners, decimal price, CancellationToken cancellation)
    {
        var versions = spent.Versions.Where(version => version.Purpose == purpose).ToList();
        var champion = (await models.ChampionAsync(purpose, cancellation).ConfigureAwait(false))?.Kind;
        var choices = versions.Count == 0 ? [] : await economy.LatestAsync(purpose, cancellation).ConfigureAwait(false);
        var forced = await economy.ForcedAsync(purpose, cancellation).ConfigureAwait(false);
        var methods = new List<MethodCost>();

        // Methods that were skipped all the while stand there, too, with nothing spent.
        foreach (var kind in versions.Select(version => version.Kind).Concat(choices.Select(choice => choice.Kind)).Concat(spent.Unkept.Select(training => training.Kind).Where(kind => spent.PurposeOf(kind) == purpose)).Distinct())
        {
            var own = versions.Where(version => version.Kind == kind).ToList();
            var (paidWith, without) = (own.Count > 0 && spent.PurposeOf(kind) != purpose ? spent.PurposeOf(kind) : null, spent.Unkept.Where(training => training.Kind == kind && spent.PurposeOf(kind) == purpose).ToList());
            var (cpu, measured) = (spent.Paid.Where(version => version.Kind == kind && version.Purpose == purpose).Sum(version => version.CpuSeconds) + without.Sum(UnkeptTrainings.CpuSeconds), own.Find(version => version.Metrics.Count > 0));
            var (baseline, gain) = await GainAsync(measured, versions, cancellation).ConfigureAwait(false);
            methods.Add(new MethodCost(
                purpose,
                kind,
                kind == champion,
                own.Count,
                cpu,
                own.FirstOrDefault()?.CpuSeconds,
                own.FirstOrDefault()?.PeakBytes,
                own.FirstOrDefault()?.FileBytes,
                Cost.Of(cpu, price),
                measured?.Metrics.FirstOrDefault(metric => metric.Name == FigureOf(purpose)),
                baseline,
                gain,
                purpose == ModelPurposes.Recommend ? Cost.OfPoint(Cost.Of(cpu, price), gain) : null,

                // What was paid for one purpose may have won another.
                winners[kind].Any(won => paidWith is null || won == purpose),
                choices.FirstOrDefault(choice => choice.Kind == kind),
                await economy.SkippedSinceAsync(purpose, kind, cancellation).ConfigureAwait(false),
                forced.FirstOrDefault(wish => wish.Kind == kind))
            {
                PaidWith = paidWith,
                WithoutVersion = without.Count,
                WithoutVersionCpuSeconds = without.Sum(UnkeptTrainings.CpuSeconds),
            });
        }

        return methods;
    }

    // Purposes that a method was ever in charge of.
    private async Task<ILookup<string, string>> WinnersAsync(List<ModelVersion> versions, CancellationToken cancellation)
    {
        var (known, winners) = (versions.ToDictionary(version => version.Id, version => version.Kind), new HashSet<(string Kind, string Purpose)>());
        foreach (var purpose in ModelPurposes.All.Concat(versions.Select(version => version.Purpose)).Distinct())
        {
            foreach (var winner in (await models.PromotionsAsync(purpose, Promotions, cancellation).ConfigureAwait(false)).Select(promotion => promotion.To).Distinct())
            {
                if ((known.GetValueOrDefault(winner) ?? (await models.FindAsync(winner, cancellation).ConfigureAwait(false))?.Kind) is { } kind)
                {
                    winners.Add((kind, purpose));
                }
            }
        }

        return winners.ToLookup(one => one.Kind, one => one.Purpose);
    }

    // The paired figures stand in the report of the version's own turn: the same customers, the same window.
    private async Task<(string? Baseline, Metric? Gain)> GainAsync(ModelVersion? measured, List<ModelVersion> versions, CancellationToken cancellation)
    {
        if (measured?.Run is not { } run
            || versions.Where(version => version.Run == run && version.Metrics.Count > 0).MinBy(version => version.CpuSeconds)?.Kind is not { } baseline
            || baseline == measured.Kind)
        {
            return (null, null);
        }

        if (measured.Purpose == ModelPurposes.Recommend)
        {
            var report = await store.LatestOfRunAsync(run, onlyNew: true, cancellation).ConfigureAwait(false);
            return (baseline, report?.Methods.FirstOrDefault(method => method.Kind == measured.Kind)?.Gains.GetValueOrDefault(baseline));
        }

        var outlooks = (await store.LatestOutlooksOfRunAsync(run, cancellation).ConfigureAwait(false))?.Methods.FirstOrDefault(method => method.Kind == measured.Kind);
        return (baseline, (measured.Purpose == ModelPurposes.Churn ? outlooks?.ChurnGains : outlooks?.SpendGains)?.GetValueOrDefault(baseline));
    }

    private static string FigureOf(string purpose) => purpose switch
    {
        ModelPurposes.Churn => OutlookFigures.LogLoss,
        ModelPurposes.Spend => OutlookFigures.Deviance,
        _ => MethodFigures.Ndcg,
    };

    /// <summary>What was trained in a period.</summary>
    /// <param name="Versions">Versions, newest first.</param>
    /// <param name="Unkept">Trainings without one.</param>
    private sealed record Spent(List<ModelVersion> Versions, List<LongTraining> Unkept)
    {
        /// <summary>One version a training: it may stand in for several purposes, and was paid once, for the first.</summary>
        public List<ModelVersion> Paid { get; } =
            [.. Versions.GroupBy(version => version.Run is { } run ? (run.Value, version.FileHash) : (0, $"{version.Id.Value}")).Select(training => training.MinBy(version => version.Id.Value)!).OrderByDescending(version => version.Id.Value)];

        /// <summary>Purpose that a method's trainings are paid for.</summary>
        public string PurposeOf(string kind) => Paid.Find(version => version.Kind == kind)?.Purpose ?? ModelPurposes.Recommend;
    }
}
