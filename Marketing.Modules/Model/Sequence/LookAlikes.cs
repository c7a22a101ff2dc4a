using System.Numerics.Tensors;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;

namespace Marketing.Model.Sequence;

/// <summary>Look-alikes by the vectors of a sequence network, a block of customers at a time, so that never more than a block of vectors stands in memory.</summary>
internal sealed class LookAlikes(IModels models) : ILookAlikes
{
    private const int Block = 1024;

    public async Task<LookAlikeList?> FindAsync(ModelVersionId version, ShopSnapshot snapshot, IReadOnlyCollection<int> seeds, int take, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, ILookAlikes.Most);
        foreach (var seed in seeds)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(seed, nameof(seeds));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(seed, snapshot.Customers.Count, nameof(seeds));
        }

        return await models.FindAsync(version, cancellation).ConfigureAwait(false) is { Kind: ISequenceExplanations.Kind }
            && await models.LoadAsync(version, cancellation).ConfigureAwait(false) is TransformerRecommender { IsTrained: true } model
            ? await Task.Run(() => Nearest(model, snapshot, seeds, take, progress, cancellation), cancellation).ConfigureAwait(false)
            : null;
    }

    /// <summary>The nearest customers.</summary>
    public static LookAlikeList Nearest(TransformerRecommender model, ShopSnapshot snapshot, IReadOnlyCollection<int> seeds, int take, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        int[] own = [.. seeds.Distinct().Order()];
        int[] others = [.. Enumerable.Range(0, snapshot.Customers.Count).Except(own)];
        var (mean, known, done, all) = (new double[model.Network.Shape.Width], 0, 0, own.Length + others.Length);
        Each(own, (_, vector) =>
        {
            known++;
            for (var i = 0; i < mean.Length; i++)
            {
                mean[i] += vector[i];
            }
        });
        var length = TensorPrimitives.Norm<double>(mean);
        if (length == 0)
        {
            return new LookAlikeList([], known);
        }

        float[] middle = [.. mean.Select(one => (float)(one / length))];
        var (scores, items) = (new float[Math.Min(take, others.Length)], new int[Math.Min(take, others.Length)]);
        var kept = 0;
        Each(others, (customer, vector) =>
        {
            var best = new TopK<float>(scores, items, kept);
            best.Offer(TensorPrimitives.Dot<float>(vector, middle), customer);
            kept = best.Count;
        });
        new TopK<float>(scores, items, kept).Sort();
        return new LookAlikeList([.. Enumerable.Range(0, kept).Select(place => new LookAlike(items[place], scores[place]))], known);

        // In order, though the vectors of a block are computed side by side.
        void Each(int[] customers, Action<int, float[]> use)
        {
            foreach (var block in customers.Chunk(Block))
            {
                var vectors = new float[block.Length][];
                Parallel.For(0, block.Length, HeavyWork.Loop(cancellation), i => vectors[i] = model.Embedding(snapshot, block[i]));
                for (var i = 0; i < block.Length; i++)
                {
                    if (vectors[i].Length > 0)
                    {
                        use(block[i], vectors[i]);
                    }
                }

                done += block.Length;
                progress?.Report(new Progress("look-alikes", (double)done / all));
            }
        }
    }
}
