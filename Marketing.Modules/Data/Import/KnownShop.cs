namespace Marketing.Data.Import;

/// <summary>What the shop holds before a file is read.</summary>
/// <param name="Customers">Ids by the shop's own keys, and their countries.</param>
/// <param name="Products">Ids by codes, and their names.</param>
/// <param name="Numbers">Numbers of orders and returns that are visible.</param>
/// <param name="LastCustomer">Largest id in use.</param>
/// <param name="LastProduct">Largest id in use.</param>
/// <param name="LastOrder">Largest id in use.</param>
/// <param name="LastAt">Time of the newest order, or the smallest number.</param>
internal sealed record KnownShop(
    IReadOnlyList<KnownParty> Customers,
    IReadOnlyList<KnownParty> Products,
    IReadOnlyList<string> Numbers,
    long LastCustomer,
    long LastProduct,
    long LastOrder,
    long LastAt)
{
    /// <summary>Between which instants the dates of its files lie.</summary>
    public required LikelyDates Dates { get; init; }

    /// <summary>Rates of other currencies.</summary>
    public IReadOnlyList<DatedRate> Rates { get; init; } = [];

    /// <summary>Who was erased; their older rows count as sales to nobody.</summary>
    public Privacy.EraseList Erased { get; init; } = Privacy.EraseList.Empty;
}

/// <summary>A customer with its country, or a product with its name.</summary>
internal sealed record KnownParty(long Id, string Key, string Detail);

/// <summary>A customer's country or a product's name that is better than the one that is stored.</summary>
internal readonly record struct BetterDetail(long Id, byte[] Detail, bool IsNew);
