using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Retention;

/// <summary>Browsers of nobody known. What they did is kept as long as events are, no longer tied to one browser.</summary>
internal sealed class AgingVisitors(RetentionKind kind, DataRetentionStore store, DataIntakeStore intake) : IAgingData
{
    public RetentionKind Kind => kind;

    public Task<AgedRows> CountAsync(DateTimeOffset before, CancellationToken cancellation) => store.CountVisitorsAsync(before, cancellation);

    // The intake knows browsers by number: it forgets them before it can write again.
    public Task ExpireAsync(DateTimeOffset before, Action<long> gone, CancellationToken cancellation) => store.RemoveVisitorsAsync(before, intake.ForgetKeys, gone, cancellation);
}
