using System.Runtime.Intrinsics;

namespace Marketing.Model.Neural;

/// <summary>The Gaussian error linear unit, x times the normal distribution function of x (Hendrycks and Gimpel 2016, eq. 1; exact, not the tanh form).</summary>
internal static unsafe class Gelu
{
    /// <summary>Adds a bias to each row, then applies the unit.</summary>
    /// <param name="z">n rows of width numbers; receives the sums with the bias, which <see cref="Backward"/> needs.</param>
    /// <param name="bias">One entry a column.</param>
    /// <param name="y">Receives n rows.</param>
    /// <param name="n">Rows.</param>
    /// <param name="width">Columns.</param>
    public static void Forward(float* z, float* bias, float* y, int n, int width)
    {
        for (var row = 0; row < n; row++, z += width, y += width)
        {
            var i = 0;
            for (; i <= width - 16; i += 16)
            {
                var x = Vector512.Load(z + i) + Vector512.Load(bias + i);
                x.Store(z + i);
                (x * VectorMath.Normal(x, out _)).Store(y + i);
            }

            for (; i < width; i++)
            {
                z[i] += bias[i];
                y[i] = z[i] * VectorMath.Normal(Vector512.CreateScalar(z[i]), out _)[0];
            }
        }
    }

    /// <summary>Turns gradients behind the unit into gradients before it, in place.</summary>
    /// <param name="z">Sums with the bias.</param>
    /// <param name="gradient">Count numbers.</param>
    /// <param name="count">How many.</param>
    public static void Backward(float* z, float* gradient, long count)
    {
        long i = 0;
        for (; i <= count - 16; i += 16)
        {
            var x = Vector512.Load(z + i);
            var share = VectorMath.Normal(x, out var density);
            (Vector512.Load(gradient + i) * Vector512.MultiplyAddEstimate(x, density, share)).Store(gradient + i);
        }

        for (; i < count; i++)
        {
            var share = VectorMath.Normal(Vector512.CreateScalar(z[i]), out var density);
            gradient[i] *= share[0] + (z[i] * density[0]);
        }
    }
}
