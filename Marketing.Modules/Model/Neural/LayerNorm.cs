using System.Runtime.Intrinsics;

namespace Marketing.Model.Neural;

/// <summary>Layer normalisation (Ba, Kiros and Hinton 2016, eq. 4) with the biased variance.</summary>
internal static unsafe class LayerNorm
{
    private const float Epsilon = 1e-5f;

    /// <summary>y = (x - mean) / sqrt(variance + 1e-5) g + b, row by row.</summary>
    /// <param name="x">n rows.</param>
    /// <param name="gain">One entry a column.</param>
    /// <param name="bias">One entry a column.</param>
    /// <param name="y">Receives n rows.</param>
    /// <param name="normal">Receives the rows before gain and bias, for <see cref="Backward"/>.</param>
    /// <param name="scale">Receives 1 / sqrt(variance + 1e-5), one entry a row.</param>
    /// <param name="n">Rows.</param>
    /// <param name="width">Columns.</param>
    public static void Forward(float* x, float* gain, float* bias, float* y, float* normal, float* scale, int n, int width)
    {
        for (var row = 0; row < n; row++, x += width, y += width, normal += width)
        {
            var sum = Vector512<float>.Zero;
            var i = 0;
            for (; i <= width - 16; i += 16)
            {
                sum += Vector512.Load(x + i);
            }

            var total = Vector512.Sum(sum);
            for (; i < width; i++)
            {
                total += x[i];
            }

            var mean = total / width;
            var squares = Vector512<float>.Zero;
            for (i = 0; i <= width - 16; i += 16)
            {
                var apart = Vector512.Load(x + i) - Vector512.Create(mean);
                squares = Vector512.MultiplyAddEstimate(apart, apart, squares);
            }

            total = Vector512.Sum(squares);
            for (; i < width; i++)
            {
                total += (x[i] - mean) * (x[i] - mean);
            }

            var root = 1 / MathF.Sqrt((total / width) + Epsilon);
            scale[row] = root;
            for (i = 0; i <= width - 16; i += 16)
            {
                var one = (Vector512.Load(x + i) - Vector512.Create(mean)) * Vector512.Create(root);
                one.Store(normal + i);
                Vector512.MultiplyAddEstimate(one, Vector512.Load(gain + i), Vector512.Load(bias + i)).Store(y + i);
            }

            for (; i < width; i++)
            {
                normal[i] = (x[i] - mean) * root;
                y[i] = (normal[i] * gain[i]) + bias[i];
            }
        }
    }

    /// <summary>Adds the gradients of x, gain and bias to what is there.</summary>
    /// <param name="dy">Gradient of y, n rows.</param>
    /// <param name="normal">What <see cref="Forward"/> kept.</param>
    /// <param name="scale">What <see cref="Forward"/> kept.</param>
    /// <param name="gain">One entry a column.</param>
    /// <param name="dx">Gradient of x, n rows; added to.</param>
    /// <param name="dGain">Added to.</param>
    /// <param name="dBias">Added to.</param>
    /// <param name="n">Rows.</param>
    /// <param name="width">Columns.</param>
    public static void Backward(float* dy, float* normal, float* scale, float* gain, float* dx, float* dGain, float* dBias, int n, int width)
    {
        for (var row = 0; row < n; row++, dy += width, normal += width, dx += width)
        {
            var (sum, product) = (Vector512<float>.Zero, Vector512<float>.Zero);
            var i = 0;
            for (; i <= width - 16; i += 16)
            {
                var (given, one) = (Vector512.Load(dy + i), Vector512.Load(normal + i));
                var inner = given * Vector512.Load(gain + i);
                sum += inner;
                product = Vector512.MultiplyAddEstimate(inner, one, product);
                Vector512.MultiplyAddEstimate(given, one, Vector512.Load(dGain + i)).Store(dGain + i);
                (given + Vector512.Load(dBias + i)).Store(dBias + i);
            }

            var (mean, along) = (Vector512.Sum(sum), Vector512.Sum(product));
            for (; i < width; i++)
            {
                mean += dy[i] * gain[i];
                along += dy[i] * gain[i] * normal[i];
                dGain[i] += dy[i] * normal[i];
                dBias[i] += dy[i];
            }

            (mean, along) = (mean / width, along / width);
            for (i = 0; i <= width - 16; i += 16)
            {
                var inner = (Vector512.Load(dy + i) * Vector512.Load(gain + i)) - Vector512.Create(mean) - (Vector512.Load(normal + i) * Vector512.Create(along));
                Vector512.MultiplyAddEstimate(inner, Vector512.Create(scale[row]), Vector512.Load(dx + i)).Store(dx + i);
            }

            for (; i < width; i++)
            {
                dx[i] += scale[row] * ((dy[i] * gain[i]) - mean - (normal[i] * along));
            }
        }
    }
}
