using Marketing.Evaluation;
using Marketing.Execution;

namespace Marketing.App.Web;

/// <summary>
/// Counts advertising, puts orders down to clicks, lets policies learn and reads who saw what, after the start and every minute; every ten minutes guardrails look at the policies that are tried.
/// </summary>
internal sealed class AdCare(IAdServing ads, IAdEffects effects, IAdRollouts rollouts, TimeProvider system, ILogger<AdCare> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private const int RoundsBetweenLooks = 10;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Starting goes on meanwhile.
            await Task.Yield();
            using var timer = new PeriodicTimer(Pause, system);
            var round = 0;
            do
            {
                await TendAsync(round++ % RoundsBetweenLooks == 0, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task TendAsync(bool looks, CancellationToken cancellation)
    {
        try
        {
            await ads.TendAsync(null, cancellation);
            await effects.ReadAsync(cancellation);
            foreach (var taken in looks ? await rollouts.GuardAsync(cancellation) : [])
            {
                logger.LogWarning("The policy {Policy} of the placement {Placement} earns less than the one in charge, beyond chance, and was taken back.", taken.Challenger.Name, taken.Placement);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // What was not counted is counted next time; a disk that fails must not stop the program here.
            logger.LogWarning(fault, "Advertising could not be counted or learned from; it is tried again in a minute.");
        }
    }
}
