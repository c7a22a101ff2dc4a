using Marketing.Execution.Sql;
using Marketing.Kernel;

namespace Marketing.Execution.Outbox;

/// <summary>
/// Texts, addresses and files of messages that have ended. That there was a message, and how it ended, stays. One about which nobody
/// decided through the whole period has failed.
/// </summary>
internal sealed class AgingMessages(ExecutionPersonalStore store, EmlFolder files) : IAgingData
{
    private const int Slice = 500;

    public RetentionKind Kind { get; } = new("messages", DefaultDays: 365, LeastDays: 30, ByShopClock: true);

    public Task<AgedRows> CountAsync(DateTimeOffset before, CancellationToken cancellation) => store.CountAgedAsync(before, cancellation);

    public async Task ExpireAsync(DateTimeOffset before, Action<long> gone, CancellationToken cancellation)
    {
        // The ledger is told with the next round of delivery.
        await store.SettleAgedAsync(before, cancellation).ConfigureAwait(false);
        var stuck = new StuckFiles();
        var after = (Changed: DateTimeOffset.UnixEpoch, Id: long.MinValue);
        while (await store.AgedAsync(before, after.Changed, after.Id, Slice, cancellation).ConfigureAwait(false) is { Count: > 0 } some)
        {
            cancellation.ThrowIfCancellationRequested();
            // The file first: a message whose file could not go, or went before a crash, is still named by its row and found again.
            var parted = some.FindAll(message => stuck.TryDelete(files.PathOf(message.File), () => files.Delete(message.File)));
            gone(await store.EmptyAgedAsync(parted.ConvertAll(message => message.Id.Value), cancellation).ConfigureAwait(false));
            after = (some[^1].Changed, some[^1].Id.Value);
        }

        stuck.ThrowIfAny();
    }
}
