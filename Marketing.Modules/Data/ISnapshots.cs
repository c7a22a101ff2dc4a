namespace Marketing.Data;

/// <summary>Pictures of the shop as of a time.</summary>
public interface ISnapshots
{
    /// <summary>
    /// Loads the shop as of an instant from one commit: nothing at or after it is inside, and nothing of an import that is not applied.
    /// Names, countries, categories, costs, stock, lead times and whether a product is offered carry no date and are as stored now; the levels of stock told in time do. A product of
    /// which nothing happened is not inside.
    /// </summary>
    Task<ShopSnapshot> TakeAsync(DateTimeOffset asOf, CancellationToken cancellation);

    /// <summary>The shop as of now, with every product that it offers at a price: kept in memory and loaded anew after an import was applied or taken back, or when the shop's day has changed.</summary>
    Task<ShopSnapshot> CurrentAsync(CancellationToken cancellation);

    /// <summary>Raised after the current snapshot was dropped: facts changed, or the shop's day or profile did.</summary>
    event Action? Changed;

    /// <summary>Drops the current snapshot; the next reader loads it anew.</summary>
    void Invalidate();
}
