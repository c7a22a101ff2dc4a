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

    public async Task<LookAlikeList?> FindAsync(ModelVersionId version, ShopSnapshot snapshot, IReadOnlyCollection<int> seeds, int take, IProgress<Progress>? progress, CancellationToken cancellation) =>
        (await FindAsync(version, snapshot, [new LookAlikeQuestion(seeds, take)], progress, cancellation).ConfigureAwait(false))?[0];

    public async Task<IReadOnlyList<LookAlikeList>?> FindAsync(ModelVersionId version, ShopSnapshot snapshot, IReadOnlyList<LookAlikeQuestion> questions, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        foreach (var (seeds, take) in questions)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(take, ILookAlikes.Most);
            foreach (var seed in seeds)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(seed, nameof(seeds));
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(seed, snapshot.Customers.Count, nameof(seeds));
            }
        }

        return await models.FindAsync(version, cancellation).ConfigureAwait(false) is { Kind: ISequenceExplanations.Kind }
            && await models.LoadAsync(version, cancellation).ConfigureAwait(false) is TransformerRecommender { IsTrained: true } model
            ? await Task.Run(() => Nearest(model, snapshot, questions, progress, cancellation), cancellation).ConfigureAwait(false)
            : null;
    }

    /// <summary>The nearest customers.</summary>
    public static LookAlikeList[] Nearest(TransformerRecommender model, ShopSnapshot snapshot, IReadOnlyList<LookAlikeQuestion> questions, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var groups = questions.Select(question => new Group(question, snapshot.Customers.Count, model.Network.Shape.Width)).ToList();
        int[] seeds = [.. Enumerable.Range(0, snapshot.Customers.Count).Where(customer => groups.Exists(group => group.IsSeed(customer)))];
        int[] others = [.. Enumerable.Range(0, snapshot.Customers.Count).Where(customer => groups.Exists(group => !group.IsSeed(customer)))];
        var (done, all) = (0, seeds.Length + others.Length);
        Each(seeds, (customer, vector) => groups.ForEach(group => group.AddSeed(customer, vector)));
        groups.ForEach(group => group.CloseSeeds());
        if (groups.Exists(group => group.HasMiddle))
        {
            Each(others, (customer, vector) => groups.ForEach(group => group.Offer(customer, vector)));
        }

        return [.. groups.Select(group => group.List())];

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

    /// <summary>The seeds of one question with their mean, and the nearest others so far.</summary>
    private sealed class Group
    {
        private readonly bool[] _seeds;
        private readonly double[] _mean;
        private readonly float[] _scores;
        private readonly int[] _items;
        private float[]? _middle;
        private int _known;
        private int _kept;

        public Group(LookAlikeQuestion question, int customers, int width)
        {
            (_seeds, _mean) = (new bool[customers], new double[width]);
            foreach (var seed in question.Seeds)
            {
                _seeds[seed] = true;
            }

            var most = Math.Min(question.Take, customers - _seeds.Count(own => own));
            (_scores, _items) = (new float[most], new int[most]);
        }

        public bool HasMiddle => _middle is not null;

        public bool IsSeed(int customer) => _seeds[customer];

        public void AddSeed(int customer, float[] vector)
        {
            if (!_seeds[customer])
            {
                return;
            }

            _known++;
            for (var i = 0; i < _mean.Length; i++)
            {
                _mean[i] += vector[i];
            }
        }

        /// <summary>Turns the sum of the seeds into its direction; without seeds, or where they cancel out, there is none and nobody is like them.</summary>
        public void CloseSeeds()
        {
            var length = TensorPrimitives.Norm<double>(_mean);
            _middle = length == 0 ? null : [.. _mean.Select(one => (float)(one / length))];
        }

        public void Offer(int customer, float[] vector)
        {
            if (_middle is null || _seeds[customer])
            {
                return;
            }

            var best = new TopK<float>(_scores, _items, _kept);
            best.Offer(TensorPrimitives.Dot<float>(vector, _middle), customer);
            _kept = best.Count;
        }

        public LookAlikeList List()
        {
            new TopK<float>(_scores, _items, _kept).Sort();
            return new LookAlikeList([.. Enumerable.Range(0, _kept).Select(place => new LookAlike(_items[place], _scores[place]))], _known);
        }
    }
}
