namespace Marketing.Kernel;

/// <summary>A kind of data that is kept for a period.</summary>
/// <param name="Name">Machine name, for example <c>events</c>; never changes.</param>
/// <param name="DefaultDays">Days for which it is kept while nobody has chosen, or null to keep it for good.</param>
/// <param name="LeastDays">Fewest days that may be chosen; at least 1.</param>
/// <param name="ByShopClock">Whether its times are those of the shop's business clock; else they are the system's.</param>
public sealed record RetentionKind(string Name, int? DefaultDays, int LeastDays, bool ByShopClock);

/// <summary>Rows whose period has ended.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Oldest">Time of the oldest, or null when there is none.</param>
public sealed record AgedRows(long Rows, DateTimeOffset? Oldest);

/// <summary>Data that age. A module registers one for each kind it keeps; Data calls all of them every night.</summary>
public interface IAgingData
{
    /// <summary>What they are.</summary>
    RetentionKind Kind { get; }

    /// <summary>Counts what is older than an instant; changes nothing.</summary>
    Task<AgedRows> CountAsync(DateTimeOffset before, CancellationToken cancellation);

    /// <summary>
    /// Deletes what is older than an instant, or takes out of it what tells about a person where totals rest on it. Done in slices, so
    /// that nobody waits long for the writer; broken off, it goes on the next time.
    /// </summary>
    /// <param name="before">What is older goes.</param>
    /// <param name="gone">Takes how many rows or files went, after each slice: what went before a failure counts too.</param>
    /// <param name="cancellation">Stops the work between two slices.</param>
    /// <exception cref="OperatorException">It must not be done now, or some of it could not be done; the message says why.</exception>
    Task ExpireAsync(DateTimeOffset before, Action<long> gone, CancellationToken cancellation);
}
