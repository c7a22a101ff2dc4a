using Hangfire;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.App.Jobs;

/// <summary>Trains one challenger now, in a process of its own and outside the nightly turn; the next turn measures its kind and may put it in charge.</summary>
internal sealed class TrainJob(IRuns runs, IShop shop, BusinessClock clock, ISnapshots snapshots, ITrainings trainings)
{
    public const string Kind = "train";

    public static IReadOnlyList<string> Steps { get; } = ["snapshot", "train"];

    /// <summary>What the job engine calls, for a training that is noted already.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(string method, string trigger, long training, CancellationToken cancellation)
    {
        Exception? inTheWay = null;
        try
        {
            await RunAsync(new TrainingWish(method, trigger) { Training = new TrainingId(training) }, null, cancellation);
        }
        catch (OperatorException cancelled) when (cancelled.IsStopByPerson)
        {
            // A person's stop is an end like another; run and training say who it was.
        }
        catch (Exception e)
        {
            inTheWay = e;
            throw;
        }
        finally
        {
            await trainings.GiveUpAsync(new TrainingId(training), inTheWay);
        }
    }

    /// <summary>Trains one challenger.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="watcher">Takes reports, or null.</param>
    /// <param name="cancellation">The program's end.</param>
    /// <returns>The version, or null when a training was started already.</returns>
    /// <exception cref="OperatorException">The shop is empty, or the training failed.</exception>
    public async Task<ModelVersion?> RunAsync(TrainingWish wish, IProgress<Progress>? watcher, CancellationToken cancellation)
    {
        if (shop.IsEmpty)
        {
            throw new OperatorException("The shop has no orders yet, so there is nothing to learn from.", "Bring orders in with 'marketing import FILE' or on the page Data, or start 'marketing demo'.");
        }

        await using var run = await runs.StartAsync(Kind, wish.Actor, clock.GetUtcNow(), Steps, cancellation);
        if (run is null)
        {
            return null;
        }

        try
        {
            var (job, snapshot, version) = (new WatchedRun(run, watcher), (ShopSnapshot)null!, (ModelVersion)null!);
            await job.StepAsync("snapshot", async (_, token) =>
            {
                snapshot = await snapshots.CurrentAsync(token);
                return $"{snapshot.Customers.Count:N0} customers, {snapshot.Products.Count:N0} products, {snapshot.Orders.Count:N0} orders, {snapshot.Orders.Lines:N0} lines";
            }, always: true);
            await job.StepAsync("train", async (progress, token) =>
            {
                version = await trainings.TrainAsync(wish, snapshot, run.Id, progress, token);
                return $"challengers: {version.Kind} {version.Version}";
            }, always: true);
            await run.SucceedAsync(null);
            return version;
        }
        catch (Exception e)
        {
            await run.FailAsync(e);
            throw;
        }
    }
}
