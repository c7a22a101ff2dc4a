using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Features.Affinity;
using Microsoft.Extensions.Options;

namespace Marketing.Features.Frame;

/// <summary>Features of every customer of a snapshot in one pass over the orders; the frame of the current snapshot is kept beside it.</summary>
internal sealed class BuildFrame(ISnapshots snapshots, IOptions<FeaturesOptions> options) : IFeatures
{
    // The frame lives as long as its snapshot; the lazy value makes several readers wait for one computation.
    private readonly ConditionalWeakTable<ShopSnapshot, Lazy<FeatureFrame>> _frames = [];

    public FeatureFrame Build(ShopSnapshot snapshot)
    {
        var orders = CustomerOrders.Of(snapshot);
        var columns = new FrameColumns(snapshot, orders);
        var (r, f, m) = Scores(columns);
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
        };
    }

    public async Task<FeatureFrame> CurrentAsync(CancellationToken cancellation)
    {
        var snapshot = await snapshots.CurrentAsync(cancellation).ConfigureAwait(false);
        var frame = _frames.GetValue(snapshot, key => new Lazy<FeatureFrame>(() => Build(key)));
        return frame.IsValueCreated ? frame.Value : await Task.Run(() => frame.Value, cancellation).ConfigureAwait(false);
    }

    // Customers without an order are not ranked and keep score 0.
    private static (byte[] R, byte[] F, byte[] M) Scores(FrameColumns columns)
    {
        var buyers = Enumerable.Range(0, columns.Frequency.Length).Where(c => columns.Frequency[c] > 0).ToArray();
        return (Score(c => -columns.Recency[c]), Score(c => columns.Frequency[c]), Score(c => columns.Monetary[c]));

        byte[] Score(Func<int, double> value)
        {
            var ranked = RfmScore.Of(Array.ConvertAll(buyers, c => value(c)));
            var scores = new byte[columns.Frequency.Length];
            for (var i = 0; i < buyers.Length; i++)
            {
                scores[buyers[i]] = ranked[i];
            }

            return scores;
        }
    }
}
