namespace Marketing.Data;

/// <summary>Pictures of the shop as of a time.</summary>
public interface ISnapshots
{
    /// <summary>Loads the shop as of an instant: nothing at or after it is inside.</summary>
    Task<ShopSnapshot> TakeAsync(DateTimeOffset asOf, CancellationToken cancellation);

    /// <summary>The shop as of now: kept in memory and loaded anew after an import was applied or taken back, or when the shop's day has changed.</summary>
    Task<ShopSnapshot> CurrentAsync(CancellationToken cancellation);

    /// <summary>Raised after facts changed so much that the current snapshot was dropped.</summary>
    event Action? Changed;

    /// <summary>Drops the current snapshot; the next reader loads it anew.</summary>
    void Invalidate();
}
