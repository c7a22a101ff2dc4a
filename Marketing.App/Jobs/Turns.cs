using Hangfire;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.App.Jobs;

/// <summary>What became of a wish to start a job.</summary>
public enum JobStart
{
    /// <summary>It begins within seconds.</summary>
    Started,

    /// <summary>One of its kind is at work, or something that it would be in the way of.</summary>
    AlreadyAtWork,

    /// <summary>The shop has no orders, so there is nothing to do.</summary>
    ShopIsEmpty,

    /// <summary>The shop holds orders already, so the demo shop cannot be loaded.</summary>
    ShopHasData,
}

/// <summary>Jobs as the pages start, watch and stop them. Progress comes from <see cref="IRuns"/>.</summary>
public interface ITurns
{
    /// <summary>When the nightly turn is due next, in system time; null when jobs do not start by themselves.</summary>
    DateTimeOffset? NextTurn { get; }

    /// <summary>Starts one turn of the loop.</summary>
    Task<JobStart> StartTurnAsync(string actor, CancellationToken cancellation);

    /// <summary>Starts an evaluation of every method.</summary>
    Task<JobStart> StartEvaluationAsync(string actor, CancellationToken cancellation);

    /// <summary>Trains one challenger in a process of its own.</summary>
    /// <returns>What became of it, and the training where it was started.</returns>
    /// <exception cref="ArgumentException">The kind is not on offer.</exception>
    Task<(JobStart Outcome, TrainingId? Training)> StartTrainingAsync(string kind, string actor, CancellationToken cancellation);

    /// <summary>Loads the demo shop into an empty shop and does its first turn.</summary>
    Task<JobStart> StartDemoAsync(string actor, CancellationToken cancellation);

    /// <summary>Queues and delivers messages that are due now, without waiting for the next minute.</summary>
    void DeliverSoon();

    /// <summary>Asks a run at work to stop; false when it is not at work.</summary>
    Task<bool> CancelAsync(RunId run, string actor, CancellationToken cancellation);

    /// <summary>The turn at work, or null.</summary>
    Task<Run?> CurrentTurnAsync(CancellationToken cancellation);
}

internal sealed class Turns(IBackgroundJobClient jobs, IRuns runs, IShop shop, IAuditLog audit, JobCalendar calendar, IRecommenderMethods methods, ITrainings trainings, BusinessClock clock, Microsoft.Extensions.Options.IOptions<JobsOptions> options) : ITurns
{
    public DateTimeOffset? NextTurn => options.Value.Automatic ? calendar.NextTurn() : null;

    public async Task<JobStart> StartTurnAsync(string actor, CancellationToken cancellation)
    {
        if (shop.IsEmpty)
        {
            return JobStart.ShopIsEmpty;
        }

        return await StartAsync(LoopJob.Kind, actor, () => jobs.Enqueue<LoopJob>(job => job.RunAsync(actor, CancellationToken.None)), cancellation);
    }

    public async Task<JobStart> StartEvaluationAsync(string actor, CancellationToken cancellation)
    {
        if (shop.IsEmpty)
        {
            return JobStart.ShopIsEmpty;
        }

        return await StartAsync(EvaluateJob.Kind, actor, () => jobs.Enqueue<EvaluateJob>(job => job.RunAsync(actor, CancellationToken.None)), cancellation);
    }

    public async Task<(JobStart Outcome, TrainingId? Training)> StartTrainingAsync(string kind, string actor, CancellationToken cancellation)
    {
        // A kind that nobody knows is told now, not in the job.
        methods.Parameters(kind);
        if (shop.IsEmpty)
        {
            return (JobStart.ShopIsEmpty, null);
        }

        // A turn trains by itself, and two trainings would wait for each other. One that is noted has not begun its run yet.
        if (await CurrentTurnAsync(cancellation) is not null || (await trainings.BeforeAsync(null, 1, cancellation)).Any(latest => latest is { IsOpen: true, Run: null }))
        {
            return (JobStart.AlreadyAtWork, null);
        }

        var started = await StartAsync(TrainJob.Kind, actor, async () =>
        {
            var training = await trainings.QueueAsync(new TrainingWish(kind, actor), clock.GetUtcNow(), cancellation);
            jobs.Enqueue<TrainJob>(job => job.RunAsync(kind, actor, training.Value, CancellationToken.None));
            return training;
        }, cancellation);
        return started is { } id ? (JobStart.Started, id) : (JobStart.AlreadyAtWork, null);
    }

    public async Task<JobStart> StartDemoAsync(string actor, CancellationToken cancellation)
    {
        if (!shop.IsEmpty)
        {
            return JobStart.ShopHasData;
        }

        return await StartAsync(DemoJob.Kind, actor, () => jobs.Enqueue<DemoJob>(job => job.RunAsync(actor, CancellationToken.None)), cancellation);
    }

    public void DeliverSoon() => jobs.Enqueue<MessageRound>(round => round.RunAsync(CancellationToken.None));

    public async Task<bool> CancelAsync(RunId run, string actor, CancellationToken cancellation)
    {
        if (!runs.Cancel(run))
        {
            return false;
        }

        await audit.WriteAsync(actor, "run.cancel", $"run {run.Value}", null, cancellation);
        return true;
    }

    public Task<Run?> CurrentTurnAsync(CancellationToken cancellation) => runs.LatestAsync(LoopJob.Kind, RunState.Running, cancellation);

    private async Task<JobStart> StartAsync(string kind, string actor, Action enqueue, CancellationToken cancellation) =>
        await StartAsync(kind, actor, () =>
        {
            enqueue();
            return Task.FromResult(true);
        }, cancellation) is true ? JobStart.Started : JobStart.AlreadyAtWork;

    private async Task<T?> StartAsync<T>(string kind, string actor, Func<Task<T>> enqueue, CancellationToken cancellation)
        where T : struct
    {
        if (await runs.LatestAsync(kind, RunState.Running, cancellation) is not null)
        {
            return null;
        }

        await audit.WriteAsync(actor, "run.start", kind, null, cancellation);
        return await enqueue();
    }
}
