using Marketing.Data;
using Marketing.Evaluation.Backtests;
using Marketing.Evaluation.Sql;
using Marketing.Kernel;
using Marketing.Model;
using Microsoft.Extensions.Options;

namespace Marketing.Evaluation.Compute;

/// <summary>Versions of a period, backtests of their runs and choices of turns to one line a method.</summary>
internal sealed class CountCompute(IModels models, ITrainingEconomy economy, EvaluationStore store, IShop shop, BusinessClock clock, IOptions<EconomyOptions> options) : ICompute
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
        var methods = new List<MethodCost>();
        foreach (var purpose in versions.GroupBy(version => version.Purpose))
        {
            methods.AddRange(await PurposeAsync(purpose.Key, [.. purpose], price, cancellation).ConfigureAwait(false));
        }

        var (total, turn) = (versions.Sum(version => version.CpuSeconds), versions.FirstOrDefault(version => version.Run is not null)?.Run);
        return new ComputeReport(
            period,
            shop.Profile.Currency,
            price,
            options.Value.PricePerProcessorHour is null,
            turn is null ? null : versions.Where(version => version.Run == turn).Sum(version => version.CpuSeconds),
            total,
            Cost.Of(total, price),
            total > 0 ? methods.Where(method => !method.HasWon).Sum(method => method.CpuSeconds) / total : null,
            options.Value.SkipAfter,
            options.Value.TryAgainAfter,
            [.. methods.OrderByDescending(method => method.CpuSeconds).ThenBy(method => method.Kind, StringComparer.Ordinal)]);
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
                // One training may stand in for several purposes; it was paid once, for the first.
                return [.. found.GroupBy(version => version.Run is { } run ? (run.Value, version.FileHash) : (0, $"{version.Id.Value}")).Select(training => training.MinBy(version => version.Id.Value)!).OrderByDescending(version => version.Id.Value)];
            }
        }
    }

    private async Task<List<MethodCost>> PurposeAsync(string purpose, List<ModelVersion> versions, decimal price, CancellationToken cancellation)
    {
        var champion = (await models.ChampionAsync(purpose, cancellation).ConfigureAwait(false))?.Kind;
        var choices = await economy.LatestAsync(purpose, cancellation).ConfigureAwait(false);
        var forced = await economy.ForcedAsync(purpose, cancellation).ConfigureAwait(false);
        var winners = await WinnersAsync(purpose, versions, cancellation).ConfigureAwait(false);
        var methods = new List<MethodCost>();

        // Methods that were skipped all the while stand there, too, with nothing spent.
        foreach (var kind in versions.Select(version => version.Kind).Concat(choices.Select(choice => choice.Kind)).Distinct())
        {
            var own = versions.Where(version => version.Kind == kind).ToList();
            var (cpu, measured) = (own.Sum(version => version.CpuSeconds), own.Find(version => version.Metrics.Count > 0));
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
                measured?.Metrics.FirstOrDefault(metric => metric.Name == MethodFigures.Ndcg),
                baseline,
                gain,
                Cost.OfPoint(Cost.Of(cpu, price), gain),
                winners.Contains(kind),
                choices.FirstOrDefault(choice => choice.Kind == kind),
                await economy.SkippedSinceAsync(purpose, kind, cancellation).ConfigureAwait(false),
                forced.FirstOrDefault(wish => wish.Kind == kind)));
        }

        return methods;
    }

    private async Task<HashSet<string>> WinnersAsync(string purpose, List<ModelVersion> versions, CancellationToken cancellation)
    {
        // What was paid for one purpose may have won another.
        var (kinds, known, won) = (new HashSet<string>(), versions.ToDictionary(version => version.Id, version => version.Kind), new HashSet<ModelVersionId>());
        foreach (var any in ModelPurposes.Outlooks.Append(purpose).Distinct())
        {
            won.UnionWith((await models.PromotionsAsync(any, Promotions, cancellation).ConfigureAwait(false)).Select(promotion => promotion.To));
        }

        foreach (var winner in won)
        {
            if ((known.GetValueOrDefault(winner) ?? (await models.FindAsync(winner, cancellation).ConfigureAwait(false))?.Kind) is { } kind)
            {
                kinds.Add(kind);
            }
        }

        return kinds;
    }

    // The paired figures stand in the report of the version's own turn: the same customers, the same window.
    private async Task<(string? Baseline, Metric? Gain)> GainAsync(ModelVersion? measured, List<ModelVersion> versions, CancellationToken cancellation)
    {
        if (measured?.Run is not { } run
            || versions.Where(version => version.Run == run && version.Purpose == measured.Purpose && version.Metrics.Count > 0).MinBy(version => version.CpuSeconds)?.Kind is not { } baseline
            || baseline == measured.Kind)
        {
            return (null, null);
        }

        var report = await store.LatestOfRunAsync(run, onlyNew: true, cancellation).ConfigureAwait(false);
        return (baseline, report?.Methods.FirstOrDefault(method => method.Kind == measured.Kind)?.Gains.GetValueOrDefault(baseline));
    }
}
