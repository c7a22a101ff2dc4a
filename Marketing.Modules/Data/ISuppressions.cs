using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>Addresses to which nothing may be sent any more, also of people who were erased and came back.</summary>
public interface ISuppressions
{
    /// <summary>
    /// Those among customers whose mail address was suppressed after their newest answer to marketing mail, or without one, and those
    /// with whose address somebody has refused marketing mail since anybody agreed: an address is one mailbox, whatever record names it.
    /// </summary>
    Task<IReadOnlySet<CustomerId>> HeldAsync(IReadOnlyCollection<CustomerId> customers, CancellationToken cancellation);
}
