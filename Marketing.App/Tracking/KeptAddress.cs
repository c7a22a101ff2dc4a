namespace Marketing.App.Tracking;

/// <summary>What is kept of a page's address: parameters may carry names, addresses and keys, so only those of campaigns stay.</summary>
internal static class KeptAddress
{
    private static readonly string[] Kept = ["utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term"];

    /// <summary>Scheme, host, path and campaign parameters; null when it is no web address.</summary>
    public static string? Of(string? url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            return null;
        }

        var query = address.Query.TrimStart('?').Split('&').Where(pair => Kept.Contains(pair.Split('=')[0]));
        var joined = string.Join('&', query);
        return address.GetLeftPart(UriPartial.Path) + (joined.Length > 0 ? "?" + joined : "");
    }
}
