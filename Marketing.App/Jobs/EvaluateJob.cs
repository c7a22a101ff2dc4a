using Hangfire;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Jobs;

/// <summary>Measures every method on the last whole months of history, on its own and outside the nightly turn.</summary>
internal sealed class EvaluateJob(IRuns runs, IShop shop, BusinessClock clock, TurnModels models, JobCalendar calendar)
{
    public const string Kind = "evaluate";

    public static IReadOnlyList<string> Steps { get; } = ["backtest"];

    /// <summary>What the job engine calls.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(string trigger, CancellationToken cancellation)
    {
        if (shop.IsEmpty)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var latest = await runs.LatestAsync(Kind, null, cancellation);
        var time = latest?.State is RunState.Interrupted or RunState.Failed && shop.DayOf(latest.BusinessTime) == shop.DayOf(now) ? latest.BusinessTime : now;
        await using var run = await runs.StartAsync(Kind, trigger, time, Steps, cancellation);
        if (run is null)
        {
            return;
        }

        try
        {
            await run.StepAsync("backtest", async (progress, token) =>
            {
                var report = await models.MeasureAsync(calendar.BacktestWindow(run.BusinessTime), run.Id, progress, token);
                return $"{report.Methods.Count} methods on {report.Customers:N0} customers";
            });
            await run.SucceedAsync(null);
        }
        catch (Exception e)
        {
            await run.FailAsync(e);
            throw;
        }
    }
}
