using Marketing.Data;

namespace Marketing.App.Web;

/// <summary>Looks every second whether a command merged records of customers, or took a merge back, beside this program.</summary>
internal sealed class NoticeMerges(IDuplicateCustomers duplicates, ILogger<NoticeMerges> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private bool _failed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            do
            {
                await LookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            await duplicates.NoticeAsync(cancellation);
            _failed = false;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A disk that fails must not stop the program here, and is told once.
            if (!_failed)
            {
                logger.LogError(fault, "Merges of other processes are not seen until the store can be read again.");
            }

            _failed = true;
        }
    }
}
