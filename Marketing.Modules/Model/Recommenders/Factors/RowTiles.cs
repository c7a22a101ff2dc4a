using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Marketing.Model.Recommenders.Factors;

/// <summary>Sums over rows, a tile of what is summed in registers while all rows pass (Goto and van de Geijn 2008, sec. 4).</summary>
internal static unsafe class RowTiles
{
    private const int Height = 4;
    private const int Width = 16;
    private const int Half = Width / 2;

    /// <summary>Whether rows of so many numbers divide into tiles.</summary>
    public static bool Fit(int width) => width % Width == 0;

    /// <summary>YᵀY. Every entry is summed in the order of the rows.</summary>
    /// <param name="rows">Row after row.</param>
    /// <param name="width">Numbers of a row, see <see cref="Fit"/>.</param>
    /// <param name="sum">Receives the matrix, row after row.</param>
    public static void Gram(ReadOnlySpan<float> rows, int width, Span<float> sum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sum.Length, width * width);
        var count = rows.Length / width;
        fixed (float* y = rows, result = sum)
        {
            for (var i = 0; i < width; i += Height)
            {
                // What lies wholly below the diagonal stands above it, too.
                for (var j = i / Width * Width; j < width; j += Width)
                {
                    Tile(y + i, y + j, count, width, result + (i * width) + j);
                }
            }

            for (var i = 0; i < width; i++)
            {
                for (var j = 0; j < i / Width * Width; j++)
                {
                    result[(i * width) + j] = result[(j * width) + i];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(float* left, float* right, int rows, int width, float* to)
    {
        var (a0, b0, a1, b1) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var (a2, b2, a3, b3) = (a0, b0, a1, b1);
        for (var row = 0; row < rows; row++, left += width, right += width)
        {
            var (a, b) = (Vector256.Load(right), Vector256.Load(right + Half));
            var one = Vector256.Create(left[0]);
            a0 = Vector256.MultiplyAddEstimate(one, a, a0);
            b0 = Vector256.MultiplyAddEstimate(one, b, b0);
            one = Vector256.Create(left[1]);
            a1 = Vector256.MultiplyAddEstimate(one, a, a1);
            b1 = Vector256.MultiplyAddEstimate(one, b, b1);
            one = Vector256.Create(left[2]);
            a2 = Vector256.MultiplyAddEstimate(one, a, a2);
            b2 = Vector256.MultiplyAddEstimate(one, b, b2);
            one = Vector256.Create(left[3]);
            a3 = Vector256.MultiplyAddEstimate(one, a, a3);
            b3 = Vector256.MultiplyAddEstimate(one, b, b3);
        }

        a0.Store(to);
        b0.Store(to + Half);
        a1.Store(to + width);
        b1.Store(to + width + Half);
        a2.Store(to + (2 * width));
        b2.Store(to + (2 * width) + Half);
        a3.Store(to + (3 * width));
        b3.Store(to + (3 * width) + Half);
    }

    /// <summary>Adds some rows of a matrix to a vector, 64 numbers of it in registers while all rows pass.</summary>
    /// <param name="rows">Which rows.</param>
    /// <param name="matrix">Row after row, each as long as <paramref name="vector"/>.</param>
    /// <param name="vector">To which they are added.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRows(ReadOnlySpan<int> rows, ReadOnlySpan<float> matrix, Span<float> vector)
    {
        var width = vector.Length;
        fixed (float* y = matrix, sum = vector)
        {
            var at = 0;
            for (; at + (8 * Half) <= width; at += 8 * Half)
            {
                var to = sum + at;
                var (s0, s1, s2, s3) = (Vector256.Load(to), Vector256.Load(to + Half), Vector256.Load(to + (2 * Half)), Vector256.Load(to + (3 * Half)));
                var (s4, s5, s6, s7) = (Vector256.Load(to + (4 * Half)), Vector256.Load(to + (5 * Half)), Vector256.Load(to + (6 * Half)), Vector256.Load(to + (7 * Half)));
                foreach (var row in rows)
                {
                    var from = y + ((long)row * width) + at;
                    s0 += Vector256.Load(from);
                    s1 += Vector256.Load(from + Half);
                    s2 += Vector256.Load(from + (2 * Half));
                    s3 += Vector256.Load(from + (3 * Half));
                    s4 += Vector256.Load(from + (4 * Half));
                    s5 += Vector256.Load(from + (5 * Half));
                    s6 += Vector256.Load(from + (6 * Half));
                    s7 += Vector256.Load(from + (7 * Half));
                }

                s0.Store(to);
                s1.Store(to + Half);
                s2.Store(to + (2 * Half));
                s3.Store(to + (3 * Half));
                s4.Store(to + (4 * Half));
                s5.Store(to + (5 * Half));
                s6.Store(to + (6 * Half));
                s7.Store(to + (7 * Half));
            }

            for (; at < width; at++)
            {
                foreach (var row in rows)
                {
                    sum[at] += y[((long)row * width) + at];
                }
            }
        }
    }
}
