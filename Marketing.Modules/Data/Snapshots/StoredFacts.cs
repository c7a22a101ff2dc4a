namespace Marketing.Data.Snapshots;

/// <summary>Orders before the instant, sorted by time; customers by id, 0 for nobody.</summary>
internal sealed class StoredOrders
{
    public Column<long> Id { get; } = new();

    public Column<long> Customer { get; } = new();

    public Column<long> Time { get; } = new();
}

/// <summary>Lines of a range of orders as they are stored, of visible orders or not: grouped by order, groups by id of the order.</summary>
internal sealed class StoredLines
{
    /// <summary>One entry a group: the order.</summary>
    public Column<long> Order { get; } = new();

    /// <summary>One entry a group: its first line.</summary>
    public Column<int> Start { get; } = new();

    public Column<int> Product { get; } = new();

    public Column<int> Quantity { get; } = new();

    public Column<long> Price { get; } = new();
}

/// <summary>Returns before the instant, sorted by time.</summary>
internal sealed class StoredReturns
{
    public Column<long> Customer { get; } = new();

    public Column<int> Product { get; } = new();

    public Column<long> Time { get; } = new();

    public Column<int> Quantity { get; } = new();

    public Column<long> Price { get; } = new();
}

/// <summary>Events before the instant, sorted by time.</summary>
internal sealed class StoredEvents
{
    public Column<long> Customer { get; } = new();

    public Column<int> Product { get; } = new();

    public Column<long> Time { get; } = new();

    public Column<EventKind> Kind { get; } = new();

    public Column<bool> Simulated { get; } = new();
}

/// <summary>Consents before the instant: who is known by one, and whose newest consent to marketing mail is a yes.</summary>
internal sealed class StoredConsents
{
    public HashSet<long> Customers { get; } = [];

    public HashSet<long> Mail { get; } = [];
}

internal readonly record struct StoredCustomer(long Id, string Key, string Country, bool Known);

internal readonly record struct StoredProduct(long Id, string Code, string Name, string Category, string Brand, long Cost, int Stock, bool Simulated, bool Active, long ListPrice, double LeadDays);

/// <summary>Everything read for one snapshot, still by ids.</summary>
internal sealed record StoredFacts(StoredOrders Orders, IReadOnlyList<StoredLines> Lines, StoredReturns Returns, StoredEvents Events, StoredConsents Consents, IReadOnlyList<StoredCustomer> Customers, IReadOnlyList<StoredProduct> Products, StoredStocks Stocks);
