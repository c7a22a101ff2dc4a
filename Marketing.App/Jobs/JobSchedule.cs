using Hangfire;
using Marketing.Data;

namespace Marketing.App.Jobs;

/// <summary>What the job engine calls every few minutes and at start: it begins what is due.</summary>
internal sealed class JobSchedule(DueJobs due, LoopJob loop, EvaluateJob evaluation, IRetention retention)
{
    /// <summary>Who ends what is older than its period, by the clock or in a turn.</summary>
    public const string Nightly = "nightly";

    [AutomaticRetry(Attempts = 0)]
    public async Task RunTurnIfDueAsync(CancellationToken cancellation)
    {
        if (await due.TurnAsync(cancellation) is { } trigger)
        {
            await loop.RunAsync(trigger, null, cancellation);
        }
        else if (due.IsRetentionDue(await retention.RunsAsync(1, cancellation) is [var latest] ? latest.At : null))
        {
            await retention.RunAsync(Nightly, null, cancellation);
        }
    }

    [AutomaticRetry(Attempts = 0)]
    public async Task EvaluateIfDueAsync(CancellationToken cancellation)
    {
        if (await due.EvaluationAsync(cancellation) is { } trigger)
        {
            await evaluation.RunAsync(trigger, cancellation);
        }
    }
}
