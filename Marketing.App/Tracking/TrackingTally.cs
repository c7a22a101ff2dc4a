using System.Collections.Concurrent;

namespace Marketing.App.Tracking;

/// <summary>What came from a site since the program started.</summary>
/// <param name="Taken">Events on disk.</param>
/// <param name="Repeated">Events that were there already.</param>
/// <param name="Robots">Of those taken, marked as a program's doing or fetched ahead.</param>
/// <param name="Apart">Events kept apart, not taken, or too old.</param>
/// <param name="Unvouched">Customer numbers that the shop's server did not vouch for, and that were left out.</param>
/// <param name="Strangers">Batches from pages of another address, refused.</param>
/// <param name="LastAt">When events were taken last, or null.</param>
public sealed record SiteTally(long Taken, long Repeated, long Robots, long Apart, long Unvouched, long Strangers, DateTimeOffset? LastAt)
{
    public static SiteTally Empty { get; } = new(0, 0, 0, 0, 0, 0, null);
}

/// <summary>Counts per site, in memory.</summary>
internal sealed class TrackingTally
{
    private readonly ConcurrentDictionary<long, SiteTally> _sites = new();

    public SiteTally Of(long site) => _sites.GetValueOrDefault(site, SiteTally.Empty);

    public void Add(long site, Func<SiteTally, SiteTally> count) => _sites.AddOrUpdate(site, _ => count(SiteTally.Empty), (_, before) => count(before));
}
