using Marketing.Execution;

namespace Marketing.App.Web;

/// <summary>Counts advertising, puts orders down to clicks and lets policies learn, after the start and every minute.</summary>
internal sealed class AdCare(IAdServing ads, TimeProvider system, ILogger<AdCare> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Starting goes on meanwhile.
            await Task.Yield();
            using var timer = new PeriodicTimer(Pause, system);
            do
            {
                await TendAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task TendAsync(CancellationToken cancellation)
    {
        try
        {
            await ads.TendAsync(null, cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // What was not counted is counted next time; a disk that fails must not stop the program here.
            logger.LogWarning(fault, "Advertising could not be counted or learned from; it is tried again in a minute.");
        }
    }
}
