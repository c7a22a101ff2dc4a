using System.Globalization;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;

namespace Marketing.App.Jobs;

/// <summary>Codes of the lines of a turn's report, shown in words by the pages (resource <c>Turn.CODE</c>), with their arguments in order.</summary>
internal static class TurnLine
{
    /// <summary>Customers, products, orders, order lines.</summary>
    public const string Snapshot = "snapshot";

    /// <summary>Checks passed, warned, failed.</summary>
    public const string Quality = "quality";

    /// <summary>A failed check: its code, rows concerned, rows looked at.</summary>
    public const string QualityFailed = "quality-failed";

    /// <summary>Method, version number.</summary>
    public const string Trained = "trained";

    /// <summary>Nothing was trained.</summary>
    public const string NotTrained = "not-trained";

    /// <summary>Method, <c>all</c> or <c>new</c>, NDCG@10, its low, its high, first hidden day, first day after.</summary>
    public const string Backtest = "backtest";

    /// <summary>Method, <c>all</c> or <c>new</c>, mean NDCG@10 above popularity, its low, its high.</summary>
    public const string Gain = "gain";

    /// <summary>A version took charge: method, version number, reason.</summary>
    public const string Promoted = "promoted";

    /// <summary>A challenger did not: method, version number, reason.</summary>
    public const string Kept = "kept";

    /// <summary>Segment code, customers, change since the turn before (signed) or empty.</summary>
    public const string Segment = "segment";

    /// <summary>Policy, recommendation decisions of this turn.</summary>
    public const string Decided = "decided";

    /// <summary>A campaign that went out since the turn before: name, audience, delivered, waiting, failed, holdout, left out.</summary>
    public const string Campaign = "campaign";
}

/// <summary>Gathers what a turn did and found from what its steps have stored, so that a resumed turn reports like one that ran through.</summary>
internal sealed class TurnMeasures(IQuality quality, TurnModels models, IBacktests backtests, ISegments segments, ILedger ledger, ICampaigns campaigns, IReports reports, JobCalendar calendar)
{
    public async Task<IReadOnlyList<Reason>> TakeAsync(ShopSnapshot snapshot, IActiveRun run, CancellationToken cancellation)
    {
        var before = (await reports.TurnsAsync(2, cancellation)).FirstOrDefault(report => report.Run != run.Id);
        var lines = new List<Reason> { Line(TurnLine.Snapshot, snapshot.Customers.Count, snapshot.Products.Count, snapshot.Orders.Count, snapshot.Orders.Lines) };
        lines.AddRange(Quality(await quality.LatestAsync(cancellation)));
        lines.AddRange(Models(await models.ChallengersAsync(run.Id, cancellation)));
        lines.AddRange(await BacktestsAsync(run, cancellation));
        lines.AddRange(Segments(await segments.SummariseAsync(cancellation), before));
        lines.AddRange((await ledger.CountAsync(run.Id, null, cancellation))
            .Where(count => count.Kind == DecisionKind.Recommendation)
            .Select(count => Line(TurnLine.Decided, count.Policy, count.Decisions)));
        lines.AddRange(await CampaignsAsync(before, cancellation));
        return lines;
    }

    private static Reason Line(string code, params object?[] arguments) =>
        new(code, [.. arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "")]);

    private static IEnumerable<Reason> Quality(QualityReport? report)
    {
        if (report is null)
        {
            yield break;
        }

        yield return Line(TurnLine.Quality, report.Checks.Count(check => check.Status == "pass"), report.Checks.Count(check => check.Status == "warn"), report.Checks.Count(check => check.Status == "fail"));
        foreach (var check in report.Checks.Where(check => check.Status == "fail"))
        {
            yield return Line(TurnLine.QualityFailed, check.Check, check.Affected, check.Of);
        }
    }

    private static IEnumerable<Reason> Models(IReadOnlyList<ModelVersion> versions)
    {
        if (versions.Count == 0)
        {
            yield return Line(TurnLine.NotTrained);
        }

        foreach (var version in versions)
        {
            yield return Line(TurnLine.Trained, version.Kind, version.Version);
        }

        foreach (var version in versions.OrderBy(version => version.State != ModelState.Champion))
        {
            yield return Line(version.State == ModelState.Champion ? TurnLine.Promoted : TurnLine.Kept, version.Kind, version.Version, version.Note);
        }
    }

    private static IEnumerable<Reason> Segments(IReadOnlyList<SegmentSummary> now, TurnReport? before)
    {
        var earlier = before?.Lines.Where(line => line.Code == TurnLine.Segment).ToDictionary(line => line.Arguments[0], line => int.Parse(line.Arguments[1], CultureInfo.InvariantCulture));
        return now.Select(segment => Line(
            TurnLine.Segment,
            segment.Code,
            segment.Customers,
            earlier is not null && earlier.TryGetValue(segment.Code, out var customers) ? (segment.Customers - customers).ToString("+0;-0;0", CultureInfo.InvariantCulture) : ""));
    }

    private async Task<IEnumerable<Reason>> BacktestsAsync(IActiveRun run, CancellationToken cancellation)
    {
        var window = calendar.BacktestWindow(run.BusinessTime);
        var lines = new List<Reason>();
        foreach (var onlyNew in (bool[])[false, true])
        {
            if (await backtests.LatestAsync(onlyNew, cancellation) is { } report && report.Cut == window.Start && report.End == window.End)
            {
                var what = onlyNew ? "new" : "all";
                lines.AddRange(report.Methods.Select(method => (method.Kind, Metric: method.Metrics.First(metric => metric.Name == "ndcg@10")))
                    .Select(method => Line(TurnLine.Backtest, method.Kind, what, method.Metric.Value, method.Metric.Low, method.Metric.High, calendar.Day(window.Start), calendar.Day(window.End))));
                lines.AddRange(report.Methods.Where(method => method.NdcgGain is not null)
                    .Select(method => Line(TurnLine.Gain, method.Kind, what, method.NdcgGain!.Value, method.NdcgGain.Low, method.NdcgGain.High)));
            }
        }

        return lines;
    }

    private async Task<IEnumerable<Reason>> CampaignsAsync(TurnReport? before, CancellationToken cancellation) =>
        (await campaigns.ListAsync(new TableQuery(Take: 100), cancellation)).Items
            .Where(campaign => campaign.State is CampaignState.Sending or CampaignState.Done or CampaignState.Stopped && campaign.Audience > 0)
            .Where(campaign => before is null || campaign.SendAt > before.At || campaign.State == CampaignState.Sending)
            .Select(campaign => Line(TurnLine.Campaign, campaign.Draft.Name, campaign.Draft.Audience, campaign.Delivered, campaign.Queued, campaign.Failed, campaign.Holdout, campaign.Suppressed));
}
