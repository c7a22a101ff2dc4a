using Marketing.Evaluation;
using Marketing.Execution;

namespace Marketing.App.Web;

/// <summary>Counts advertising, puts orders down to clicks, lets policies learn, and reads who saw what, after the start and every minute.</summary>
internal sealed class AdCare(IAdServing ads, IAdEffects effects, TimeProvider system, ILogger<AdCare> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.RunAsync(
        Pause,
        system,
        logger,
        [("Advertising could not be counted or learned from", cancellation => ads.TendAsync(null, cancellation)), ("What advertising brought could not be read", effects.ReadAsync)],
        stoppingToken);
}

/// <summary>Lets guardrails look at the policies that are tried, after the start and every ten minutes; beside the counting, which it may not hold up.</summary>
internal sealed class AdGuard(IAdRollouts rollouts, TimeProvider system, ILogger<AdGuard> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Rounds.RunAsync(Pause, system, logger, [("Policies that are tried could not be judged", GuardAsync)], stoppingToken);

    private async Task GuardAsync(CancellationToken cancellation)
    {
        foreach (var taken in await rollouts.GuardAsync(cancellation))
        {
            logger.LogWarning("The policy {Policy} of the placement {Placement} earns less than the one in charge, beyond chance, and was taken back.", taken.Challenger.Name, taken.Placement);
        }
    }
}

/// <summary>Work that is done again and again; a part that fails is logged, holds up no other, and is tried again in the next round: a disk that fails must not stop the program.</summary>
internal static class Rounds
{
    public static async Task RunAsync(TimeSpan pause, TimeProvider system, ILogger logger, IReadOnlyList<(string Failure, Func<CancellationToken, Task> Work)> parts, CancellationToken stopping)
    {
        try
        {
            // Starting goes on meanwhile.
            await Task.Yield();
            using var timer = new PeriodicTimer(pause, system);
            do
            {
                foreach (var (failure, work) in parts)
                {
                    try
                    {
                        await work(stopping);
                    }
                    catch (Exception fault) when (fault is not OperationCanceledException)
                    {
                        logger.LogWarning(fault, "{Failure}; it is tried again in {Minutes} min.", failure, pause.TotalMinutes);
                    }
                }
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
    }
}
