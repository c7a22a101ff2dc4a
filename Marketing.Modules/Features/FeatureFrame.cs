using Marketing.Data;

namespace Marketing.Features;

/// <summary>
/// Features of every customer of a snapshot, in columns by the snapshot's customer index. A customer without an order has
/// <see cref="Frequency"/> 0, and recency, tenure, gap and scores are then undefined: <see cref="float.NaN"/> or 0 as stated.
/// Treatments of missing values and outliers in force are applied (<see cref="Changes"/>): whatever ranks, learns or compares reads this
/// frame. What is told to people as a fact, and every sum of money, is read off <see cref="Stored"/>.
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

    /// <summary>RFM scores 1 (low) to 5 (high), ties share the higher score; 0 without an order, and for a customer that is left out.</summary>
    public required byte[] R { get; init; }

    /// <summary>Frequency score 1 to 5; 0 as above.</summary>
    public required byte[] F { get; init; }

    /// <summary>Monetary score 1 to 5; 0 as above.</summary>
    public required byte[] M { get; init; }

    /// <summary>Whether a customer stays; one that a treatment leaves out has no scores and is in no table of features, and is a customer all the same.</summary>
    public required bool[] Kept { get; init; }

    /// <summary>Numbers of the products.</summary>
    public required ProductFeatures Products { get; init; }

    /// <summary>What each treatment in force did, by the order of <see cref="ITreatments.Names"/>; empty when nothing is treated.</summary>
    public IReadOnlyList<TreatmentChange> Changes { get; init; } = [];

    /// <summary>The frame before any treatment; this very frame when nothing is treated.</summary>
    public FeatureFrame Stored => Untreated ?? this;

    internal FeatureFrame? Untreated { get; init; }
}

/// <summary>Numbers of every product of a snapshot, in columns by the snapshot's product index.</summary>
public sealed class ProductFeatures
{
    /// <summary>Latest unit price in minor units; NaN when never above zero.</summary>
    public required double[] Price { get; init; }

    /// <summary>Unit cost in minor units; NaN when not known.</summary>
    public required double[] Cost { get; init; }

    /// <summary>Units in stock; NaN when not known.</summary>
    public required double[] Stock { get; init; }

    /// <summary>Whether a product stays in tables of features; false where a treatment leaves it out.</summary>
    public required bool[] Kept { get; init; }
}
