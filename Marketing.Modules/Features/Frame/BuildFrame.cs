using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Features.Affinity;
using Marketing.Features.Treating;
using Microsoft.Extensions.Options;

namespace Marketing.Features.Frame;

/// <summary>Features of every customer of a snapshot in one pass over the orders, then treated; the frame of the current snapshot is kept beside it.</summary>
internal sealed class BuildFrame(ISnapshots snapshots, ITreatmentSettings settings, IOptions<FeaturesOptions> options) : IFeatures
{
    // Frames live as long as their snapshot.
    private readonly ConditionalWeakTable<ShopSnapshot, KeptFrames> _frames = [];

    public FeatureFrame Build(ShopSnapshot snapshot) => TreatFrame.Of(Stored(snapshot), settings.InForce);

    public async Task<FeatureFrame> CurrentAsync(CancellationToken cancellation)
    {
        var snapshot = await snapshots.CurrentAsync(cancellation).ConfigureAwait(false);
        var frame = _frames.GetValue(snapshot, key => new KeptFrames(() => Stored(key))).Under(settings.InForce);
        return frame.IsValueCreated ? frame.Value : await Task.Run(() => frame.Value, cancellation).ConfigureAwait(false);
    }

    private FeatureFrame Stored(ShopSnapshot snapshot)
    {
        var orders = CustomerOrders.Of(snapshot);
        var columns = new FrameColumns(snapshot, orders);
        var (r, f, m) = FrameScores.Of(columns.Recency, columns.Frequency, columns.Monetary, c => columns.Frequency[c] > 0);
        return new FeatureFrame
        {
            Snapshot = snapshot,
            RecencyDays = columns.Recency,
            Frequency = columns.Frequency,
            Monetary = columns.Monetary,
            TenureDays = columns.Tenure,
            MeanGapDays = columns.MeanGap,
            BasketSize = columns.BasketSize,
            ReturnRate = columns.ReturnRate,
            Affinity = AffinityTerms.Of(snapshot, orders, options.Value),
            R = r,
            F = f,
            M = m,
            Kept = All(snapshot.Customers.Count),
            Products = Products(snapshot.Products),
        };
    }

    private static ProductFeatures Products(ProductColumns products) => new()
    {
        Price = Array.ConvertAll(products.Price, price => price > 0 ? price : double.NaN),
        Cost = Array.ConvertAll(products.Cost, cost => cost >= 0 ? cost : double.NaN),
        Stock = Array.ConvertAll(products.Stock, units => units != -1 ? units : double.NaN),
        Kept = All(products.Count),
    };

    private static bool[] All(int rows)
    {
        var kept = new bool[rows];
        Array.Fill(kept, true);
        return kept;
    }

    /// <summary>The frame of one snapshot before treatment, and the one of the treatments asked for last; several readers wait for one computation.</summary>
    private sealed class KeptFrames(Func<FeatureFrame> build)
    {
        private readonly Lazy<FeatureFrame> _stored = new(build);
        private readonly Lock _change = new();
        private IReadOnlyList<TreatmentInForce>? _inForce;
        private Lazy<FeatureFrame>? _treated;

        public Lazy<FeatureFrame> Under(IReadOnlyList<TreatmentInForce> inForce)
        {
            lock (_change)
            {
                if (_treated is null || !ReferenceEquals(_inForce, inForce))
                {
                    (_inForce, _treated) = (inForce, new Lazy<FeatureFrame>(() => TreatFrame.Of(_stored.Value, inForce)));
                }

                return _treated;
            }
        }
    }
}
