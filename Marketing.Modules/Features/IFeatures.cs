using Marketing.Data;

namespace Marketing.Features;

/// <summary>Features of customers and products as of a snapshot's time.</summary>
public interface IFeatures
{
    /// <summary>Computes the frame of a snapshot.</summary>
    FeatureFrame Build(ShopSnapshot snapshot);

    /// <summary>The frame of the current snapshot, kept in memory beside it.</summary>
    Task<FeatureFrame> CurrentAsync(CancellationToken cancellation);
}
