using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Tracking;

internal sealed class ReadSources(DataSourcesStore store, ITrackedSites sites) : IVisitSources
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(90);

    public async Task<IReadOnlyList<SourceInterest>> ReadAsync(DateTimeOffset until, CancellationToken cancellation)
    {
        var own = (await sites.ListAsync(cancellation).ConfigureAwait(false)).SelectMany(site => site.Origins).Select(IVisitSources.HostOf).ToHashSet();
        var rows = await store.ReadAsync(until - Window, until, cancellation).ConfigureAwait(false);
        return [.. rows
            .GroupBy(row => (Host: IVisitSources.HostOf(row.Place) is { } host && !own.Contains(host) ? host : "", row.Product))
            .Select(group => new SourceInterest(group.Key.Host, new ProductId(group.Key.Product), group.Sum(row => row.Visits)))];
    }
}
