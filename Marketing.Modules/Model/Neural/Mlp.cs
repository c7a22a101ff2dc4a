using System.Numerics.Tensors;

namespace Marketing.Model.Neural;

/// <summary>
/// A network of dense layers with rectifiers between (Glorot, Bordes and Bengio 2011) and dropout behind each rectifier. Its outputs are plain numbers; where there is one, it can be
/// the logit of a probability.
/// </summary>
internal sealed unsafe class Mlp
{
    private readonly Linear[] _layers;

    /// <param name="inputs">Columns of a row.</param>
    /// <param name="hidden">Columns of each layer between.</param>
    /// <param name="outputs">Columns of the last.</param>
    public Mlp(int inputs, IReadOnlyList<int> hidden, int outputs = 1)
    {
        int[] widths = [inputs, .. hidden, outputs];
        _layers = [.. Enumerable.Range(0, widths.Length - 1).Select(layer => new Linear(Layout, $"layer{layer}", widths[layer], widths[layer + 1]))];
        Values = new FloatBlock(Layout.Length);
    }

    /// <summary>Where its parameters lie.</summary>
    public ParameterLayout Layout { get; } = new();

    /// <summary>Its parameters.</summary>
    public FloatBlock Values { get; }

    /// <summary>Lays out what depends on the parameters; after each change.</summary>
    public void Pack()
    {
        foreach (var layer in _layers)
        {
            layer.Pack(Values);
        }
    }

    /// <summary>Loss of some rows, and its gradients.</summary>
    /// <param name="x">n rows.</param>
    /// <param name="positive">Label of each row.</param>
    /// <param name="scale">What each row's loss is multiplied with.</param>
    /// <param name="gradients">Gradients of the parameters; added to.</param>
    /// <param name="dropout">What is left out behind the rectifiers.</param>
    /// <param name="arena">Memory.</param>
    /// <returns>Sum of the rows' losses in nats, times the scale.</returns>
    public double Learn(float* x, ReadOnlySpan<bool> positive, float scale, FloatBlock gradients, Dropout dropout, Arena arena)
    {
        var (mark, n, loss) = (arena.Mark(), positive.Length, 0.0);
        Span<nint> kept = stackalloc nint[_layers.Length + 1];
        Forward(x, n, kept, dropout, arena);
        var logits = (float*)kept[^1];
        for (var row = 0; row < n; row++)
        {
            loss += scale * HazardLoss.Softplus(positive[row] ? -logits[row] : logits[row]);
            logits[row] = scale * (HazardLoss.Sigmoid(logits[row]) - (positive[row] ? 1 : 0));
        }

        Backward(kept, n, gradients, dropout, arena);
        arena.Release(mark);
        return loss;
    }

    /// <summary>The way there, with what the way back needs.</summary>
    /// <param name="x">n rows.</param>
    /// <param name="n">Rows.</param>
    /// <param name="kept">Receives where x and what each layer gives lie; the last are the outputs. One more than layers.</param>
    /// <param name="dropout">What is left out behind the rectifiers.</param>
    /// <param name="arena">Memory; what is kept lies in it.</param>
    public void Forward(float* x, int n, Span<nint> kept, Dropout dropout, Arena arena)
    {
        kept[0] = (nint)x;
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            kept[layer + 1] = (nint)Next(layer, (float*)kept[layer], n, dropout, arena);
        }
    }

    /// <summary>The way back.</summary>
    /// <param name="kept">What the way there kept, with the gradients of the outputs in their place.</param>
    /// <param name="n">Rows.</param>
    /// <param name="gradients">Gradients of the parameters; added to.</param>
    /// <param name="dropout">As on the way there.</param>
    /// <param name="arena">Memory.</param>
    public void Backward(ReadOnlySpan<nint> kept, int n, FloatBlock gradients, Dropout dropout, Arena arena)
    {
        var dy = (float*)kept[_layers.Length];
        for (var layer = _layers.Length - 1; layer >= 0; layer--)
        {
            var dx = layer == 0 ? null : arena.Take((long)n * _layers[layer].Inputs);
            _layers[layer].Backward(gradients, (float*)kept[layer], dy, dx, n);
            if (layer > 0)
            {
                Before((float*)kept[layer], dx, (long)n * _layers[layer].Inputs, dropout.At((uint)layer));
            }

            dy = dx;
        }
    }

    /// <summary>Outputs of some rows.</summary>
    /// <param name="x">n rows side by side.</param>
    /// <param name="y">Receives n rows.</param>
    /// <param name="n">Rows.</param>
    /// <param name="arena">Memory.</param>
    public void Outputs(float* x, float* y, int n, Arena arena)
    {
        var mark = arena.Mark();
        var last = x;
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            last = Next(layer, last, n, default, arena);
        }

        new ReadOnlySpan<float>(last, n * _layers[^1].Outputs).CopyTo(new Span<float>(y, n * _layers[^1].Outputs));
        arena.Release(mark);
    }

    /// <summary>Outputs of some rows.</summary>
    public void Outputs(ReadOnlySpan<float> x, Span<float> y, int n, Arena arena)
    {
        fixed (float* from = x, to = y)
        {
            Outputs(from, to, n, arena);
        }
    }

    /// <summary>Probabilities of some rows.</summary>
    /// <param name="x">Rows side by side.</param>
    /// <param name="probability">Receives one a row.</param>
    /// <param name="arena">Memory.</param>
    public void Score(ReadOnlySpan<float> x, Span<double> probability, Arena arena)
    {
        var mark = arena.Mark();
        fixed (float* from = x)
        {
            var y = from;
            for (var layer = 0; layer < _layers.Length; layer++)
            {
                y = Next(layer, y, probability.Length, default, arena);
            }

            for (var row = 0; row < probability.Length; row++)
            {
                probability[row] = 1 / (1 + Math.Exp(-y[row]));
            }
        }

        arena.Release(mark);
    }

    private float* Next(int layer, float* x, int n, Dropout dropout, Arena arena)
    {
        var count = (long)n * _layers[layer].Outputs;
        var y = arena.Take(count);
        _layers[layer].Forward(Values, x, y, n);
        if (layer + 1 < _layers.Length)
        {
            var own = new Span<float>(y, checked((int)count));
            TensorPrimitives.Max(own, 0f, own);
            dropout.At((uint)layer + 1).Apply(y, y, count);
        }

        return y;
    }

    // What was not above 0, or was left out, gets no gradient; both are 0 in what was kept.
    private static void Before(float* kept, float* gradient, long count, Dropout dropout)
    {
        dropout.Apply(gradient, gradient, count);
        for (long i = 0; i < count; i++)
        {
            gradient[i] = kept[i] > 0 ? gradient[i] : 0;
        }
    }
}
