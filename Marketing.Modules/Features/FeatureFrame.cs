using Marketing.Data;

namespace Marketing.Features;

/// <summary>
/// Features of every customer of a snapshot, in columns by the snapshot's customer index. A customer without an order has
/// <see cref="Frequency"/> 0, and recency, tenure, gap and scores are then undefined: <see cref="float.NaN"/> or 0 as stated.
/// Nothing here is treated: RFM scores, and the segments made of them, rank the facts as they are stored. Learning reads
/// <see cref="ITreatments.Customers"/>.
/// </summary>
public sealed class FeatureFrame
{
    /// <summary>The snapshot it was made from.</summary>
    public required ShopSnapshot Snapshot { get; init; }

    /// <summary>Days since the last order; NaN without an order.</summary>
    public required float[] RecencyDays { get; init; }

    /// <summary>Number of orders.</summary>
    public required int[] Frequency { get; init; }

    /// <summary>Money spent less money given back, in minor units.</summary>
    public required long[] Monetary { get; init; }

    /// <summary>Days since the first order; NaN without an order.</summary>
    public required float[] TenureDays { get; init; }

    /// <summary>Mean days between orders on distinct days; NaN with fewer than two.</summary>
    public required float[] MeanGapDays { get; init; }

    /// <summary>Mean number of distinct products an order; NaN without an order.</summary>
    public required float[] BasketSize { get; init; }

    /// <summary>Units returned divided by units bought, in [0, 1]; NaN without an order.</summary>
    public required float[] ReturnRate { get; init; }

    /// <summary>Category or description word that stands out most in the customer's orders against the shop's; empty without an order.</summary>
    public required string[] Affinity { get; init; }

    /// <summary>RFM scores 1 (low) to 5 (high), ties share the higher score; 0 without an order.</summary>
    public required byte[] R { get; init; }

    /// <summary>Frequency score 1 to 5; 0 without an order.</summary>
    public required byte[] F { get; init; }

    /// <summary>Monetary score 1 to 5; 0 without an order.</summary>
    public required byte[] M { get; init; }
}
