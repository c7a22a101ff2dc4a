using Marketing.Data;

namespace Marketing.App.Web;

/// <summary>
/// Looks every second for what commands did or want beside this program: records of customers that were merged or taken apart, and
/// imports that are to be taken back or shown again.
/// </summary>
internal sealed class NoticeCommands(IDuplicateCustomers duplicates, IImports imports, ILogger<NoticeCommands> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // What is wanted of an import waits while another one is at work, and what became of records must not wait with it.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(LookAsync(duplicates.NoticeAsync, stoppingToken), LookAsync(imports.NoticeAsync, stoppingToken));

    private async Task LookAsync(Func<CancellationToken, Task> notice, CancellationToken stoppingToken)
    {
        var failed = false;
        using var timer = new PeriodicTimer(Pause);
        try
        {
            do
            {
                failed = await FailsAsync(notice, failed, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private async Task<bool> FailsAsync(Func<CancellationToken, Task> notice, bool failed, CancellationToken cancellation)
    {
        try
        {
            await notice(cancellation);
            return false;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A disk that fails must not stop the program here, and is told once.
            if (!failed)
            {
                logger.LogError(fault, "What commands do or want beside this program is not seen until the store can be read and written again.");
            }

            return true;
        }
    }
}
