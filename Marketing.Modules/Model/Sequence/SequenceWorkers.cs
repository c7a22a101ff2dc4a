using System.Numerics.Tensors;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model.Neural;

namespace Marketing.Model.Sequence;

/// <summary>
/// Learns from a batch on several threads: each has its own part of the histories, which it takes in shards that fit into its cache, and its own gradients, which
/// are added up in the order of the threads. With the same number of threads the same bits come out.
/// </summary>
internal sealed unsafe class SequenceWorkers
{
    // As many tokens as keep what a block remembers of them near the processor.
    private const int ShardTokens = 512;

    // Parts of the parameters that are updated as one piece each; their number must not depend on the threads, since a norm is summed by them.
    private const int Piece = 1 << 14;

    private readonly SequenceNetwork _network;
    private readonly ISequenceSource _source;
    private readonly Worker[] _workers;
    private readonly double[] _squares;
    private readonly (int From, int Count, bool Decays)[] _pieces;
    private readonly TouchedRows? _touched;
    private readonly int _drawn;

    /// <param name="network">The network.</param>
    /// <param name="source">What it learns from.</param>
    /// <param name="drawn">Products drawn for a step; 0 for the whole catalogue.</param>
    /// <param name="threads">Threads.</param>
    public SequenceWorkers(SequenceNetwork network, ISequenceSource source, int drawn, int threads)
    {
        (_network, _source, _drawn) = (network, source, Math.Min(drawn, network.Shape.Products));
        _workers = [.. Enumerable.Range(0, threads).Select(_ => new Worker(new FloatBlock(network.Layout.Length), new Arena(), source.NewShard()))];
        _touched = _drawn > 0 ? new TouchedRows(network.Products, threads) : null;
        _pieces = [.. network.Layout.All.Where(one => _touched is null || one != network.Products).SelectMany(Pieces)];
        _squares = new double[_pieces.Length];
    }

    /// <summary>Bytes that a training of a network takes, its parameters and those of a checkpoint that it goes on from among them.</summary>
    /// <param name="network">The network.</param>
    /// <param name="longest">Tokens of the longest history, its questions among them.</param>
    /// <param name="threads">Threads.</param>
    public static long Bytes(SequenceNetwork network, int longest, int threads)
    {
        // Values, two moments, the best and what is laid out of them; the vectors of products with content; a gradient, what a pass keeps and its logits a thread.
        var (shape, block) = (network.Shape, (long)network.Layout.Length * sizeof(float));
        var vectors = shape.Content > 0 ? (long)shape.Products * shape.Width : 0;
        var logits = Math.Max(1L << 20, Math.Max(24, Together(shape)) * (long)shape.Products);
        return (6 * block) + (vectors * sizeof(float)) + SequenceState.BufferBytes + (threads * (block + ((logits + Math.Max(Learning(shape, longest), Validating(shape))) * sizeof(float))));
    }

    // What the arena holds after a shard: what is kept on the way there, one block behind the other, and what one block needs on the way back. Of attention,
    // each token of a history has a share of every token of it, head by head; a shard holds one long history or several short ones.
    private static long Learning(SequenceShape shape, int longest)
    {
        var (tokens, stride, room) = (Math.Max(ShardTokens, (long)longest), (long)Attention.Stride(longest), new Room());
        var (wide, inner) = (tokens * shape.Width, tokens * shape.Inner);
        room.Take(wide, wide, wide, tokens);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            room.Take(wide, tokens, wide, 3 * wide, shape.Heads * tokens * stride, wide, wide, tokens, wide, inner, inner);
        }

        room.Take(wide, wide, wide, wide, inner, 3 * wide, longest * stride, longest * stride, shape.Width / shape.Heads * stride);
        return room.Total;
    }

    // Histories that are held out are read together; of a block nothing is kept.
    private static long Validating(SequenceShape shape) =>
        Together(shape) * (shape.Length + 1L) * ((2 * PerToken(shape)) + (shape.Heads * (long)Attention.Stride(shape.Length + 1)));

    private static long PerToken(SequenceShape shape) => (12L * shape.Width) + (2L * shape.Inner) + 2;

    private static int Together(SequenceShape shape) => Math.Clamp((1 << 22) / shape.Products, 1, 32);

    /// <summary>Tokens of the longest history of a source.</summary>
    public static int Longest(ISequenceSource source)
    {
        var longest = 1;
        for (var history = 0; history < source.Count; history++)
        {
            longest = Math.Max(longest, source.Tokens(history));
        }

        return longest;
    }

    /// <summary>Lays out what depends on the parameters.</summary>
    public void Pack(CancellationToken cancellation) => All(w => _network.Pack(w, _workers.Length, all: true), cancellation);

    /// <summary>One step.</summary>
    /// <param name="batch">Histories.</param>
    /// <param name="terms">How it is trained.</param>
    /// <param name="state">Parameters and moments; updated.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="cancellation">Stops the work; the state is then as it was.</param>
    /// <returns>Mean losses of the batch, and its tokens; the loss is not a number when the step was not taken because of that.</returns>
    public (ShardLoss Loss, long Tokens) Step(ReadOnlyMemory<int> batch, SequenceTerms terms, SequenceState state, float rate, CancellationToken cancellation)
    {
        var shards = Share(batch.Span);
        var scales = Fill(shards, terms, state, cancellation);
        var key = (uint)SeededRandomKey(terms.Seed, state.Step);
        var drawn = Draw(SeededRandomKey(terms.Seed + 1, state.Step));
        All(
            w =>
            {
                var worker = _workers[w];
                for (var s = 0; s < shards[w].Count; s++)
                {
                    var shard = worker.Shards[s];
                    worker.Arena.Reset();
                    worker.Loss += _network.Learn(shard, scales, worker.Gradients, new Dropout(terms.Dropout, key).At((uint)((w * 4096) + s)), worker.Arena, drawn);
                    _touched?.Note(w, shard, drawn);
                    worker.Tokens += shard.Count;
                }
            },
            cancellation);
        var (loss, tokens) = (default(ShardLoss), 0L);
        foreach (var worker in _workers)
        {
            (loss, tokens) = (loss + worker.Loss, tokens + worker.Tokens);
            (worker.Loss, worker.Tokens) = (default, 0);
        }

        Gather(cancellation);
        SpreadContent(cancellation);
        var norm = Math.Sqrt(_squares.Sum() + (_touched?.Gather([.. _workers.Select(worker => worker.Gradients)]) ?? 0));
        if (!double.IsFinite(loss.Total) || !double.IsFinite(norm))
        {
            Clear();
            return (new ShardLoss(double.NaN, 0, 0), tokens);
        }

        Update(terms, state, rate, (float)Math.Min(1, SequenceTerms.Clip / Math.Max(norm, 1e-12)));
        All(w => _network.Pack(w, _workers.Length, all: _touched is null), CancellationToken.None);
        return (loss, tokens);
    }

    /// <summary>Mean NDCG@10 on the histories that are held out.</summary>
    public double Validate(CancellationToken cancellation)
    {
        var together = Together(_network.Shape);
        if (_touched is not null)
        {
            Pack(cancellation);
        }

        var gains = new double[_source.Held.Count];
        var groups = (gains.Length + together - 1) / together;
        var (next, width) = (-1, _network.Shape.Width);
        All(
            w =>
            {
                var worker = _workers[w];
                for (int group; (group = Interlocked.Increment(ref next)) < groups;)
                {
                    cancellation.ThrowIfCancellationRequested();
                    worker.Shards[0].Clear();
                    worker.Arena.Reset();
                    var (from, count) = (group * together, Math.Min(together, gains.Length - (group * together)));
                    for (var i = 0; i < count; i++)
                    {
                        _source.FillHeld(from + i, worker.Shards[0]);
                    }

                    var hidden = new float[worker.Shards[0].Count * width];
                    _network.Hidden(worker.Shards[0], hidden, worker.Arena);
                    var (last, logits) = (new float[count * width], new float[count * _network.Shape.Products]);
                    for (var i = 0; i < count; i++)
                    {
                        hidden.AsSpan((worker.Shards[0].Start[i + 1] - 1) * width, width).CopyTo(last.AsSpan(i * width));
                    }

                    _network.Logits(last, worker.Shards[0].Moves, logits);
                    for (var i = 0; i < count; i++)
                    {
                        gains[from + i] = HeldRanking.Ndcg(logits.AsSpan(i * _network.Shape.Products, _network.Shape.Products), _source.Held[from + i]);
                    }
                }
            },
            cancellation);
        return gains.Length == 0 ? double.NaN : TensorPrimitives.Sum(gains) / gains.Length;
    }

    private static IEnumerable<(int From, int Count, bool Decays)> Pieces(Parameter one)
    {
        for (var from = 0; from < one.Count; from += Piece)
        {
            yield return (one.Offset + from, Math.Min(Piece, one.Count - from), one.Decays);
        }
    }

    private static ulong SeededRandomKey(ulong seed, long step)
    {
        var state = seed ^ ((ulong)step * 0xD1342543DE82EF95);
        return SeededRandom.SplitMix(ref state);
    }

    // Longest histories first, each to the thread that has least to do, then cut into shards.
    private List<List<List<int>>> Share(ReadOnlySpan<int> batch)
    {
        var order = batch.ToArray();
        Array.Sort(order, (a, b) => _source.Tokens(b) != _source.Tokens(a) ? _source.Tokens(b).CompareTo(_source.Tokens(a)) : a.CompareTo(b));
        var (shards, total) = (_workers.Select(_ => new List<List<int>>()).ToList(), new int[_workers.Length]);
        var room = new int[_workers.Length];
        foreach (var history in order)
        {
            var w = Array.IndexOf(total, total.Min());
            var tokens = _source.Tokens(history);
            if (shards[w].Count == 0 || room[w] < tokens)
            {
                shards[w].Add([]);
                room[w] = ShardTokens;
            }

            shards[w][^1].Add(history);
            (total[w], room[w]) = (total[w] + tokens, room[w] - tokens);
        }

        return shards;
    }

    // How many predictions of each kind a batch holds is known before the first is learned from, so that all shards are filled first.
    private LossScales Fill(List<List<List<int>>> shards, SequenceTerms terms, SequenceState state, CancellationToken cancellation)
    {
        All(
            w =>
            {
                var worker = _workers[w];
                while (worker.Shards.Count < shards[w].Count)
                {
                    worker.Shards.Add(_source.NewShard());
                }

                for (var s = 0; s < shards[w].Count; s++)
                {
                    var shard = worker.Shards[s];
                    Fill(shard, shards[w][s], terms, state);
                    worker.Rows += shard.Asked.Count;
                    worker.Outlooks += shard.Outlooks.Count;
                    worker.Spends += shard.Outlooks.Count(one => !float.IsNaN(one.Spend));
                }
            },
            cancellation);
        var (rows, outlooks, spends) = (0, 0, 0);
        foreach (var worker in _workers)
        {
            (rows, outlooks, spends) = (rows + worker.Rows, outlooks + worker.Outlooks, spends + worker.Spends);
            (worker.Rows, worker.Outlooks, worker.Spends) = (0, 0, 0);
        }

        return new LossScales(1f / Math.Max(1, rows), SequenceTerms.OfHeads / Math.Max(1, outlooks), SequenceTerms.OfHeads / Math.Max(1, spends));
    }

    private void Fill(TokenShard shard, List<int> histories, SequenceTerms terms, SequenceState state)
    {
        shard.Clear();
        foreach (var history in histories)
        {
            _source.Fill(history, new SeededRandom(SeededRandomKey(terms.Seed + (ulong)history, ~(long)state.Epoch)), shard);
        }
    }

    private void Gather(CancellationToken cancellation) => Pieced(
        piece =>
        {
            var (from, count, _) = _pieces[piece];
            var sum = _workers[0].Gradients.Span.Slice(from, count);
            for (var w = 1; w < _workers.Length; w++)
            {
                var more = _workers[w].Gradients.Span.Slice(from, count);
                TensorPrimitives.Add(sum, more, sum);
                more.Clear();
            }

            _squares[piece] = TensorPrimitives.SumOfSquares((ReadOnlySpan<float>)sum);
        },
        cancellation);

    // The gradients of what products are follow from the sums of those of the products.
    private void SpreadContent(CancellationToken cancellation)
    {
        if (_network.Classes is not { } classes)
        {
            return;
        }

        All(w => _network.SpreadContent(_workers[0].Gradients, w, _workers.Length), cancellation);
        Pieced(
            piece =>
            {
                var (from, count, _) = _pieces[piece];
                if (from >= classes.Offset && from < classes.Offset + classes.Count)
                {
                    _squares[piece] = TensorPrimitives.SumOfSquares((ReadOnlySpan<float>)_workers[0].Gradients.Span.Slice(from, count));
                }
            },
            cancellation);
    }

    private void Update(SequenceTerms terms, SequenceState state, float rate, float factor)
    {
        state.Step++;
        var adam = new AdamW(new AdamTerms(0.9f, 0.98f, 1e-8f, terms.Decay));
        Pieced(
            piece =>
            {
                var (from, count, decays) = _pieces[piece];
                var gradients = _workers[0].Gradients;
                adam.Update(state.Values.Data + from, gradients.Data + from, state.First.Data + from, state.Second.Data + from, count, state.Step, rate, factor, decays);
                gradients.Span.Slice(from, count).Clear();
            },
            CancellationToken.None);
        _touched?.Update(adam, state, _workers[0].Gradients, rate, factor);
    }

    private void Clear()
    {
        foreach (var worker in _workers)
        {
            worker.Gradients.Span.Clear();
        }

        _touched?.Forget();
    }

    // Ascending, each once.
    private int[] Draw(ulong key)
    {
        if (_drawn == 0)
        {
            return [];
        }

        var (random, drawn) = (new SeededRandom(key), new SortedSet<int>());
        while (drawn.Count < _drawn)
        {
            drawn.Add(random.NextInt(_network.Shape.Products));
        }

        return [.. drawn];
    }

    private void Pieced(Action<int> work, CancellationToken cancellation) => All(
        w =>
        {
            for (var piece = _pieces.Length * w / _workers.Length; piece < _pieces.Length * (w + 1) / _workers.Length; piece++)
            {
                work(piece);
            }
        },
        cancellation);

    private void All(Action<int> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_workers.Length == 1)
        {
            work(0);
            return;
        }

        Parallel.For(0, _workers.Length, HeavyWork.Loop(CancellationToken.None), work);
    }

    /// <summary>Counts what an <see cref="Arena"/> comes to hold: what does not fit behind the rest begins a block of its own.</summary>
    private struct Room
    {
        private const int Edge = 64;
        private long _left;

        /// <summary>Numbers of all blocks.</summary>
        public long Total { get; private set; }

        public void Take(params ReadOnlySpan<long> counts)
        {
            foreach (var count in counts)
            {
                if (count + Edge > _left)
                {
                    _left = Math.Max(Arena.Least, count + Edge);
                    Total += _left;
                }

                _left -= count + Edge;
            }
        }
    }

    /// <summary>One thread's memory and sums.</summary>
    private sealed class Worker(FloatBlock gradients, Arena arena, TokenShard first)
    {
        public FloatBlock Gradients => gradients;

        public Arena Arena => arena;

        /// <summary>Shards of a step, kept for the next.</summary>
        public List<TokenShard> Shards { get; } = [first];

        public ShardLoss Loss { get; set; }

        public long Tokens { get; set; }

        public int Rows { get; set; }

        public int Outlooks { get; set; }

        public int Spends { get; set; }
    }
}
