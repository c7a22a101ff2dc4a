using Marketing.Data;

namespace Marketing.Features;

/// <summary>Demand of every product as of a snapshot's time.</summary>
public interface IDemandFrames
{
    /// <summary>Puts the sales, returns and levels of stock of a snapshot in the shop's days.</summary>
    /// <param name="snapshot">The picture.</param>
    /// <param name="plan">The calendar of promotions as it stands; null for none.</param>
    /// <param name="messages">Messages sent before the time of the picture, and, of no number, those planned after it; null for none.</param>
    DemandFrame Build(ShopSnapshot snapshot, PromotionPlan? plan = null, IReadOnlyList<MessagesSent>? messages = null);

    /// <summary>The frame of the current snapshot under the calendar of promotions as it is now, kept in memory as long as both. It knows no messages: only what is learned at night does.</summary>
    Task<DemandFrame> CurrentAsync(CancellationToken cancellation);
}
