using System.Globalization;
using Marketing.App.Web;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Execution;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;
using Microsoft.Extensions.Options;

namespace Marketing.App.Jobs;

/// <summary>Gathers what a turn did and found from what its steps have stored, so that a resumed turn reports like one that ran through.</summary>
internal sealed class TurnMeasures(IQuality quality, TurnModels models, TurnOutlooks outlooks, TurnDemand demand, IBacktests backtests, ISegments segments, ILedger ledger, ICampaigns campaigns, IReports reports, JobCalendar calendar, IOptions<EconomyOptions> economy)
{
    public async Task<IReadOnlyList<Reason>> TakeAsync(FeatureFrame frame, IActiveRun run, CancellationToken cancellation)
    {
        var snapshot = frame.Snapshot;
        var before = (await reports.TurnsAsync(2, cancellation)).FirstOrDefault(report => report.Run != run.Id);
        var measured = await BacktestsAsync(run, cancellation);
        return
        [
            .. Models(await models.ChallengersAsync(run.Id, cancellation)),
            .. (await models.SkippedAsync(run.Id, cancellation)).Select(Skipped),
            .. measured.Where(line => line.Code is TurnLine.GainAll or TurnLine.GainNew),
            .. (await outlooks.ScoredAsync(run.Id, cancellation)) is { } scored ? [Line(TurnLine.Scored, scored.Round.Customers, scored.Round.HorizonDays, Method(scored.Churn), Method(scored.Spend))] : Array.Empty<Reason>(),
            .. (await demand.ToldAsync(run.Id, cancellation)) is { } total ? [Told(total)] : Array.Empty<Reason>(),
            .. (await ledger.CountAsync(run.Id, null, cancellation))
                .Where(count => count.Kind == DecisionKind.Recommendation)
                .Select(count => Line(TurnLine.Decided, count.Policy, count.Decisions)),
            .. await CampaignsAsync(before, cancellation),
            .. Segments(await segments.SummariseAsync(cancellation), before),
            .. Quality(await quality.LatestAsync(cancellation)),
            .. frame.Changes.Select(Treated),
            Line(TurnLine.Snapshot, snapshot.Customers.Count, snapshot.Products.Count, snapshot.Orders.Count, snapshot.Orders.Lines),
            .. measured.Where(line => line.Code is TurnLine.BacktestAll or TurnLine.BacktestNew),
        ];
    }

    private static Reason Line(string code, params object?[] arguments) =>
        new(code, [.. arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "")]);

    /// <summary>The line about what is foretold.</summary>
    /// <param name="total">Of the whole shop.</param>
    internal static Reason Told(DemandTotal total)
    {
        object?[] told = [Math.Round(total.Expected), total.Low, total.High];
        var change = total.Last > 0 ? (total.Expected - total.Last) / total.Last : (double?)null;
        return change is null
            ? Line(TurnLine.Demand, told)
            : Line(change >= 0 ? TurnLine.DemandUp : TurnLine.DemandDown, [.. told, string.Create(CultureInfo.InvariantCulture, $"s:{Math.Abs(change.Value):0.####}")]);
    }

    private static Reason Treated(TreatmentChange change) => Line(
        TurnLine.Treated,
        $"w:Field.{change.Feature}",
        $"w:Board.Missing.{change.Treatment.Missing}",
        change.Filled,
        $"w:Board.Outliers.{change.Treatment.Outliers}",
        change.Marked,
        change.Capped,
        change.Dropped);

    private static IEnumerable<Reason> Quality(QualityReport? report)
    {
        if (report is null)
        {
            yield break;
        }

        yield return Line(TurnLine.Quality, report.Checks.Count(check => check.Status == "pass"), report.Checks.Count(check => check.Status == "warn"), report.Checks.Count(check => check.Status == "fail"));
        foreach (var check in report.Checks.Where(check => check.Status == "fail"))
        {
            yield return Line(TurnLine.QualityFailed, $"w:Quality.{check.Check}", check.Affected, check.Of);
        }

        foreach (var rule in report.Rules.Where(rule => rule.Status == "fail"))
        {
            yield return Failed(rule, report.Fields.FirstOrDefault(field => field.Name == rule.Field)?.Type);
        }
    }

    /// <summary>A failed rule, with the bounds that it has.</summary>
    /// <param name="rule">What became of it.</param>
    /// <param name="type">Type of its field, or null for one that is gone.</param>
    internal static Reason Failed(RuleResult rule, string? type)
    {
        var code = (rule.Low, rule.High) switch { (_, null) => TurnLine.RuleFailedLeast, (null, _) => TurnLine.RuleFailedMost, _ => TurnLine.RuleFailed };
        return Line(code, [$"w:Field.{rule.Field}", $"w:FieldRule.{rule.Kind}", .. new[] { rule.Value, rule.Low, rule.High }.OfType<double>().Select(value => Bound(rule.Kind, type, value))]);
    }

    // Shares and amounts are marked as such, for the pages to show in the reader's form.
    private static string Bound(string kind, string? type, double value) => kind switch
    {
        "missing" => string.Create(CultureInfo.InvariantCulture, $"s:{value}"),
        "least" or "most" when type == "money" => string.Create(CultureInfo.InvariantCulture, $"m:{Math.Round(value):0}"),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };

    private static IEnumerable<Reason> Models(IReadOnlyList<ModelVersion> versions) => versions.Count == 0
        ? [Line(TurnLine.NotTrained)]
        : versions.OrderBy(version => version.State != ModelState.Champion)
            .Select(version => Line(version.State == ModelState.Champion ? TurnLine.Promoted : TurnLine.Kept, Method(version.Kind), version.Version, version.Note));

    private Reason Skipped(TrainingChoice choice) =>
        Line(TurnLine.Skipped, Method(choice.Kind), choice.Measured, Figure(choice.Best?.Value), Figure(choice.Best?.Low), Figure(choice.Best?.High), choice.Skipped, economy.Value.TryAgainAfter);

    private static string Method(string kind) => $"w:Models.Method.{kind}";

    private static IEnumerable<Reason> Segments(IReadOnlyList<SegmentSummary> now, TurnReport? before)
    {
        var earlier = before?.Lines.FirstOrDefault(line => line.Code == TurnLine.Segments)?.Arguments.Skip(1)
            .Select(argument => argument.Split('='))
            .ToDictionary(parts => parts[0], parts => int.Parse(parts[1], CultureInfo.InvariantCulture), StringComparer.Ordinal) ?? [];
        foreach (var segment in now)
        {
            if (earlier.TryGetValue(segment.Code, out var customers) && customers != segment.Customers)
            {
                yield return Line(TurnLine.SegmentMoved, $"w:Segment.{segment.Code}", (segment.Customers - customers).ToString("+#,0;-#,0", CultureInfo.InvariantCulture), segment.Customers);
            }
        }

        yield return Line(TurnLine.Segments, [now.Count(segment => segment.Customers > 0), .. now.Select(segment => $"{segment.Code}={segment.Customers}")]);
    }

    private static string Figure(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "?";

    private async Task<IReadOnlyList<Reason>> BacktestsAsync(IActiveRun run, CancellationToken cancellation)
    {
        var window = calendar.BacktestWindow(run.BusinessTime);
        var lines = new List<Reason>();
        foreach (var onlyNew in (bool[])[false, true])
        {
            // A window of another turn says nothing about this one: its backtest was skipped.
            if (await backtests.LatestAsync(onlyNew, cancellation) is not { } report || report.Cut != window.Start || report.End != window.End)
            {
                continue;
            }

            foreach (var method in report.Methods.Where(method => method.Metrics.Count > 0))
            {
                var ndcg = method.Metrics.First(metric => metric.Name == "ndcg@10");
                lines.Add(Line(onlyNew ? TurnLine.BacktestNew : TurnLine.BacktestAll, Method(method.Kind), Figure(ndcg.Value), Figure(ndcg.Low), Figure(ndcg.High), calendar.Day(window.Start), calendar.Day(window.End)));
                if (method.NdcgGain is { } gain)
                {
                    lines.Add(Line(onlyNew ? TurnLine.GainNew : TurnLine.GainAll, Method(method.Kind), Figure(gain.Value), Figure(gain.Low), Figure(gain.High)));
                }
            }
        }

        return lines;
    }

    private async Task<IEnumerable<Reason>> CampaignsAsync(TurnReport? before, CancellationToken cancellation) =>
        (await campaigns.ListAsync(new TableQuery(Take: 100), cancellation)).Items
            .Where(campaign => campaign.State is CampaignState.Sending or CampaignState.Done or CampaignState.Stopped && campaign.Audience > 0)
            .Where(campaign => before is null || campaign.SendAt > before.At || campaign.State == CampaignState.Sending)
            .Select(campaign => Line(TurnLine.Campaign, campaign.Draft.Name, $"w:Audience.{campaign.Draft.Audience}", campaign.Delivered, campaign.Queued, campaign.Failed, campaign.Holdout, campaign.Suppressed));
}
