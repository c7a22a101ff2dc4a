using System.ComponentModel.DataAnnotations;

namespace Marketing.App.Tracking;

/// <summary>Settings of what strangers may send: the tracking script and the webhooks; section <c>Tracking</c>.</summary>
internal sealed class TrackingOptions
{
    /// <summary>Batches of events that one address may send a minute.</summary>
    [Range(1, 1_000_000)]
    public int BatchesPerMinute { get; set; } = 120;

    /// <summary>Deliveries of webhooks that one address may send a minute.</summary>
    [Range(1, 1_000_000)]
    public int DeliveriesPerMinute { get; set; } = 3_000;

    /// <summary>How old an event may be when it arrives: a browser may have been without a connection.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan OldestEvent { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Whether the demonstration storefront is served though the shop is not the demo shop.</summary>
    public bool Storefront { get; set; }
}
