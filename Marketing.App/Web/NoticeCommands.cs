using Marketing.Data;

namespace Marketing.App.Web;

/// <summary>
/// Looks every second for what commands did or want beside this program: records of customers that were merged or taken apart, and
/// imports that are to be taken back or shown again.
/// </summary>
internal sealed class NoticeCommands(IDuplicateCustomers duplicates, IImports imports, ILogger<NoticeCommands> logger) : BackgroundService
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
            await imports.NoticeAsync(cancellation);
            _failed = false;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A disk that fails must not stop the program here, and is told once.
            if (!_failed)
            {
                logger.LogError(fault, "What commands do or want beside this program is not seen until the store can be read and written again.");
            }

            _failed = true;
        }
    }
}
