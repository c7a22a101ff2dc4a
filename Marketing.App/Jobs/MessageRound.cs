using Hangfire;
using Marketing.Execution;
using Marketing.Kernel;

namespace Marketing.App.Jobs;

/// <summary>Queues and delivers what is due: within a turn and every minute between turns, never twice at once.</summary>
internal sealed class MessageRound(ICampaigns campaigns, IOutbox outbox) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    public Task<QueueResult> QueueAsync(IProgress<Progress>? progress, CancellationToken cancellation) => AloneAsync(() => campaigns.QueueDueAsync(progress, cancellation), cancellation);

    public Task<DeliveryResult> DeliverAsync(IProgress<Progress>? progress, CancellationToken cancellation) => AloneAsync(() => outbox.DeliverAsync(progress, cancellation), cancellation);

    /// <summary>What the job engine calls every minute.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (!await _one.WaitAsync(TimeSpan.Zero, cancellation))
        {
            // A round is at work; the next minute comes.
            return;
        }

        try
        {
            try
            {
                await campaigns.QueueDueAsync(null, cancellation);
            }
            finally
            {
                // What is in the outbox goes out also while a campaign cannot be queued.
                await outbox.DeliverAsync(null, cancellation);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<T> AloneAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            return await work();
        }
        finally
        {
            _one.Release();
        }
    }
}
