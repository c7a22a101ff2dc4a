using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Retention;

/// <summary>A kind that is whole rows of one or several tables.</summary>
/// <param name="kind">What it is.</param>
/// <param name="store">Runs its statements.</param>
/// <param name="sets">Sets of rows by the store's names.</param>
internal sealed class AgingRows(RetentionKind kind, DataRetentionStore store, params IReadOnlyList<string> sets) : IAgingData
{
    public RetentionKind Kind => kind;

    public async Task<AgedRows> CountAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var all = new AgedRows(0, null);
        foreach (var set in sets)
        {
            var some = await store.CountAsync(set, before, cancellation).ConfigureAwait(false);
            all = new AgedRows(all.Rows + some.Rows, all.Oldest is null || some.Oldest < all.Oldest ? some.Oldest : all.Oldest);
        }

        return all;
    }

    public async Task ExpireAsync(DateTimeOffset before, Action<long> gone, CancellationToken cancellation)
    {
        foreach (var set in sets)
        {
            await store.RemoveAsync(set, before, gone, cancellation).ConfigureAwait(false);
        }
    }
}
