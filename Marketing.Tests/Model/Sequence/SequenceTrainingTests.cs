using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model.Neural;
using Marketing.Model.Sequence;
using Marketing.Model.Training;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Sequence;

[Collection("processors")]
public sealed class SequenceTrainingTests
{
    private static readonly SequenceTerms Terms = new(Epochs: 6, Batch: 8, Rate: 0.01f, Decay: 0.01f, Dropout: 0.1f, Patience: 100, Seed: 5);

    [Fact]
    public void What_always_follows_is_learned()
    {
        var (values, notes, points) = Train(Terms with { Epochs = 40 });
        Assert.True(points[^1].Validation > 0.95, $"{points[^1].Validation}");
        Assert.True(points[^1].Loss < 0.5 * points[0].Loss);
        Assert.Empty(notes);
        Assert.All(values, one => Assert.True(float.IsFinite(one)));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(2, 5)]
    public void A_seed_and_a_number_of_threads_give_the_same_bits(int threads, int drawn)
    {
        var terms = Terms with { Drawn = drawn };
        Assert.Equal(Train(terms, threads: threads).Values, Train(terms, threads: threads).Values);
        Assert.NotEqual(Train(terms, threads: threads).Values, Train(terms with { Seed = 6 }, threads: threads).Values);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(13)]
    public void A_training_that_was_broken_off_comes_to_the_same_bits(int steps)
    {
        using var folder = new TestFolder();
        var checkpoint = Path.Combine(folder.Folder.Root, "training.checkpoint");
        using var stop = new CancellationTokenSource();
        var source = new Circle { Filled = count => Stop(count, 8 * steps, stop) };
        Assert.ThrowsAny<OperationCanceledException>(() => Train(Terms, source, checkpoint, cancellation: stop.Token));
        var (values, notes, _) = Train(Terms, checkpoint: checkpoint);
        Assert.Contains("Goes on from the checkpoint", Assert.Single(notes));
        Assert.Equal(Train(Terms).Values, values);
    }

    [Fact]
    public void A_damaged_checkpoint_is_told_and_the_training_begins_anew()
    {
        using var folder = new TestFolder();
        var checkpoint = Path.Combine(folder.Folder.Root, "training.checkpoint");
        Train(Terms with { Epochs = 2 }, checkpoint: checkpoint);
        var bytes = File.ReadAllBytes(checkpoint);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(checkpoint, bytes);
        var (values, notes, _) = Train(Terms with { Epochs = 2 }, checkpoint: checkpoint);
        Assert.Equal("The checkpoint is not used. It is damaged. It is removed, and the training begins anew.", Assert.Single(notes));
        Assert.Equal(Train(Terms with { Epochs = 2 }).Values, values);
        bytes = File.ReadAllBytes(checkpoint);
        File.WriteAllBytes(checkpoint, bytes[..10]);
        Assert.Contains("damaged", Assert.Single(Train(Terms, checkpoint: checkpoint).Notes));
    }

    [Fact]
    public void A_checkpoint_of_other_parameters_is_not_used()
    {
        using var folder = new TestFolder();
        var checkpoint = Path.Combine(folder.Folder.Root, "training.checkpoint");
        Train(Terms with { Rate = 0.02f }, checkpoint: checkpoint);
        Assert.Contains("It belongs to other data or other parameters.", Assert.Single(Train(Terms, checkpoint: checkpoint).Notes));
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_gone_on_from_is_removed_with_its_note()
    {
        using var folder = new TestFolder();
        var checkpoint = Path.Combine(folder.Folder.Root, "training.checkpoint");
        File.WriteAllText(checkpoint, "MKTTRAIN and no more");
        var (_, notes, _) = Train(Terms with { Epochs = 1 }, checkpoint: checkpoint, every: TimeSpan.FromHours(1));
        Assert.Equal("The checkpoint is not used. It was written by another version of the program. It is removed, and the training begins anew.", Assert.Single(notes));
        Assert.False(File.Exists(checkpoint));
    }

    [Fact]
    public void A_checkpoint_of_other_data_is_not_used_although_the_histories_are_the_same()
    {
        using var folder = new TestFolder();
        var checkpoint = Path.Combine(folder.Folder.Root, "training.checkpoint");
        Train(Terms, checkpoint: checkpoint, data: "a");
        Assert.Contains("Goes on from the checkpoint", Assert.Single(Train(Terms, checkpoint: checkpoint, data: "a").Notes));
        Assert.Contains("It belongs to other data or other parameters.", Assert.Single(Train(Terms, checkpoint: checkpoint, data: "b").Notes));
    }

    [Fact]
    public void A_checkpoint_is_read_into_the_memory_that_is_there_and_its_head_alone_when_it_is_another_ones()
    {
        using var folder = new TestFolder();
        var path = Path.Combine(folder.Folder.Root, "training.checkpoint");
        var (written, read) = (new SequenceState(new FloatBlock(1_000_003)), new SequenceState(new FloatBlock(1_000_003)));
        var random = new SeededRandom(3);
        foreach (var block in (FloatBlock[])[written.Values, written.First, written.Second, written.Best])
        {
            for (var i = 0; i < block.Length; i++)
            {
                block.Span[i] = (float)random.NextDouble();
            }
        }

        (written.Epoch, written.Batch, written.Step, written.BestMetric, written.BestEpoch, written.Worse) = (3, 4, 5, 0.25, 2, 1);
        written.Write(path, "mine");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(TrainingNotes.CheckpointOfOtherData, read.Read(path, "yours"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        Assert.Null(read.Read(path, "mine"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, SequenceState.BufferBytes);
        Assert.Equal((3, 4, 5, 0.25, 2, 1), (read.Epoch, read.Batch, read.Step, read.BestMetric, read.BestEpoch, read.Worse));
        Assert.True(written.Values.Span.SequenceEqual(read.Values.Span) && written.First.Span.SequenceEqual(read.First.Span) && written.Second.Span.SequenceEqual(read.Second.Span) && written.Best.Span.SequenceEqual(read.Best.Span));
    }

    [Theory]
    [InlineData("not/there/training.checkpoint")]
    [InlineData("taken")]
    public void A_checkpoint_that_cannot_be_written_is_told_once_and_the_training_goes_on(string name)
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(Path.Combine(folder.Folder.Root, "taken", "by", "something"));
        var (values, notes, _) = Train(Terms, checkpoint: Path.Combine(folder.Folder.Root, name));
        Assert.StartsWith("A checkpoint could not be written: ", Assert.Single(notes));
        Assert.Equal(Train(Terms).Values, values);
        Assert.Empty(Directory.GetFiles(folder.Folder.Root, "*.part"));
    }

    [Fact]
    public void Memory_is_asked_for_by_the_longest_history_with_its_questions()
    {
        const int Length = 300;
        var network = new SequenceNetwork(new SequenceShape(Circle.Products, 8, 4, 16, 16, Length));
        network.Layout.Initialise(network.Values, 0.1f, new SeededRandom(1));
        network.Pack();
        var (shard, arena) = (new TokenShard(), new Arena());
        for (var token = 0; token < 2 * Length; token++)
        {
            shard.Product.Add(token % 2 == 0 ? token % Circle.Products : TokenShard.NoProduct);
            shard.Position.Add(token / 2);
            shard.IsKey.Add(token % 2 == 0);
        }

        shard.Asked.Add((2 * Length) - 1);
        shard.Targets.Add(3);
        shard.Moves.Own.EndRow();
        shard.Start.Add(shard.Count);
        network.Learn(shard, new LossScales(1, 1, 1), new FloatBlock(network.Layout.Length), default, arena);
        var asked = SequenceWorkers.Bytes(network, 2 * Length, 1);
        Assert.InRange(arena.Bytes, SequenceWorkers.Bytes(network, Length, 1), asked);
        Assert.True(asked < 2 * arena.Bytes, $"{asked} for {arena.Bytes}");
        Assert.Equal(11, SequenceWorkers.Longest(new Circle()));
    }

    [Fact]
    public void It_stops_when_nothing_gets_better_and_keeps_the_best()
    {
        var (values, notes, points) = Train(Terms with { Epochs = 200, Patience = 3 });
        var best = points.Where(point => point.Validation is not null).MaxBy(point => point.Validation)!;
        Assert.Contains($"the parameters of epoch {best.Epoch} are kept", Assert.Single(notes));
        Assert.Equal(Train(Terms with { Epochs = 200, Patience = 3 }).Values, values);
        Assert.Equal(best.Epoch + 3, points[^1].Epoch);
    }

    [Fact]
    public void A_loss_that_is_no_number_names_its_batch_and_keeps_the_last_good_state()
    {
        var source = new Circle();
        source.Filled = count => source.Spend = count > 40 * 3 ? float.PositiveInfinity : 10;
        var (values, notes, points) = Train(Terms, source, heads: true);
        Assert.Matches("^The loss of batch \\d+ of epoch \\d was not a number; the parameters of epoch \\d are kept\\.$", Assert.Single(notes));
        Assert.All(values, one => Assert.True(float.IsFinite(one)));
        Assert.NotEmpty(points);
        var refused = Assert.Throws<OperatorException>(() => Train(Terms, new Circle { Spend = float.PositiveInfinity }, heads: true));
        Assert.Equal("The loss of batch 1 of epoch 1 was not a number, before anything worth keeping had been learned.", refused.Message);
    }

    [Fact]
    public void Too_little_memory_takes_threads_away_and_then_refuses()
    {
        var network = Network(heads: false);
        var (one, two) = (SequenceWorkers.Bytes(network, 11, 1), SequenceWorkers.Bytes(network, 11, 2));
        Assert.Equal(Train(Terms, threads: 1).Values, Train(Terms, threads: 2, memory: two - 1).Values);
        Assert.Contains("and may take", Assert.Throws<OperatorException>(() => Train(Terms, memory: one - 1)).Message);
    }

    [Fact]
    public void Rows_that_no_step_touches_stay_as_they_are()
    {
        var network = Network(heads: false);
        var before = network.Values.Span.ToArray();
        var workers = new SequenceWorkers(network, new Circle { Reach = 6 }, drawn: 2, threads: 2);
        workers.Pack(default);
        var state = new SequenceState(network.Values);
        workers.Step(Enumerable.Range(0, 8).ToArray(), Terms, state, 0.01f, default);
        var changed = Enumerable.Range(0, Circle.Products).Count(row => !network.Values.Span.Slice(network.Products.Offset + (row * 16), 16).SequenceEqual(before.AsSpan(network.Products.Offset + (row * 16), 16)));
        Assert.InRange(changed, 6, 8);
    }

    [Fact]
    public void A_catalogue_of_a_million_can_be_learned_from()
    {
        const int Many = 1_000_000;
        var network = new SequenceNetwork(new SequenceShape(Many, 4, 1, 1, 16, 12));
        network.Layout.Initialise(network.Values, 0.02f, new SeededRandom(1));
        var end = new SequenceTraining(network, new Circle { Of = Many }, Terms with { Epochs = 1, Drawn = 64 }, new TrainingCare { Threads = 2 }).Run(default);
        Assert.Equal(1, end.Epochs);
        Assert.True(double.IsFinite(end.BestMetric));
    }

    private static void Stop(int count, int most, CancellationTokenSource stop)
    {
        if (count > most)
        {
            stop.Cancel();
        }
    }

    private static SequenceNetwork Network(bool heads)
    {
        var network = new SequenceNetwork(new SequenceShape(Circle.Products, 16, 2, 1, 32, 12) { Weeks = heads ? 4 : 0, Spend = heads });
        network.Layout.Initialise(network.Values, 0.1f, new SeededRandom(1));
        return network;
    }

    private static (float[] Values, List<string> Notes, List<TrainingPoint> Points) Train(SequenceTerms terms, Circle? source = null, string? checkpoint = null, int threads = 2, long memory = long.MaxValue, bool heads = false, TimeSpan? every = null, string? data = null, CancellationToken cancellation = default)
    {
        HeavyWork.Processors = 2;
        var (network, notes, points) = (Network(heads), new List<string>(), new List<TrainingPoint>());
        var care = new TrainingCare { Checkpoint = checkpoint, Data = data, CheckpointEvery = every ?? TimeSpan.Zero, Threads = threads, MemoryBytes = memory, Watch = points.Add, Note = notes.Add };
        new SequenceTraining(network, source ?? new Circle { Heads = heads }, terms, care).Run(cancellation);
        return (network.Values.Span.ToArray(), notes, points);
    }

    /// <summary>Histories along a circle of products: after each comes the next.</summary>
    private sealed class Circle : ISequenceSource
    {
        public const int Products = 23;
        private int _filled;

        public int Of { get; init; } = Products;

        public int Reach { get; init; } = Products;

        public bool Heads { get; init; }

        public float Spend { get; set; } = 10;

        public Action<int>? Filled { get; set; }

        public int Count => 40;

        public IReadOnlyList<HeldHistory> Held => [.. Enumerable.Range(0, 10).Select(i => new HeldHistory([(i + 5) % Reach], []))];

        public string Fingerprint => "circle";

        public int Tokens(int history) => 4 + (history % 8);

        public TokenShard NewShard() => new();

        public void Fill(int history, SeededRandom random, TokenShard shard)
        {
            Filled?.Invoke(Interlocked.Increment(ref _filled));
            var length = Tokens(history);
            for (var i = 0; i < length; i++)
            {
                shard.Product.Add((history + i) % Reach);
                shard.Position.Add(12 - length + i);
                shard.IsKey.Add(true);
                shard.Asked.Add(shard.Count - 1);
                shard.Targets.Add((history + i + 1) % Reach);
                shard.Moves.Own.EndRow();
                if (Heads || Spend != 10)
                {
                    shard.Outlooks.Add(new Outlook(shard.Count - 1, 1, true, Spend));
                }
            }

            shard.Start.Add(shard.Count);
        }

        public void FillHeld(int held, TokenShard shard)
        {
            for (var i = 0; i < 5; i++)
            {
                shard.Product.Add((held + i) % Reach);
                shard.Position.Add(12 - 5 + i);
                shard.IsKey.Add(true);
            }

            shard.Moves.Own.EndRow();
            shard.Start.Add(shard.Count);
        }
    }
}
