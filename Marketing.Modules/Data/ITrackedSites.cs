namespace Marketing.Data;

/// <summary>A site whose pages carry the tracking script.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Stable name, also that of the sender of the events.</param>
/// <param name="Key">Public key in the script's tag; tells sites apart and guards nothing.</param>
/// <param name="Origins">Origins (<c>https://shop.example</c>) whose pages may report.</param>
/// <param name="Enabled">Whether events are taken.</param>
public sealed record TrackedSite(long Id, string Name, string Key, IReadOnlyList<string> Origins, bool Enabled);

/// <summary>A site as typed.</summary>
/// <param name="Name">1 to 100 characters, used once.</param>
/// <param name="Origins">1 to 20 origins.</param>
public sealed record TrackedSiteDraft(string Name, IReadOnlyList<string> Origins);

/// <summary>Sites whose pages carry the tracking script.</summary>
public interface ITrackedSites
{
    /// <summary>All sites by name. From memory after the first reading.</summary>
    Task<IReadOnlyList<TrackedSite>> ListAsync(CancellationToken cancellation);

    /// <summary>The enabled site with that key, or null. From memory after the first reading.</summary>
    Task<TrackedSite?> FindAsync(string key, CancellationToken cancellation);

    /// <summary>Adds a site.</summary>
    /// <exception cref="FluentValidation.ValidationException">A field does not do; the message names it and the fix.</exception>
    Task<TrackedSite> CreateAsync(TrackedSiteDraft draft, string actor, CancellationToken cancellation);

    /// <summary>Changes the origins, or takes or refuses all events.</summary>
    /// <exception cref="FluentValidation.ValidationException">A field does not do; the message names it and the fix.</exception>
    Task ChangeAsync(long id, IReadOnlyList<string> origins, bool enabled, string actor, CancellationToken cancellation);

    /// <summary>The secret with which the shop's server signs customer numbers, in clear.</summary>
    /// <exception cref="Kernel.OperatorException">The keys that encrypted it are gone.</exception>
    Task<string> SecretAsync(long id, CancellationToken cancellation);

    /// <summary>
    /// Whether the shop's server says that this is the customer: a hexadecimal HMAC-SHA256 of the customer number under the site's
    /// secret. Compared in constant time.
    /// </summary>
    Task<bool> VouchesAsync(TrackedSite site, string customer, string signature, CancellationToken cancellation);
}
