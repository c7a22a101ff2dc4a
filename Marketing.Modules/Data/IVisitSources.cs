using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>What visits from one place were about.</summary>
/// <param name="Host">Host of the page that the visitors came from, as <see cref="IVisitSources.HostOf"/> writes it; empty where none is known.</param>
/// <param name="Product">A product that was looked at, put in the cart or bought.</param>
/// <param name="Visits">Visits in which it was.</param>
public sealed record SourceInterest(string Host, ProductId Product, long Visits);

/// <summary>Where visits come from.</summary>
public interface IVisitSources
{
    /// <summary>Longest address that <see cref="HostOf"/> reads.</summary>
    const int LongestAddress = 2000;

    /// <summary>
    /// Products of the visits of the 90 days before an instant by the host of the page before the first page of the visit, told by the tracking
    /// script or by events with a property <c>referrer</c>. Pages of the shop's own sites count as no place; programs do not count. What was
    /// read for an instant serves for those up to an hour after it.
    /// </summary>
    /// <param name="until">Shop's clock; not included.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>One entry a host and product.</returns>
    Task<IReadOnlyList<SourceInterest>> ReadAsync(DateTimeOffset until, CancellationToken cancellation);

    /// <summary>The host of an address, in small letters and without <c>www.</c>; null when the text is neither an address nor a host.</summary>
    static string? HostOf(string? address)
    {
        if (address is null or { Length: > LongestAddress })
        {
            return null;
        }

        var text = address.Contains("://", StringComparison.Ordinal) ? address : $"https://{address}";
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Contains('.') ? (uri.IdnHost.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? uri.IdnHost[4..] : uri.IdnHost).ToLowerInvariant() : null;
    }
}
