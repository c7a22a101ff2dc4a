using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Retention;

/// <summary>Why decisions were made and in what situation. What was chosen, its probability and what became of it stay, so that the figures do.</summary>
internal sealed class AgingReasons(RetentionKind kind, DataReasonsStore store) : IAgingData
{
    public RetentionKind Kind => kind;

    public Task<AgedRows> CountAsync(DateTimeOffset before, CancellationToken cancellation) => store.CountAsync(before, cancellation);

    public async Task ExpireAsync(DateTimeOffset before, Action<long> gone, CancellationToken cancellation)
    {
        await store.EmptyAsync(before, gone, cancellation).ConfigureAwait(false);
        await store.BlankTextsAsync(cancellation).ConfigureAwait(false);
    }
}
