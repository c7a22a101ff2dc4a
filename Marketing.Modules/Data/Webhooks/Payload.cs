using Marketing.Data.Ledger;

namespace Marketing.Data.Webhooks;

/// <summary>A request of a person (or of the whole shop) about data.</summary>
/// <param name="Kind"><c>erase-customer</c>, <c>export-customer</c> or <c>erase-shop</c>.</param>
/// <param name="Customer">Customer number, or null.</param>
/// <param name="Email">Address, or null.</param>
internal sealed record PersonRequest(string Kind, string? Customer, string? Email);

/// <summary>Which thing of the shop system a payload describes, and how new the description is.</summary>
internal sealed record ResourceVersion(string Kind, string Id, DateTimeOffset ChangedAt);

/// <summary>Under which codes a product of the shop system is sold; none when it was deleted.</summary>
internal sealed record ProductCodes(string Product, IReadOnlyList<string> Codes);

/// <summary>What one delivery says, in the forms of the intake.</summary>
internal sealed class Payload
{
    public List<ProductItem> Products { get; } = [];

    public List<StockItem> Stock { get; } = [];

    public List<CustomerItem> Customers { get; } = [];

    public List<OrderItem> Orders { get; } = [];

    public List<ReturnItem> Returns { get; } = [];

    public List<ConsentItem> Consents { get; } = [];

    public List<EventItem> Events { get; } = [];

    public ResourceVersion? Version { get; set; }

    public ProductCodes? Codes { get; set; }

    public PersonRequest? Person { get; set; }

    /// <summary>Why nothing is to be done, or what was left out.</summary>
    public WrittenReason? Note { get; set; }

    public int Count => Products.Count + Stock.Count + Customers.Count + Orders.Count + Returns.Count + Consents.Count + Events.Count;
}
