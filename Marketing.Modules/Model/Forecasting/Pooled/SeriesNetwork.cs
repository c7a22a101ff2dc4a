using System.Numerics.Tensors;
using Marketing.Kernel.Numerics;
using Marketing.Model.Neural;

namespace Marketing.Model.Forecasting.Pooled;

/// <summary>
/// A dense encoder of what a series did before an origin and a decoder that all steps share (TiDE: Das et al. 2023, sec. 4, with its residual blocks, its decoder of each step with what is known of that
/// step, and an offset in place of its linear residual): <c>h = u + gelu(u W2)</c> of <c>u = gelu(x W1)</c>, then for each step <c>log m = offset + w · gelu(h W3 + f W4 + place + ahead) + b</c> with learned
/// embeddings of the place in the season and of the steps ahead. Trained by the Tweedie deviance.
/// </summary>
internal sealed unsafe class SeriesNetwork
{
    /// <summary>Columns of each layer.</summary>
    public const int Width = 64;

    /// <summary>Power of the variance function.</summary>
    public const double Power = 1.3;

    private readonly Linear _first;
    private readonly Linear _second;
    private readonly Linear _join;
    private readonly Linear _known;
    private readonly Parameter _places;
    private readonly Parameter _ahead;
    private readonly Parameter _out;
    private readonly Parameter _bias;

    /// <param name="past">Columns of what is known of a series at an origin.</param>
    /// <param name="known">Columns of what is known of a step.</param>
    /// <param name="places">Places of a season that are told apart.</param>
    /// <param name="steps">Steps ahead that are told apart; those beyond are taken for the last.</param>
    public SeriesNetwork(int past, int known, int places, int steps)
    {
        (_first, _second) = (new Linear(Layout, "first", past, Width), new Linear(Layout, "second", Width, Width));
        (_join, _known) = (new Linear(Layout, "join", Width, Width), new Linear(Layout, "known", known, Width));
        (_places, _ahead) = (Layout.Matrix("places", places, Width), Layout.Matrix("ahead", steps, Width));
        (_out, _bias) = (Layout.Matrix("out", Width, 1), Layout.Vector("out.b", 1));
        Values = new FloatBlock(Layout.Length);
    }

    /// <summary>Where its parameters lie.</summary>
    public ParameterLayout Layout { get; } = new();

    /// <summary>Its parameters.</summary>
    public FloatBlock Values { get; }

    /// <summary>Fills the parameters for the start: matrices keep the size of signals (He et al. 2015, eq. 10), the last one and the embeddings are next to 0, so that the first forecast is the offset.</summary>
    public void Initialise(SeededRandom random)
    {
        Values.Span.Clear();
        foreach (var one in Layout.All.Where(one => one.Decays))
        {
            ParameterLayout.Initialise(one, Values, one == _out || one == _places || one == _ahead ? 0.02f : MathF.Sqrt(1f / one.Rows), random);
        }

        Pack();
    }

    /// <summary>Lays out what depends on the parameters; after each change.</summary>
    public void Pack()
    {
        foreach (var layer in (Linear[])[_first, _second, _join, _known])
        {
            layer.Pack(Values);
        }
    }

    /// <summary>Logarithms of the means of some origins' steps.</summary>
    /// <param name="rows">The origins.</param>
    /// <param name="arena">Memory.</param>
    /// <param name="result">Receives them, one a step of each origin.</param>
    public void Forward(NetworkRows rows, Arena arena, Span<float> result)
    {
        var mark = arena.Mark();
        var kept = Run(rows, default, arena);
        new ReadOnlySpan<float>(kept.Output, rows.Count * rows.Steps).CopyTo(result);
        arena.Release(mark);
    }

    /// <summary>Loss of some origins, and its gradients.</summary>
    /// <param name="rows">The origins.</param>
    /// <param name="scale">What each step's weighed loss is multiplied with.</param>
    /// <param name="gradients">Gradients of the parameters; added to.</param>
    /// <param name="dropout">What is left out in each block.</param>
    /// <param name="arena">Memory.</param>
    /// <returns>Sum of the losses, times the scale.</returns>
    public double Learn(NetworkRows rows, float scale, FloatBlock gradients, Dropout dropout, Arena arena)
    {
        var mark = arena.Mark();
        var kept = Run(rows, dropout, arena);
        var (n, all, loss) = (rows.Count, rows.Count * rows.Steps, 0.0);
        var step = arena.Take((long)all * Width);
        float* weight = Values.Data + _out.Offset, dWeight = gradients.Data + _out.Offset;
        for (var row = 0; row < all; row++)
        {
            loss += TweedieLoss.Row(ref kept.Output[row], rows.Wanted[row], Power, scale * rows.Weight[row]);
            var own = kept.Output[row];
            gradients.Data[_bias.Offset] += own;
            TensorPrimitives.Multiply(new ReadOnlySpan<float>(weight, Width), own, Of(step, row));
            TensorPrimitives.MultiplyAdd(Of(kept.Decoded, row), own, new ReadOnlySpan<float>(dWeight, Width), new Span<float>(dWeight, Width));
        }

        dropout.At(3).Apply(step, step, (long)all * Width);
        Gelu.Backward(kept.Steps, step, (long)all * Width);
        _known.Backward(gradients, rows.Known, step, null, all);
        var joined = arena.TakeZeros((long)n * Width);
        for (var row = 0; row < all; row++)
        {
            AddTo(joined + ((long)(row / rows.Steps) * Width), step, row);
            AddTo(gradients.Data + _places.Offset + (Place(rows, row) * Width), step, row);
            AddTo(gradients.Data + _ahead.Offset + (Ahead(rows, row) * Width), step, row);
        }

        float* inner = arena.Take((long)n * Width), block = arena.Take((long)n * Width), before = arena.Take((long)n * Width);
        _join.Backward(gradients, kept.State, joined, inner, n);
        dropout.At(2).Apply(inner, block, (long)n * Width);
        Gelu.Backward(kept.Second, block, (long)n * Width);
        _second.Backward(gradients, kept.Encoded, block, before, n);
        TensorPrimitives.Add(new ReadOnlySpan<float>(inner, n * Width), new ReadOnlySpan<float>(before, n * Width), new Span<float>(inner, n * Width));
        dropout.At(1).Apply(inner, inner, (long)n * Width);
        Gelu.Backward(kept.First, inner, (long)n * Width);
        _first.Backward(gradients, rows.Past, inner, null, n);
        arena.Release(mark);
        return loss;
    }

    private Kept Run(NetworkRows rows, Dropout dropout, Arena arena)
    {
        var (n, all) = (rows.Count, rows.Count * rows.Steps);
        float* first = arena.Take((long)n * Width), encoded = arena.Take((long)n * Width), second = arena.Take((long)n * Width), state = arena.Take((long)n * Width), joined = arena.Take((long)n * Width);
        _first.Multiply(rows.Past, first, n);
        Gelu.Forward(first, _first.Bias(Values), encoded, n, Width);
        dropout.At(1).Apply(encoded, encoded, (long)n * Width);
        _second.Multiply(encoded, second, n);
        Gelu.Forward(second, _second.Bias(Values), state, n, Width);
        dropout.At(2).Apply(state, state, (long)n * Width);
        TensorPrimitives.Add(new ReadOnlySpan<float>(state, n * Width), new ReadOnlySpan<float>(encoded, n * Width), new Span<float>(state, n * Width));
        _join.Forward(Values, state, joined, n);

        float* steps = arena.Take((long)all * Width), decoded = arena.Take((long)all * Width), output = arena.Take(all);
        _known.Multiply(rows.Known, steps, all);
        for (var row = 0; row < all; row++)
        {
            AddTo(steps + ((long)row * Width), joined, row / rows.Steps);
            AddTo(steps + ((long)row * Width), Values.Data + _places.Offset, Place(rows, row));
            AddTo(steps + ((long)row * Width), Values.Data + _ahead.Offset, Ahead(rows, row));
        }

        Gelu.Forward(steps, _known.Bias(Values), decoded, all, Width);
        dropout.At(3).Apply(decoded, decoded, (long)all * Width);
        var weight = new ReadOnlySpan<float>(Values.Data + _out.Offset, Width);
        for (var row = 0; row < all; row++)
        {
            output[row] = rows.Offset[row] + TensorPrimitives.Dot(weight, Of(decoded, row)) + Values.Data[_bias.Offset];
        }

        return new Kept(first, encoded, second, state, steps, decoded, output);
    }

    private int Place(NetworkRows rows, int row) => (rows.Place[row / rows.Steps] + (row % rows.Steps)) % _places.Rows;

    private int Ahead(NetworkRows rows, int row) => Math.Min(row % rows.Steps, _ahead.Rows - 1);

    private static Span<float> Of(float* rows, int row) => new(rows + ((long)row * Width), Width);

    private static void AddTo(float* sum, float* rows, int row) => TensorPrimitives.Add(new ReadOnlySpan<float>(sum, Width), Of(rows, row), new Span<float>(sum, Width));

    // Sums before the units and results behind them.
    private readonly struct Kept(float* first, float* encoded, float* second, float* state, float* steps, float* decoded, float* output)
    {
        public float* First => first;

        public float* Encoded => encoded;

        public float* Second => second;

        public float* State => state;

        public float* Steps => steps;

        public float* Decoded => decoded;

        public float* Output => output;
    }
}
