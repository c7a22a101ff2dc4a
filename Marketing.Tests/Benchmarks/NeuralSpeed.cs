using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Marketing.Kernel.Numerics;
using Marketing.Model.Neural;
using Marketing.Model.Sequence;

namespace Marketing.Tests.Benchmarks;

/// <summary>
/// Speed of the neural engine: products of matrices as a share of what the processors can multiply and add, and steps of a training. <c>pytorch_steps.py</c> beside it does
/// the same with PyTorch. <c>dotnet run -c Release --project Marketing.Tests -- neural [threads]</c>.
/// </summary>
internal static unsafe class NeuralSpeed
{
    public const string Name = "neural";

    private const int Repeats = 7;

    public static void Run(string[] arguments)
    {
        var threads = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : Environment.ProcessorCount;
        var peak = Best(() => Together(threads, _ => Peak(20_000_000)), () => threads * 20_000_000.0 * 12 * 2 * Vector512<float>.Count);
        Console.WriteLine($"{threads} threads; multiply-add peak {peak / 1e9:0} GFLOP/s");
        foreach (var (name, m, k, n, left) in ((string, int, int, int, bool)[])
            [("qkv", 512, 64, 192, false), ("proj", 512, 64, 64, false), ("fc1", 512, 64, 256, false), ("fc2", 512, 256, 64, false), ("dW fc1", 64, 512, 256, true), ("logits", 64, 64, 12_101, false), ("dH", 64, 12_101, 64, false), ("dE", 12_101, 64, 64, true)])
        {
            Product(name, m, k, n, left, threads, peak);
        }

        Step("body", threads, asked: false, drawn: 0);
        Step("sampled 1,024", threads, asked: true, drawn: 1024);
        Step("full softmax", threads, asked: true, drawn: 0);
    }

    // Each thread multiplies matrices of its own, as threads of a training do.
    private static void Product(string name, int m, int k, int n, bool turned, int threads, double peak)
    {
        var random = new SeededRandom(1);
        var own = Enumerable.Range(0, threads).Select(_ => (A: Filled(m * k, random), B: Filled(k * n, random), C: new FloatBlock((long)m * n), Panels: new Panels(k, n))).ToArray();
        foreach (var (_, b, _, panels) in own)
        {
            panels.Fill(b.Data, n, 1, 0, panels.Count);
        }

        var times = Math.Max(1, (int)(4e8 / ((double)m * k * n)));
        var speed = Best(
            () => Together(threads, t =>
            {
                var (a, b, c, panels) = own[t];
                for (var i = 0; i < times; i++)
                {
                    if (turned)
                    {
                        Gemm.Multiply(a.Data, 1, m, b.Data, n, c.Data, n, m, n, k, add: true);
                    }
                    else
                    {
                        Gemm.Multiply(a.Data, k, 1, panels, c.Data, n, m, add: false);
                    }
                }
            }),
            () => 2.0 * m * k * n * times * threads);
        Console.WriteLine($"  {name,-8} {m}x{k}x{n}: {speed / 1e9:0} GFLOP/s, {speed / peak:0%} of the peak");
    }

    // A batch of 128 histories of 50 tokens, all of which have something to foretell; forward, backward and Adam.
    private static void Step(string name, int threads, bool asked, int drawn)
    {
        var network = new SequenceNetwork(new SequenceShape(12_101, 64, 2, 2, 256, 50));
        network.Layout.Initialise(network.Values, 0.02f, new SeededRandom(1));
        var workers = new SequenceWorkers(network, new Full(asked), drawn, threads);
        workers.Pack(default);
        var (state, terms, batch) = (new SequenceState(network.Values), new SequenceTerms(1, 128, 0.001f, 0, 0.3f, 1, 1), Enumerable.Range(0, 128).ToArray());
        for (var warm = 0; warm < 12; warm++)
        {
            workers.Step(batch, terms, state, 0.001f, default);
        }

        var speed = Best(() => workers.Step(batch, terms, state, 0.001f, default), () => 6400);
        Console.WriteLine($"  step, {name}: {speed:N0} tokens/s");
    }

    private static double Best(Action work, Func<double> done)
    {
        var best = 0.0;
        for (var i = 0; i < Repeats; i++)
        {
            var started = Stopwatch.GetTimestamp();
            work();
            best = Math.Max(best, done() / Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return best;
    }

    private static void Together(int threads, Action<int> work)
    {
        var others = Enumerable.Range(1, threads - 1).Select(t => new Thread(() => work(t))).ToArray();
        Array.ForEach(others, thread => thread.Start());
        work(0);
        Array.ForEach(others, thread => thread.Join());
    }

    private static FloatBlock Filled(int count, SeededRandom random)
    {
        var block = new FloatBlock(count);
        for (var i = 0; i < count; i++)
        {
            block.Data[i] = (float)random.NextDouble() - 0.5f;
        }

        return block;
    }

    // Twelve chains of multiply-adds hide the time that each takes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Peak(long times)
    {
        var (x, y) = (Vector512.Create(1e-9f), Vector512.Create(1.1f));
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (long n = 0; n < times; n++)
        {
            a = Vector512.MultiplyAddEstimate(x, y, a);
            b = Vector512.MultiplyAddEstimate(x, y, b);
            c = Vector512.MultiplyAddEstimate(x, y, c);
            d = Vector512.MultiplyAddEstimate(x, y, d);
            e = Vector512.MultiplyAddEstimate(x, y, e);
            f = Vector512.MultiplyAddEstimate(x, y, f);
            g = Vector512.MultiplyAddEstimate(x, y, g);
            h = Vector512.MultiplyAddEstimate(x, y, h);
            i = Vector512.MultiplyAddEstimate(x, y, i);
            j = Vector512.MultiplyAddEstimate(x, y, j);
            k = Vector512.MultiplyAddEstimate(x, y, k);
            l = Vector512.MultiplyAddEstimate(x, y, l);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    private sealed class Full(bool asked) : ISequenceSource
    {
        public int Count => 128;

        public IReadOnlyList<HeldHistory> Held => [];

        public string Fingerprint => "full";

        public int Tokens(int history) => 50;

        public TokenShard NewShard() => new();

        public void Fill(int history, SeededRandom random, TokenShard shard)
        {
            for (var position = 0; position < 50; position++)
            {
                if (asked)
                {
                    shard.Asked.Add(shard.Count);
                    shard.Targets.Add(random.NextInt(12_101));
                    shard.Moves.Own.EndRow();
                }

                shard.Product.Add(random.NextInt(12_101));
                shard.Position.Add(position);
                shard.IsKey.Add(true);
            }

            shard.Start.Add(shard.Count);
        }

        public void FillHeld(int held, TokenShard shard) => throw new NotSupportedException();
    }
}
