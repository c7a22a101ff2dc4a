using System.Numerics.Tensors;

namespace Marketing.Model.Policies;

/// <summary>Symmetric matrices as the rows of their lower triangle, one after the other: d(d+1)/2 numbers.</summary>
internal static class Packed
{
    /// <summary>Numbers of a matrix of d rows.</summary>
    public static int Size(int d) => d * (d + 1) / 2;

    /// <summary>S += w x xᵀ.</summary>
    public static void AddOuter(Span<double> s, ReadOnlySpan<double> x, double w)
    {
        for (var i = 0; i < x.Length; i++)
        {
            if (x[i] != 0)
            {
                var row = s.Slice(Size(i), i + 1);
                TensorPrimitives.MultiplyAdd(x[..(i + 1)], w * x[i], row, row);
            }
        }
    }

    /// <summary>x xᵀ with everything beside the diagonal twice, so that its product with a packed matrix A, number by number, is xᵀ A x.</summary>
    public static void Outer(ReadOnlySpan<double> x, Span<double> outer)
    {
        for (var i = 0; i < x.Length; i++)
        {
            TensorPrimitives.Multiply(x[..i], 2 * x[i], outer.Slice(Size(i), i));
            outer[Size(i) + i] = x[i] * x[i];
        }
    }

    /// <summary>L with L Lᵀ = λ I + g S (Cholesky, by rows; Golub and Van Loan 2013, sec. 4.2.5). S is positive semidefinite, so that no pivot is below λ but by rounding.</summary>
    public static void Factor(ReadOnlySpan<double> s, double g, double lambda, Span<double> l, int d)
    {
        for (var i = 0; i < d; i++)
        {
            var row = l.Slice(Size(i), i + 1);
            for (var j = 0; j < i; j++)
            {
                var above = l.Slice(Size(j), j + 1);
                row[j] = ((g * s[Size(i) + j]) - TensorPrimitives.Dot<double>(row[..j], above[..j])) / above[j];
            }

            row[i] = Math.Sqrt(Math.Max(lambda, lambda + (g * s[Size(i) + i]) - TensorPrimitives.Dot<double>(row[..i], row[..i])));
        }
    }

    /// <summary>y with L y = b.</summary>
    public static void Forward(ReadOnlySpan<double> l, ReadOnlySpan<double> b, Span<double> y)
    {
        for (var i = 0; i < b.Length; i++)
        {
            var row = l.Slice(Size(i), i + 1);
            y[i] = (b[i] - TensorPrimitives.Dot<double>(row[..i], y[..i])) / row[i];
        }
    }

    /// <summary>x with Lᵀ x = y, in place.</summary>
    public static void Backward(ReadOnlySpan<double> l, Span<double> y)
    {
        for (var i = y.Length - 1; i >= 0; i--)
        {
            var row = l.Slice(Size(i), i + 1);
            y[i] /= row[i];
            TensorPrimitives.MultiplyAdd(row[..i], -y[i], y[..i], y[..i]);
        }
    }

    /// <summary>(L Lᵀ)⁻¹ = Mᵀ M with M = L⁻¹.</summary>
    /// <param name="l">L; M stands in its place afterwards.</param>
    /// <param name="inverse">Takes the inverse.</param>
    /// <param name="d">Rows.</param>
    public static void Invert(Span<double> l, Span<double> inverse, int d)
    {
        Span<double> sums = d <= 256 ? stackalloc double[d] : new double[d];
        for (var i = 0; i < d; i++)
        {
            var row = l.Slice(Size(i), i + 1);
            sums[..i].Clear();
            for (var k = 0; k < i; k++)
            {
                TensorPrimitives.MultiplyAdd(l.Slice(Size(k), k + 1), -row[k], sums[..(k + 1)], sums[..(k + 1)]);
            }

            row[i] = 1 / row[i];
            TensorPrimitives.Multiply(sums[..i], row[i], row[..i]);
        }

        inverse[..Size(d)].Clear();
        for (var k = 0; k < d; k++)
        {
            AddOuter(inverse, l.Slice(Size(k), k + 1), 1);
        }
    }

    /// <summary>y = A x.</summary>
    public static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> x, Span<double> y)
    {
        y.Clear();
        for (var i = 0; i < x.Length; i++)
        {
            var row = a.Slice(Size(i), i + 1);
            y[i] += TensorPrimitives.Dot<double>(row, x[..(i + 1)]);
            TensorPrimitives.MultiplyAdd(row[..i], x[i], y[..i], y[..i]);
        }
    }
}
