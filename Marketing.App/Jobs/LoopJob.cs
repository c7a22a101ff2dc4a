using Hangfire;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.App.Jobs;

/// <summary>
/// One turn of the loop, and the only place that knows its order. Each step leaves its result in the store under the run, so that a
/// turn that was interrupted or has failed goes on at the step where it stopped and repeats nothing.
/// </summary>
internal sealed class LoopJob(
    IRuns runs,
    IShop shop,
    BusinessClock clock,
    ISnapshots snapshots,
    IQuality quality,
    IFeatures features,
    TurnModels models,
    TurnOutlooks outlooks,
    TurnDemand demand,
    TurnContacts contacts,
    IPlanning planning,
    FirstCampaign firstCampaign,
    FirstAdvertising firstAdvertising,
    MessageRound messages,
    TurnMeasures measures,
    IReports reports,
    IRetention retention,
    ILogger<LoopJob> log)
{
    public const string Kind = "loop";

    /// <summary>Steps in order, by their machine names.</summary>
    public static IReadOnlyList<string> Steps { get; } =
        ["retention", "snapshot", "quality", "features", "train", "backtest", "promote", "score", "forecast", "contacts", "decide", "campaigns", "queue", "deliver", "measure", "report"];

    /// <summary>What the job engine calls.</summary>
    [AutomaticRetry(Attempts = 0)]
    public Task RunAsync(string trigger, CancellationToken cancellation) => RunAsync(trigger, null, cancellation);

    /// <summary>Does one turn, or goes on with the one of the shop's day that stopped.</summary>
    /// <param name="trigger">Who or what starts it.</param>
    /// <param name="watcher">Takes reports, or null.</param>
    /// <param name="cancellation">The program's end: the turn is then interrupted and goes on at the next start.</param>
    /// <returns>The run, or null when a turn is at work already.</returns>
    /// <exception cref="OperatorException">The shop is empty.</exception>
    public async Task<RunId?> RunAsync(string trigger, IProgress<Progress>? watcher, CancellationToken cancellation)
    {
        if (shop.IsEmpty)
        {
            throw new OperatorException("The shop has no orders yet, so there is nothing to learn from.", "Bring orders in with 'marketing import FILE' or on the page Data, or start 'marketing demo'.");
        }

        await using var run = await runs.StartAsync(Kind, trigger, await BusinessTimeAsync(cancellation), Steps, cancellation);
        if (run is null)
        {
            return null;
        }

        try
        {
            log.LogInformation("Turn {Run} begins ({Trigger}).", run.Id.Value, trigger);
            await TurnAsync(run, new WatchedRun(run, watcher));
            await run.SucceedAsync(null);
            log.LogInformation("Turn {Run} is done.", run.Id.Value);
            return run.Id;
        }
        catch (Exception e)
        {
            await run.FailAsync(e);
            throw;
        }
    }

    private async Task TurnAsync(IActiveRun run, WatchedRun turn)
    {
        ShopSnapshot snapshot = null!;
        FeatureFrame frame = null!;
        await turn.StepAsync("retention", async (progress, cancellation) =>
        {
            var ended = (await retention.RunAsync(JobSchedule.Nightly, progress, cancellation)).Removed;
            return string.Join(" ", ended.Select(one => one.Problem).OfType<string>().Prepend($"{ended.Sum(one => one.Rows):N0} rows at the end of their period."));
        });
        await turn.StepAsync("snapshot", async (_, cancellation) =>
        {
            snapshot = await snapshots.CurrentAsync(cancellation);
            return $"{snapshot.Customers.Count:N0} customers, {snapshot.Products.Count:N0} products, {snapshot.Orders.Count:N0} orders, {snapshot.Orders.Lines:N0} lines";
        }, always: true);
        await turn.StepAsync("quality", async (_, cancellation) =>
        {
            var checks = (await quality.CheckAsync(snapshot, run.Id, cancellation)).Checks;
            return string.Join(", ", checks.GroupBy(check => check.Status).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}"));
        }, always: true);
        await turn.StepAsync("features", async (_, cancellation) =>
        {
            frame = await features.CurrentAsync(cancellation);
            return $"{frame.Stored.Frequency.Count(orders => orders > 0):N0} customers with an order, {frame.Changes.Count} features treated";
        }, always: true);
        await turn.StepAsync("train", async (progress, cancellation) =>
        {
            var note = await models.TrainAsync(snapshot, run, progress, cancellation);
            await outlooks.TrainAsync(snapshot, run, progress, cancellation);
            return note;
        });
        await turn.StepAsync("backtest", async (progress, cancellation) =>
        {
            var note = await models.BacktestAsync(snapshot, run, progress, cancellation);
            await outlooks.BacktestAsync(run, progress, cancellation);
            return note;
        });
        await turn.StepAsync("promote", async (progress, cancellation) =>
        {
            var note = await models.PromoteAsync(snapshot, run, progress, cancellation);
            await outlooks.PromoteAsync(run, progress, cancellation);
            return note;
        });
        await turn.StepAsync("score", (progress, cancellation) => outlooks.ScoreAsync(snapshot, run, progress, cancellation));
        await turn.StepAsync("forecast", (progress, cancellation) => demand.ForecastAsync(snapshot, run, progress, cancellation));
        await turn.StepAsync("contacts", (progress, cancellation) => contacts.LearnAsync(run, progress, cancellation));
        await turn.StepAsync("decide", async (progress, cancellation) =>
        {
            var plan = await planning.DecideRecommendationsAsync(frame, run.Id, progress, cancellation);
            return $"{plan.Decisions:N0} decisions for {plan.Customers:N0} customers";
        });
        await turn.StepAsync("campaigns", async (_, cancellation) =>
        {
            await firstAdvertising.ProposeAsync(cancellation);
            return await firstCampaign.ProposeAsync(cancellation);
        });
        await turn.StepAsync("queue", async (progress, cancellation) =>
        {
            var queued = await messages.QueueAsync(progress, cancellation);
            return string.Join("; ", queued.Problems.Select(problem => $"campaign {problem.Campaign.Value}: {problem.Reason}").Prepend($"{queued.Queued:N0} messages queued"));
        });
        await turn.StepAsync("deliver", async (progress, cancellation) =>
        {
            var sent = await messages.DeliverAsync(progress, cancellation);
            return $"{sent.Delivered:N0} delivered, {sent.Failed:N0} failed, {sent.Waiting:N0} waiting ({sent.Channel}){(sent.Problem is null ? null : $"; {sent.Problem}")}";
        });
        IReadOnlyList<Reason> lines = [];
        await turn.StepAsync("measure", async (_, cancellation) =>
        {
            lines = await measures.TakeAsync(frame, run, cancellation);
            return $"{lines.Count} findings";
        }, always: true);
        await turn.StepAsync("report", async (_, cancellation) =>
        {
            await reports.SaveTurnAsync(new TurnReport(run.Id, run.BusinessTime, lines), cancellation);
            return null;
        });
    }

    // A turn that stopped goes on if it belongs to the same day of the shop; later its plan would be out of date.
    private async Task<DateTimeOffset> BusinessTimeAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var latest = await runs.LatestAsync(Kind, null, cancellation);
        return latest is { State: RunState.Interrupted or RunState.Failed } && shop.DayOf(latest.BusinessTime) == shop.DayOf(now) ? latest.BusinessTime : now;
    }
}
