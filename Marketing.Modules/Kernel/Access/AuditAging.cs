using Marketing.Kernel.Sql;

namespace Marketing.Kernel.Access;

/// <summary>Old lines of the audit log. The chain goes on from the hash of the last line that went.</summary>
internal sealed class AuditAging(KernelAccessStore store) : IAgingData
{
    private const int Slice = 1000;

    public RetentionKind Kind { get; } = new("audit", DefaultDays: null, LeastDays: 365, ByShopClock: false);

    public Task<AgedRows> CountAsync(DateTimeOffset before, CancellationToken cancellation) => store.CountAgedAuditAsync(before, cancellation);

    public async Task ExpireAsync(DateTimeOffset before, Action<long> gone, CancellationToken cancellation)
    {
        int removed;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            removed = await store.ExpireAuditAsync(before, Slice, cancellation).ConfigureAwait(false);
            gone(removed);
        }
        while (removed == Slice);
    }
}
