using Marketing.Data;

namespace Marketing.App.Web;

/// <summary>
/// Puts the index of events in order after the start and every hour: what processes that ended soon have left undone, and what too few
/// new events would set going.
/// </summary>
internal sealed class EventIndexCare(IEventIndex index, TimeProvider system, ILogger<EventIndexCare> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

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
            await index.TendAsync(cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Events are found in the parts as they are; a disk that fails must not stop the program here.
            logger.LogWarning(fault, "The index of events could not be put in order; it is tried again in an hour.");
        }
    }
}
