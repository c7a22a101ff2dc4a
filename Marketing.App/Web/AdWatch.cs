using Marketing.Evaluation;

namespace Marketing.App.Web;

/// <summary>Reads what campaigns brought out of the ledger, and takes back policies on trial that do harm, after the start and every quarter of an hour.</summary>
internal sealed class AdWatch(IAdEffects effects, IAdRollouts rollouts, TimeProvider system, ILogger<AdWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Starting goes on meanwhile.
            await Task.Yield();
            using var timer = new PeriodicTimer(Pause, system);
            do
            {
                await LookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            await effects.ReadAsync(cancellation);
            foreach (var judged in await rollouts.GuardAsync(cancellation))
            {
                logger.LogWarning("The policy {Policy} of the placement {Placement} did harm and was taken back.", judged.Challenger.Name, judged.Placement);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // What was not looked at is looked at next time; a disk that fails must not stop the program here.
            logger.LogWarning(fault, "What advertising brought could not be read, or policies on trial not be judged; it is tried again in a quarter of an hour.");
        }
    }
}
