using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Tracking;

internal sealed class ReadSources(DataSourcesStore store, ITrackedSites sites) : IVisitSources
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(90);

    // Looking through the events of a quarter takes seconds where there are many, and live ones make a new snapshot every few.
    private static readonly TimeSpan Holds = TimeSpan.FromHours(1);
    private Found? _last;

    private sealed record Found(DateTimeOffset Until, IReadOnlyList<SourceInterest> Interests);

    public async Task<IReadOnlyList<SourceInterest>> ReadAsync(DateTimeOffset until, CancellationToken cancellation)
    {
        if (_last is { } last && until >= last.Until && until - last.Until < Holds)
        {
            return last.Interests;
        }

        var own = (await sites.ListAsync(cancellation).ConfigureAwait(false)).SelectMany(site => site.Origins).Select(IVisitSources.HostOf).ToHashSet();
        var rows = await store.ReadAsync(until - Window, until, cancellation).ConfigureAwait(false);
        IReadOnlyList<SourceInterest> found = [.. rows
            .GroupBy(row => (Host: IVisitSources.HostOf(row.Place) is { } host && !own.Contains(host) ? host : "", row.Product))
            .Select(group => new SourceInterest(group.Key.Host, new ProductId(group.Key.Product), group.Sum(row => row.Visits)))];
        _last = new Found(until, found);
        return found;
    }
}
