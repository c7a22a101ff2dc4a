using System.Numerics.Tensors;

namespace Marketing.Model.Neural;

/// <summary>A dense layer y = x W + b, its weights laid out for the way there and the way back.</summary>
/// <param name="layout">Receives its parameters.</param>
/// <param name="name">Name, for <c>name.w</c> and <c>name.b</c>.</param>
/// <param name="inputs">Columns of x.</param>
/// <param name="outputs">Columns of y.</param>
internal sealed unsafe class Linear(ParameterLayout layout, string name, int inputs, int outputs)
{
    private readonly Parameter _weight = layout.Matrix($"{name}.w", inputs, outputs);
    private readonly Parameter _bias = layout.Vector($"{name}.b", outputs);
    private readonly Panels _there = new(inputs, outputs);
    private readonly Panels _back = new(outputs, inputs);

    /// <summary>Columns of x.</summary>
    public int Inputs => inputs;

    /// <summary>Columns of y.</summary>
    public int Outputs => outputs;

    /// <summary>Where the bias lies in a block.</summary>
    public float* Bias(FloatBlock block) => block.Data + _bias.Offset;

    /// <summary>Lays the weights out anew; after each change of theirs.</summary>
    public void Pack(FloatBlock values)
    {
        var weight = values.Data + _weight.Offset;
        _there.Fill(weight, outputs, 1, 0, _there.Count);
        _back.Fill(weight, 1, outputs, 0, _back.Count);
    }

    /// <summary>y = x W, without the bias.</summary>
    /// <param name="x">n rows.</param>
    /// <param name="y">Receives n rows.</param>
    /// <param name="n">Rows.</param>
    public void Multiply(float* x, float* y, int n) => Gemm.Multiply(x, inputs, 1, _there, y, outputs, n, add: false);

    /// <summary>y = x W + b.</summary>
    /// <param name="values">Parameters.</param>
    /// <param name="x">n rows.</param>
    /// <param name="y">Receives n rows.</param>
    /// <param name="n">Rows.</param>
    public void Forward(FloatBlock values, float* x, float* y, int n)
    {
        Multiply(x, y, n);
        AddBias(Bias(values), y, n);
    }

    /// <summary>Gradients of weights and bias, added to what is there, and of x.</summary>
    /// <param name="gradients">Gradients of the parameters; added to.</param>
    /// <param name="x">n rows.</param>
    /// <param name="dy">Gradient of y, n rows.</param>
    /// <param name="dx">Receives the gradient of x, n rows; null to leave it out.</param>
    /// <param name="n">Rows.</param>
    public void Backward(FloatBlock gradients, float* x, float* dy, float* dx, int n)
    {
        Gemm.Multiply(x, 1, inputs, dy, outputs, gradients.Data + _weight.Offset, outputs, inputs, outputs, n, add: true);
        var bias = new Span<float>(Bias(gradients), outputs);
        for (var row = 0; row < n; row++)
        {
            TensorPrimitives.Add(bias, new ReadOnlySpan<float>(dy + ((long)row * outputs), outputs), bias);
        }

        if (dx != null)
        {
            Gemm.Multiply(dy, outputs, 1, _back, dx, inputs, n, add: false);
        }
    }

    private void AddBias(float* bias, float* y, int n)
    {
        var added = new ReadOnlySpan<float>(bias, outputs);
        for (var row = 0; row < n; row++)
        {
            var own = new Span<float>(y + ((long)row * outputs), outputs);
            TensorPrimitives.Add(own, added, own);
        }
    }
}
