using System.Numerics.Tensors;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model.Neural;

namespace Marketing.Model.Forecasting.Pooled;

/// <summary>
/// Trains one <see cref="SeriesNetwork"/> on series at origins drawn by chance, until the last span, held out, is foretold no better; then goes on for some passes with that span. The same pool gives the
/// same bits on any number of processors.
/// </summary>
internal sealed class NeuralTraining
{
    // Gradients are summed over so many parts, whoever computes them.
    private const int Parts = 4;
    private const int Batch = 64;
    private const int Draws = 4096;
    private const int MostPasses = 20;
    private const int Patience = 4;
    private const int LastPasses = 2;
    private const int MostHeld = 1024;
    private const float Rate = 2e-3f;
    private const float LastRate = 3e-4f;
    private const float LeftOut = 0.1f;

    private readonly NeuralRows _table;
    private readonly IReadOnlyList<(int Series, int First, int Origins)> _able;
    private readonly NetworkRows[] _held;
    private readonly int _end;
    private readonly int _horizon;
    private readonly ulong _seed;
    private readonly CancellationToken _cancellation;
    private readonly AdamW _adam = new(new AdamTerms(0.9f, 0.99f, 1e-8f, 0.01f));
    private readonly FloatBlock _first;
    private readonly FloatBlock _second;
    private readonly (FloatBlock Gradients, Arena Arena, NetworkRows Rows)[] _parts;
    private readonly double[] _losses = new double[Parts];
    private long _step;

    /// <param name="table">Rows of the series.</param>
    /// <param name="able">Series to learn from, each with its first origin and how many more follow up to the end.</param>
    /// <param name="end">Steps of the pool that are known.</param>
    /// <param name="horizon">Steps to be foretold.</param>
    /// <param name="seed">Of the parameters and draws.</param>
    /// <param name="cancellation">Stops the work.</param>
    public NeuralTraining(NeuralRows table, IReadOnlyList<(int Series, int First, int Origins)> able, int end, int horizon, ulong seed, CancellationToken cancellation)
    {
        (_table, _able, _end, _horizon, _seed, _cancellation) = (table, able, end, horizon, seed, cancellation);
        Network = new SeriesNetwork(table.Past, NeuralRows.Known, table.Places, horizon);
        Network.Initialise(new SeededRandom(seed));
        (_first, _second) = (new FloatBlock(Network.Layout.Length), new FloatBlock(Network.Layout.Length));
        _parts = [.. Enumerable.Range(0, Parts).Select(_ => (new FloatBlock(Network.Layout.Length), new Arena(), Rows(Batch / Parts)))];
        _held = HeldRows();
    }

    /// <summary>What is trained.</summary>
    public SeriesNetwork Network { get; }

    /// <summary>Passes until the held span was foretold best.</summary>
    public int Passes { get; private set; }

    /// <summary>Trains it.</summary>
    public void Run()
    {
        var (best, kept, last) = (Held(), Network.Values.Span.ToArray(), _end - _horizon);
        for (var pass = 1; pass <= MostPasses && pass <= Passes + Patience; pass++)
        {
            Pass(pass, last, AdamW.Rate(Rate, pass, 1, MostPasses));
            if (Held() is var held && held < best)
            {
                (best, Passes) = (held, pass);
                Network.Values.Span.CopyTo(kept);
            }
        }

        kept.CopyTo(Network.Values.Span);
        Network.Pack();
        for (var pass = 1; pass <= LastPasses && Passes > 0; pass++)
        {
            Pass(MostPasses + pass, _end, LastRate);
        }
    }

    private void Pass(int pass, int until, float rate)
    {
        var random = new SeededRandom(_seed + (0x9E3779B97F4A7C15 * (ulong)pass));
        var drawn = new (int Series, int Origin)[Batch];
        for (var from = 0; from < Draws; from += Batch)
        {
            for (var i = 0; i < Batch; i++)
            {
                var (series, first, _) = _able[random.NextInt(_able.Count)];
                drawn[i] = (series, first + random.NextInt(until - first));
            }

            Step(drawn, until, rate);
        }
    }

    private void Step((int Series, int Origin)[] drawn, int until, float rate)
    {
        _step++;
        var dropout = new Dropout(LeftOut, (uint)(_seed + ((ulong)_step * 0x9E3779B1)));
        Parallel.For(0, Parts, HeavyWork.Loop(_cancellation), part =>
        {
            var (gradients, arena, rows) = _parts[part];
            arena.Reset();
            rows.Count = Batch / Parts;
            for (var i = 0; i < rows.Count; i++)
            {
                var (series, origin) = drawn[(part * rows.Count) + i];
                _table.Write(series, origin, until, rows, i);
            }

            _losses[part] = Network.Learn(rows, 1f / (Batch * _horizon), gradients, dropout.At((uint)part + 100), arena);
        });
        Update(rate);
    }

    private unsafe void Update(float rate)
    {
        var sum = _parts[0].Gradients;
        for (var part = 1; part < Parts; part++)
        {
            TensorPrimitives.Add(sum.Span, _parts[part].Gradients.Span, sum.Span);
            _parts[part].Gradients.Span.Clear();
        }

        // One wild series does not throw the others (Pascanu, Mikolov and Bengio 2013, alg. 1).
        var norm = TensorPrimitives.Norm<float>(sum.Span);
        var factor = norm > 1 ? 1 / norm : 1;
        if (float.IsFinite(norm))
        {
            foreach (var one in Network.Layout.All)
            {
                _adam.Update(Network.Values.Data + one.Offset, sum.Data + one.Offset, _first.Data + one.Offset, _second.Data + one.Offset, one.Count, _step, rate, factor, one.Decays);
            }
        }

        sum.Span.Clear();
        Network.Pack();
    }

    private double Held()
    {
        var losses = new double[_held.Length];
        Parallel.For(0, _held.Length, HeavyWork.Loop(_cancellation), part =>
        {
            var (rows, told) = (_held[part], new float[_held[part].Count * _horizon]);
            Network.Forward(rows, new Arena(), told);
            for (var i = 0; i < told.Length; i++)
            {
                losses[part] += TweedieLoss.Row(ref told[i], rows.Wanted[i], SeriesNetwork.Power, rows.Weight[i]);
            }
        });
        return losses.Sum();
    }

    private NetworkRows[] HeldRows()
    {
        var (every, last) = ((_able.Count + MostHeld - 1) / MostHeld, _end - _horizon);
        return [.. _able.Where((_, i) => i % every == 0).Chunk(Batch).Select(chunk =>
        {
            var rows = Rows(chunk.Length);
            rows.Count = chunk.Length;
            for (var i = 0; i < chunk.Length; i++)
            {
                _table.Write(chunk[i].Series, last, _end, rows, i);
            }

            return rows;
        })];
    }

    private NetworkRows Rows(int most) => new(most, _table.Past, NeuralRows.Known, _horizon);
}
