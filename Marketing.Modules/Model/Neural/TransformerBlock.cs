using System.Numerics.Tensors;

namespace Marketing.Model.Neural;

/// <summary>
/// One block of a transformer with the norms in front (Xiong et al. 2020, table 1): x += W_o attention(norm(x)); x += W_2 gelu(W_1 norm(x)), with
/// dropout on the attention's weights and on both branches.
/// </summary>
internal sealed unsafe class TransformerBlock
{
    private readonly int _width;
    private readonly int _inner;
    private readonly Attention _attention;
    private readonly Rotary? _rotary;
    private readonly Parameter _gain1;
    private readonly Parameter _bias1;
    private readonly Parameter _gain2;
    private readonly Parameter _bias2;
    private readonly Linear _qkv;
    private readonly Linear _out;
    private readonly Linear _up;
    private readonly Linear _down;

    /// <param name="layout">Receives the parameters.</param>
    /// <param name="name">Name in front of theirs.</param>
    /// <param name="width">Columns of the model.</param>
    /// <param name="heads">Heads; they divide the width.</param>
    /// <param name="inner">Columns inside the second branch.</param>
    /// <param name="rotary">Turns queries and keys by their places; null where places are no matter of the block.</param>
    public TransformerBlock(ParameterLayout layout, string name, int width, int heads, int inner, Rotary? rotary)
    {
        (_width, _inner, _attention, _rotary) = (width, inner, new Attention(width, heads), rotary);
        (_gain1, _bias1) = (layout.Vector($"{name}.ln1.g", width), layout.Vector($"{name}.ln1.b", width));
        (_qkv, _out) = (new Linear(layout, $"{name}.qkv", width, 3 * width), new Linear(layout, $"{name}.o", width, width));
        (_gain2, _bias2) = (layout.Vector($"{name}.ln2.g", width), layout.Vector($"{name}.ln2.b", width));
        (_up, _down) = (new Linear(layout, $"{name}.up", width, inner), new Linear(layout, $"{name}.down", inner, width));
    }

    /// <summary>Its dense layers.</summary>
    public IReadOnlyList<Linear> Layers => [_qkv, _out, _up, _down];

    /// <summary>What the way there keeps for the way back.</summary>
    internal struct Trace
    {
        public float* Normal1, Scale1, Input1, Qkv, Weights, Attended, Normal2, Scale2, Input2, Inner, Active;
    }

    /// <summary>Transforms the tokens in place.</summary>
    /// <param name="values">Parameters.</param>
    /// <param name="start">Where each sequence begins, and the end of the last.</param>
    /// <param name="isKey">Whether later tokens may attend to a token.</param>
    /// <param name="place">Place of each token in its sequence.</param>
    /// <param name="x">Tokens, width columns each.</param>
    /// <param name="dropout">Dropout of this block.</param>
    /// <param name="arena">Memory; what is kept stays taken.</param>
    public Trace Forward(FloatBlock values, ReadOnlySpan<int> start, ReadOnlySpan<bool> isKey, ReadOnlySpan<int> place, float* x, Dropout dropout, Arena arena)
    {
        var n = isKey.Length;
        long wide = (long)n * _width, inner = (long)n * _inner;
        var trace = new Trace
        {
            Normal1 = arena.Take(wide),
            Scale1 = arena.Take(n),
            Input1 = arena.Take(wide),
            Qkv = arena.Take(3 * wide),
            Weights = arena.Take(_attention.WeightCount(start)),
            Attended = arena.Take(wide),
            Normal2 = arena.Take(wide),
            Scale2 = arena.Take(n),
            Input2 = arena.Take(wide),
            Inner = arena.Take(inner),
            Active = arena.Take(inner),
        };
        var mark = arena.Mark();
        var branch = arena.Take(wide);
        LayerNorm.Forward(x, values.Data + _gain1.Offset, values.Data + _bias1.Offset, trace.Input1, trace.Normal1, trace.Scale1, n, _width);
        _qkv.Forward(values, trace.Input1, trace.Qkv, n);
        _rotary?.Turn(trace.Qkv, place, back: false);
        _attention.Forward(start, isKey, trace.Qkv, trace.Weights, trace.Attended, dropout.At(1), arena);
        _out.Forward(values, trace.Attended, branch, n);
        Join(x, branch, dropout.At(2), wide);
        LayerNorm.Forward(x, values.Data + _gain2.Offset, values.Data + _bias2.Offset, trace.Input2, trace.Normal2, trace.Scale2, n, _width);
        _up.Multiply(trace.Input2, trace.Inner, n);
        Gelu.Forward(trace.Inner, _up.Bias(values), trace.Active, n, _inner);
        _down.Forward(values, trace.Active, branch, n);
        Join(x, branch, dropout.At(3), wide);
        arena.Release(mark);
        return trace;
    }

    /// <summary>Turns the gradient of the block's result into that of its input, in place, and adds the gradients of the parameters.</summary>
    /// <param name="values">Parameters.</param>
    /// <param name="gradients">Gradients of the parameters; added to.</param>
    /// <param name="start">As in <see cref="Forward"/>.</param>
    /// <param name="place">As in <see cref="Forward"/>.</param>
    /// <param name="trace">What <see cref="Forward"/> kept.</param>
    /// <param name="dx">Gradient of the tokens, width columns each.</param>
    /// <param name="dropout">As in <see cref="Forward"/>.</param>
    /// <param name="arena">Memory.</param>
    public void Backward(FloatBlock values, FloatBlock gradients, ReadOnlySpan<int> start, ReadOnlySpan<int> place, Trace trace, float* dx, Dropout dropout, Arena arena)
    {
        var n = place.Length;
        long wide = (long)n * _width, inner = (long)n * _inner;
        var mark = arena.Mark();
        float* branch = arena.Take(wide), before = arena.Take(wide), dInner = arena.Take(inner), dQkv = arena.Take(3 * wide);

        dropout.At(3).Apply(dx, branch, wide);
        _down.Backward(gradients, trace.Active, branch, dInner, n);
        Gelu.Backward(trace.Inner, dInner, inner);
        _up.Backward(gradients, trace.Input2, dInner, before, n);
        LayerNorm.Backward(before, trace.Normal2, trace.Scale2, values.Data + _gain2.Offset, dx, gradients.Data + _gain2.Offset, gradients.Data + _bias2.Offset, n, _width);

        dropout.At(2).Apply(dx, branch, wide);
        _out.Backward(gradients, trace.Attended, branch, before, n);
        _attention.Backward(start, trace.Qkv, trace.Weights, before, dQkv, dropout.At(1), arena);
        _rotary?.Turn(dQkv, place, back: true);
        _qkv.Backward(gradients, trace.Input1, dQkv, before, n);
        if (_rotary is null)
        {
            // The bias of the keys moves all scores of a query alike, which shares do not feel: its gradient is 0, and an optimiser would follow the rounding.
            new Span<float>(_qkv.Bias(gradients) + _width, _width).Clear();
        }

        LayerNorm.Backward(before, trace.Normal1, trace.Scale1, values.Data + _gain1.Offset, dx, gradients.Data + _gain1.Offset, gradients.Data + _bias1.Offset, n, _width);
        arena.Release(mark);
    }

    private static void Join(float* x, float* branch, Dropout dropout, long count)
    {
        dropout.Apply(branch, branch, count);
        var own = new Span<float>(x, checked((int)count));
        TensorPrimitives.Add(own, new ReadOnlySpan<float>(branch, checked((int)count)), own);
    }
}
