namespace Marketing.Strategy.Recommendations;

/// <summary>Who asks for a list, and what is known of the visit. Products are indices.</summary>
/// <param name="Customer">Index, or -1 for somebody unknown.</param>
/// <param name="Viewed">Looked at, latest first.</param>
/// <param name="Basket">In the basket; never recommended.</param>
/// <param name="Country">Country as the shop writes it, or null for the customer's own.</param>
/// <param name="Referrer">Host of the page that the visitor came from, or null.</param>
internal sealed record Asker(int Customer, IReadOnlyList<int> Viewed, IReadOnlyList<int> Basket, string? Country, string? Referrer = null)
{
    /// <summary>A customer of whose visit nothing is known.</summary>
    public static Asker Of(int customer) => new(customer, [], [], null);
}
