using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Retention;

/// <summary>Texts of rows that an import rejected or changed. Which rule kept which row stays, so that the counts of the import do.</summary>
internal sealed class AgingRejectedRows(RetentionKind kind, DataRetentionStore store) : IAgingData
{
    public RetentionKind Kind => kind;

    public Task<AgedRows> CountAsync(DateTimeOffset before, CancellationToken cancellation) => store.CountRejectedAsync(before, cancellation);

    public Task ExpireAsync(DateTimeOffset before, Action<long> gone, CancellationToken cancellation) => store.BlankRejectedAsync(before, gone, cancellation);
}
