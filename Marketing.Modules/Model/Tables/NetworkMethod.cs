using System.Globalization;
using System.Numerics.Tensors;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model.Neural;
using Marketing.Model.Recommenders;

namespace Marketing.Model.Tables;

/// <summary>
/// A network of two layers of 512 and 256 with rectifiers and dropout, and one sigmoid: trained by <see cref="AdamW"/> on shuffled batches until the loss on a tenth of the rows, held out for that, has not been
/// better for some passes; the best is kept, also where a later loss is not a number.
/// </summary>
internal sealed unsafe class NetworkMethod : ITableMethod
{
    private const string First = "hidden1";
    private const string Second = "hidden2";
    private const string DropoutName = "dropout";
    private const string LearningRate = "learning_rate";
    private const string WeightDecay = "weight_decay";
    private const string Batch = "batch";
    private const string Epochs = "epochs";
    private const string Patience = "patience";
    private const string Seed = "seed";
    private const int HeldOneIn = 10;
    private const int FewestHeld = 20;

    // Parts of a batch, each with gradients of its own that are added up in order: their number does not depend on the machine, so that neither do the bits.
    private const int Parts = 2;

    public string Kind => "network";

    public IReadOnlyList<MethodParameter> Parameters { get; } =
    [
        MethodParameter.Whole(First, 512, 1, 65_536),
        MethodParameter.Whole(Second, 256, 1, 65_536),
        MethodParameter.Real(DropoutName, 0.3, 0, 0.9),
        MethodParameter.Real(LearningRate, 0.001, 1e-7, 1),
        MethodParameter.Real(WeightDecay, 0.01, 0, 10),
        MethodParameter.Whole(Batch, 256, 1, 1_000_000),
        MethodParameter.Whole(Epochs, 60, 1, 100_000),
        MethodParameter.Whole(Patience, 8, 1, 100_000),
        MethodParameter.Whole(Seed, 42, 0, int.MaxValue),
    ];

    public TableModel Fit(TableData rows, ReadOnlyMemory<bool> positive, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var encoder = TableEncoder.Learn(rows);
        var training = new Training(rows, encoder, positive, values, cancellation);
        var (best, at, worse, stopped) = (double.PositiveInfinity, 0, 0, (string?)null);
        var kept = training.Network.Values.Span.ToArray();
        for (var epoch = 1; epoch <= values.Whole(Epochs) && worse < values.Whole(Patience); epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (loss, broken) = training.Pass(epoch);
            if (broken is { } batch)
            {
                var what = string.Create(CultureInfo.InvariantCulture, $"The loss of batch {batch} of pass {epoch} is not a number");
                stopped = at > 0 ? what : throw new ArgumentException($"{what}. Lower {LearningRate}, or look for extreme numbers in the table.");
                break;
            }

            var held = training.Held(loss);
            if (held < best)
            {
                (best, at, worse) = (held, epoch, 0);
                training.Network.Values.Span.CopyTo(kept);
            }
            else
            {
                worse++;
            }

            progress?.Report(new Progress("fit", epoch / (double)values.Whole(Epochs), string.Create(CultureInfo.InvariantCulture, $"pass {epoch}, loss {loss:0.0000}, held out {held:0.0000}")));
        }

        if (at == 0)
        {
            throw new ArgumentException($"The loss of the rows held out was not a number after any pass. Lower {LearningRate}, or look for extreme numbers in the table.");
        }

        kept.CopyTo(training.Network.Values.Span);
        training.Network.Pack();
        progress?.Report(new Progress("fit", 1, string.Create(CultureInfo.InvariantCulture, $"{(stopped is null ? "" : $"{stopped}; ")}best after pass {at}")));
        return new Fitted(values.Shown, rows, encoder, training.Network);
    }

    private sealed class Training
    {
        private readonly float[] _x;
        private readonly bool[] _positive;
        private readonly int[] _learned;
        private readonly int[] _held;
        private readonly int _width;
        private readonly ParameterValues _values;
        private readonly CancellationToken _cancellation;
        private readonly AdamW _adam;
        private readonly FloatBlock _first;
        private readonly FloatBlock _second;
        private readonly (FloatBlock Gradients, Arena Arena)[] _parts;
        private readonly double[] _losses = new double[Parts];
        private long _step;

        public Training(TableData rows, TableEncoder encoder, ReadOnlyMemory<bool> positive, ParameterValues values, CancellationToken cancellation)
        {
            (_width, _values, _cancellation) = (Math.Max(1, encoder.Width), values, cancellation);
            (_x, _positive) = (Encode(rows, encoder, _width), positive.ToArray());
            var random = new SeededRandom((ulong)values.Whole(Seed));
            var order = Shuffled(Enumerable.Range(0, rows.Rows).ToArray(), random);
            var held = rows.Rows / HeldOneIn >= FewestHeld ? rows.Rows / HeldOneIn : 0;
            (_held, _learned) = ([.. order.Take(held)], [.. order.Skip(held)]);
            Network = new Mlp(_width, [values.Whole(First), values.Whole(Second)]);
            Start(random);
            Network.Pack();
            _adam = new AdamW(new AdamTerms(0.9f, 0.999f, 1e-8f, (float)values.Real(WeightDecay)));
            (_first, _second) = (new FloatBlock(Network.Layout.Length), new FloatBlock(Network.Layout.Length));
            _parts = [.. Enumerable.Range(0, Parts).Select(_ => (new FloatBlock(Network.Layout.Length), new Arena()))];
        }

        public Mlp Network { get; }

        /// <summary>Learns from all rows once.</summary>
        /// <returns>The mean loss, and the batch, from 1, whose loss was not a number and ended the pass; null for none.</returns>
        public (double Loss, int? Broken) Pass(int epoch)
        {
            var random = new SeededRandom((ulong)_values.Whole(Seed) + (0x9E3779B97F4A7C15 * (ulong)epoch));
            var (order, batch, loss) = (Shuffled([.. _learned], random), _values.Whole(Batch), 0.0);
            for (var from = 0; from < order.Length; from += batch)
            {
                var taken = order.AsMemory(from, Math.Min(batch, order.Length - from));
                loss += Step(taken) * taken.Length;
                if (!double.IsFinite(loss))
                {
                    return (loss, (from / batch) + 1);
                }
            }

            return (loss / Math.Max(1, order.Length), null);
        }

        /// <summary>Mean loss of the rows held out; where none are, what is given.</summary>
        public double Held(double otherwise)
        {
            if (_held.Length == 0)
            {
                return otherwise;
            }

            var (x, probability, loss) = (Gathered(_held), new double[_held.Length], 0.0);
            _parts[0].Arena.Reset();
            Network.Score(x, probability, _parts[0].Arena);
            for (var i = 0; i < _held.Length; i++)
            {
                loss -= Math.Log(Math.Max(1e-15, _positive[_held[i]] ? probability[i] : 1 - probability[i]));
            }

            return loss / _held.Length;
        }

        private double Step(ReadOnlyMemory<int> batch)
        {
            _step++;
            var scale = 1f / batch.Length;
            var dropout = new Dropout((float)_values.Real(DropoutName), (uint)(_values.Whole(Seed) + (_step * 0x9E3779B1)));
            Parallel.For(0, Parts, HeavyWork.Loop(_cancellation), part =>
            {
                var own = batch.Span[(batch.Length * part / Parts)..(batch.Length * (part + 1) / Parts)].ToArray();
                var (gradients, arena) = _parts[part];
                arena.Reset();
                fixed (float* x = Gathered(own))
                {
                    _losses[part] = own.Length == 0 ? 0 : Network.Learn(x, Array.ConvertAll(own, row => _positive[row]), scale, gradients, dropout.At((uint)part + 100), arena);
                }
            });
            var sum = _parts[0].Gradients;
            for (var part = 1; part < Parts; part++)
            {
                TensorPrimitives.Add(sum.Span, _parts[part].Gradients.Span, sum.Span);
                _parts[part].Gradients.Span.Clear();
            }

            foreach (var one in Network.Layout.All)
            {
                _adam.Update(Network.Values.Data + one.Offset, sum.Data + one.Offset, _first.Data + one.Offset, _second.Data + one.Offset, one.Count, _step, (float)_values.Real(LearningRate), 1, one.Decays);
            }

            sum.Span.Clear();
            Network.Pack();
            return _losses.Sum();
        }

        // Deviations that keep the size of signals behind a rectifier (He et al. 2015, eq. 10).
        private void Start(SeededRandom random)
        {
            foreach (var one in Network.Layout.All.Where(one => one.Decays))
            {
                ParameterLayout.Initialise(one, Network.Values, MathF.Sqrt(2f / one.Rows), random);
            }
        }

        private float[] Gathered(ReadOnlySpan<int> rows)
        {
            var x = new float[(rows.Length * _width) + Gemm.Panel];
            for (var i = 0; i < rows.Length; i++)
            {
                _x.AsSpan(rows[i] * _width, _width).CopyTo(x.AsSpan(i * _width));
            }

            return x;
        }
    }

    private static float[] Encode(TableData rows, TableEncoder encoder, int width)
    {
        var x = new float[checked(rows.Rows * width)];
        for (var row = 0; row < rows.Rows && encoder.Width > 0; row++)
        {
            encoder.Write(rows, row, x.AsSpan(row * width, width));
        }

        return x;
    }

    private static int[] Shuffled(int[] order, SeededRandom random)
    {
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = random.NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private sealed class Fitted(IReadOnlyDictionary<string, string> parameters, TableData learned, TableEncoder encoder, Mlp network) : TableModel("network", parameters, learned)
    {
        private const int Together = 1024;

        protected override void ScoreRows(TableData rows, Span<double> probability)
        {
            var (x, arena, width) = (Encode(rows, encoder, Math.Max(1, encoder.Width)), new Arena(), Math.Max(1, encoder.Width));
            for (var from = 0; from < rows.Rows; from += Together)
            {
                var count = Math.Min(Together, rows.Rows - from);
                arena.Reset();
                network.Score(x.AsSpan(from * width, count * width), probability.Slice(from, count), arena);
            }
        }
    }
}
