using Marketing.Execution.Sql;
using Marketing.Kernel;

namespace Marketing.Execution.Outbox;

/// <summary>Texts, addresses and files of messages that have ended. That there was a message, and how it ended, stays.</summary>
internal sealed class AgingMessages(ExecutionPersonalStore store, EmlFolder files) : IAgingData
{
    private const int Slice = 500;

    public RetentionKind Kind { get; } = new("messages", DefaultDays: 365, LeastDays: 30, ByShopClock: true);

    public Task<AgedRows> CountAsync(DateTimeOffset before, CancellationToken cancellation) => store.CountAgedAsync(before, cancellation);

    public async Task<long> ExpireAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var total = 0L;
        while (await store.AgedAsync(before, Slice, cancellation).ConfigureAwait(false) is { Count: > 0 } some)
        {
            // The file first: a message that is still named by its row is found again after a crash.
            some.ForEach(message => files.Delete(message));
            total += await store.EmptyAgedAsync(some.ConvertAll(message => message.Id.Value), cancellation).ConfigureAwait(false);
        }

        return total;
    }
}
