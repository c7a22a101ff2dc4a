using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Retention;

/// <summary>Lists shown to visitors. What they said of the visit goes with them, also where the reasons of decisions are kept for good.</summary>
internal sealed class AgingVisitorLists(AgingRows lists, DataReasonsStore reasons) : IAgingData
{
    public RetentionKind Kind => lists.Kind;

    public Task<AgedRows> CountAsync(DateTimeOffset before, CancellationToken cancellation) => lists.CountAsync(before, cancellation);

    public async Task ExpireAsync(DateTimeOffset before, Action<long> gone, CancellationToken cancellation)
    {
        await lists.ExpireAsync(before, gone, cancellation).ConfigureAwait(false);
        await reasons.BlankTextsAsync(cancellation).ConfigureAwait(false);
    }
}
