using Marketing.Data;
using Marketing.Kernel;
using Microsoft.Extensions.Options;

namespace Marketing.App.Jobs;

/// <summary>
/// Decides what is due. The rows of earlier runs decide, not the job engine's memory: so a night that was missed is caught up, and
/// one that was done is not repeated.
/// </summary>
internal sealed class DueJobs(IRuns runs, IShop shop, JobCalendar calendar, TimeProvider system, IOptions<JobsOptions> options)
{
    private static readonly TimeSpan _late = TimeSpan.FromMinutes(30);

    /// <summary>What would start a turn now, or null when none is due.</summary>
    public async Task<string?> TurnAsync(CancellationToken cancellation)
    {
        if (!options.Value.Automatic || shop.IsEmpty)
        {
            return null;
        }

        var latest = await runs.LatestAsync(LoopJob.Kind, null, cancellation);
        var due = calendar.LastTurn();
        switch (latest?.State)
        {
            case null:
                return "first orders";
            case RunState.Running:
                return null;
            case RunState.Interrupted:
                return "resumed";
            case RunState.Failed when latest.Started >= due || Recently(latest):
                return Recently(latest) ? null : "tried again";
            case RunState.Cancelled or RunState.Succeeded when (latest.Finished ?? latest.Started) >= due:
                // One that was at work when the night came is the night's.
                return null;
            default:
                return system.GetUtcNow() - due < _late ? "nightly" : "catch-up";
        }
    }

    /// <summary>
    /// Whether what is older than its period is to be ended now outside of a turn: once a night while the shop has no orders, so that
    /// events, uploads and the like do not stay for want of turns.
    /// </summary>
    /// <param name="latest">When that was done last, system time, or null when never.</param>
    public bool IsRetentionDue(DateTimeOffset? latest) => options.Value.Automatic && shop.IsEmpty && (latest is null || latest < calendar.LastTurn());

    /// <summary>What would start an evaluation now, or null when none is due.</summary>
    public async Task<string?> EvaluationAsync(CancellationToken cancellation)
    {
        if (!options.Value.Automatic || shop.IsEmpty)
        {
            return null;
        }

        var latest = await runs.LatestAsync(EvaluateJob.Kind, null, cancellation);
        switch (latest?.State)
        {
            case RunState.Running:
                return null;
            case RunState.Interrupted:
                return "resumed";
            case RunState.Failed:
                return Recently(latest) ? null : "tried again";
        }

        // The first turn has measured already; the week begins with it.
        var due = calendar.LastEvaluation();
        var turn = await runs.LatestAsync(LoopJob.Kind, RunState.Succeeded, cancellation);
        var first = latest ?? turn;
        return turn is null || first!.Started >= due ? null : "weekly";
    }

    private bool Recently(Run run) => system.GetUtcNow() - (run.Finished ?? run.Started) < TimeSpan.FromMinutes(options.Value.RetryMinutes);
}
