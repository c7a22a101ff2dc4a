using Marketing.Data;

namespace Marketing.Features;

/// <summary>Demand of every product as of a snapshot's time.</summary>
public interface IDemandFrames
{
    /// <summary>Puts the sales, returns and levels of stock of a snapshot in the shop's days.</summary>
    DemandFrame Build(ShopSnapshot snapshot);

    /// <summary>The frame of the current snapshot, kept in memory as long as that is.</summary>
    Task<DemandFrame> CurrentAsync(CancellationToken cancellation);
}
