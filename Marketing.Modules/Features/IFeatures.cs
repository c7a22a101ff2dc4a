using Marketing.Data;

namespace Marketing.Features;

/// <summary>Features of customers and products as of a snapshot's time.</summary>
public interface IFeatures
{
    /// <summary>Computes the frame of a snapshot, with the treatments in force (<see cref="ITreatmentSettings"/>).</summary>
    FeatureFrame Build(ShopSnapshot snapshot);

    /// <summary>The frame of the current snapshot with the treatments in force now, kept in memory until either changes.</summary>
    Task<FeatureFrame> CurrentAsync(CancellationToken cancellation);
}
