using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Marketing.Kernel.Processing;

namespace Marketing.Kernel.Numerics;

/// <summary>
/// Inverse of a symmetric positive definite matrix, in place, in double precision, by the sweep operator (Goodnight 1979, "A tutorial on
/// the SWEEP operator", The American Statistician 33) on blocks. With block B of the diagonal and the block column R beside it, one step
/// is <c>A -= R B⁻¹ Rᵀ</c> elsewhere, <c>R = R B⁻¹</c>, and <c>-B⁻¹</c> in place of B; after all blocks A is <c>-A⁻¹</c>. Only the lower
/// triangle is computed: n³ multiplications and additions, nearly all of them in one product of packed panels.
/// </summary>
internal static class SymmetricInverse
{
    // Rows and columns of C that a kernel holds in registers: 4 by 3 vectors of 4.
    private const int KernelRows = 4;
    private const int KernelColumns = 12;

    // Depth of a product: panels of a tile stay in the first and second caches.
    private const int Block = 192;

    // Rows and columns of C that one task updates.
    private const int Tile = 192;

    /// <summary>Inverts.</summary>
    /// <param name="a">n by n, row after row; the lower triangle is read, and the whole inverse is written.</param>
    /// <param name="n">Rows.</param>
    /// <param name="progress">Takes the done share, or null.</param>
    /// <param name="cancellation">Stops the work; the matrix is then of no use.</param>
    /// <returns>False when the matrix is not positive definite in double precision.</returns>
    public static bool Invert(double[] a, int n, Action<double>? progress, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(a.LongLength, (long)n * n, nameof(a));
        var room = Padded(n, Tile) * Block;
        var (left, right) = (ArrayPool<double>.Shared.Rent(room), ArrayPool<double>.Shared.Rent(room));
        try
        {
            for (var k = 0; k < n; k += Block)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!Sweep(a, n, k, Math.Min(Block, n - k), left, right))
                {
                    return false;
                }

                progress?.Invoke(Math.Min(1, (k + Block) / (double)n));
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(left);
            ArrayPool<double>.Shared.Return(right);
        }

        Finish(a, n);
        return true;
    }

    private static bool Sweep(double[] a, int n, int k, int depth, double[] left, double[] right)
    {
        var inverse = new double[depth * depth];
        for (var i = 0; i < depth; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                inverse[(i * depth) + j] = inverse[(j * depth) + i] = a[((long)(k + i) * n) + k + j];
            }
        }

        if (!InvertSmall(inverse, depth))
        {
            return false;
        }

        var tiles = (n + Tile - 1) / Tile;
        Parallel.For(0, tiles, HeavyWork.Loop(CancellationToken.None), tile => Pack(a, n, k, depth, inverse, tile * Tile, left, right));
        var pairs = tiles * (tiles + 1) / 2;
        Parallel.For(0, pairs, HeavyWork.Loop(CancellationToken.None), pair =>
        {
            var (row, column) = Pair(pair);
            Update(a, n, row * Tile, column * Tile, depth, left, right);
        });
        Place(a, n, k, depth, inverse, left);
        return true;
    }

    // Row panels of W = R B⁻¹ and of R; both are 0 in the block itself, so that the update leaves its rows and columns alone.
    private static void Pack(double[] a, int n, int k, int depth, double[] inverse, int from, double[] left, double[] right)
    {
        var (row, product) = (new double[depth], new double[depth]);
        for (var i = from; i < from + Tile; i++)
        {
            Array.Clear(row);
            Array.Clear(product);
            if (i < n && (i < k || i >= k + depth))
            {
                for (var d = 0; d < depth; d++)
                {
                    row[d] = i > k + d ? a[((long)i * n) + k + d] : a[((long)(k + d) * n) + i];
                }

                for (var d = 0; d < depth; d++)
                {
                    TensorPrimitives.MultiplyAdd(inverse.AsSpan(d * depth, depth), row[d], product, product);
                }
            }

            var (leftAt, rightAt) = ((i / KernelRows * KernelRows * Block) + (i % KernelRows), (i / KernelColumns * KernelColumns * Block) + (i % KernelColumns));
            for (var d = 0; d < depth; d++)
            {
                left[leftAt + (d * KernelRows)] = product[d];
                right[rightAt + (d * KernelColumns)] = row[d];
            }
        }
    }

    private static void Update(double[] a, int n, int row, int column, int depth, double[] left, double[] right)
    {
        Span<double> corner = stackalloc double[KernelRows * KernelColumns];
        var (lastRow, lastColumn) = (Math.Min(n, row + Tile), Math.Min(n, column + Tile));
        for (var j = column; j < lastColumn; j += KernelColumns)
        {
            for (var i = row; i < lastRow; i += KernelRows)
            {
                if (i + KernelRows <= j)
                {
                    // Above the diagonal.
                    continue;
                }

                ref var panel = ref left[i * Block];
                ref var other = ref right[j * Block];
                if (i + KernelRows <= n && j + KernelColumns <= n)
                {
                    Kernel(ref panel, ref other, depth, ref a[((long)i * n) + j], n);
                    continue;
                }

                // The last rows and columns have no room for a whole kernel.
                corner.Clear();
                Kernel(ref panel, ref other, depth, ref MemoryMarshal.GetReference(corner), KernelColumns);
                for (var r = 0; r < Math.Min(KernelRows, n - i); r++)
                {
                    for (var c = 0; c < Math.Min(KernelColumns, n - j); c++)
                    {
                        a[((long)(i + r) * n) + j + c] += corner[(r * KernelColumns) + c];
                    }
                }
            }
        }
    }

    // C -= Wᵀ-panel by R-panel, 4 rows by 12 columns in twelve registers.
    private static void Kernel(ref double left, ref double right, int depth, ref double c, nint stride)
    {
        Vector256<double> c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
        Vector256<double> c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
        for (var d = 0; d < depth; d++)
        {
            var b0 = Vector256.LoadUnsafe(ref right);
            var b1 = Vector256.LoadUnsafe(ref right, 4);
            var b2 = Vector256.LoadUnsafe(ref right, 8);
            var w = Vector256.Create(left);
            (c00, c01, c02) = (Vector256.FusedMultiplyAdd(w, b0, c00), Vector256.FusedMultiplyAdd(w, b1, c01), Vector256.FusedMultiplyAdd(w, b2, c02));
            w = Vector256.Create(Unsafe.Add(ref left, 1));
            (c10, c11, c12) = (Vector256.FusedMultiplyAdd(w, b0, c10), Vector256.FusedMultiplyAdd(w, b1, c11), Vector256.FusedMultiplyAdd(w, b2, c12));
            w = Vector256.Create(Unsafe.Add(ref left, 2));
            (c20, c21, c22) = (Vector256.FusedMultiplyAdd(w, b0, c20), Vector256.FusedMultiplyAdd(w, b1, c21), Vector256.FusedMultiplyAdd(w, b2, c22));
            w = Vector256.Create(Unsafe.Add(ref left, 3));
            (c30, c31, c32) = (Vector256.FusedMultiplyAdd(w, b0, c30), Vector256.FusedMultiplyAdd(w, b1, c31), Vector256.FusedMultiplyAdd(w, b2, c32));
            left = ref Unsafe.Add(ref left, KernelRows);
            right = ref Unsafe.Add(ref right, KernelColumns);
        }

        Subtract(ref c, c00, c01, c02);
        Subtract(ref Unsafe.Add(ref c, stride), c10, c11, c12);
        Subtract(ref Unsafe.Add(ref c, 2 * stride), c20, c21, c22);
        Subtract(ref Unsafe.Add(ref c, 3 * stride), c30, c31, c32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Subtract(ref double c, Vector256<double> first, Vector256<double> second, Vector256<double> third)
    {
        (Vector256.LoadUnsafe(ref c) - first).StoreUnsafe(ref c);
        (Vector256.LoadUnsafe(ref c, 4) - second).StoreUnsafe(ref c, 4);
        (Vector256.LoadUnsafe(ref c, 8) - third).StoreUnsafe(ref c, 8);
    }

    // R B⁻¹ into the block's columns below it and rows before it, -B⁻¹ into the block.
    private static void Place(double[] a, int n, int k, int depth, double[] inverse, double[] left)
    {
        for (var i = 0; i < n; i++)
        {
            var panel = (i / KernelRows * KernelRows * Block) + (i % KernelRows);
            for (var d = 0; d < depth; d++)
            {
                if (i < k)
                {
                    a[((long)(k + d) * n) + i] = left[panel + (d * KernelRows)];
                }
                else if (i >= k + depth)
                {
                    a[((long)i * n) + k + d] = left[panel + (d * KernelRows)];
                }
                else if (k + d <= i)
                {
                    a[((long)i * n) + k + d] = -inverse[((i - k) * depth) + d];
                }
            }
        }
    }

    // Gauss-Jordan without pivots, which a positive definite matrix needs not.
    private static bool InvertSmall(double[] a, int n)
    {
        for (var k = 0; k < n; k++)
        {
            var pivot = a[(k * n) + k];
            if (!(pivot > 0) || !double.IsFinite(pivot))
            {
                return false;
            }

            var own = a.AsSpan(k * n, n);
            own[k] = 1;
            TensorPrimitives.Divide(own, pivot, own);
            for (var i = 0; i < n; i++)
            {
                if (i != k)
                {
                    var row = a.AsSpan(i * n, n);
                    var factor = row[k];
                    row[k] = 0;
                    TensorPrimitives.MultiplyAdd(own, -factor, row, row);
                }
            }
        }

        return true;
    }

    // The sign, and the upper triangle.
    private static void Finish(double[] a, int n) => Parallel.For(0, n, HeavyWork.Loop(CancellationToken.None), i =>
    {
        for (var j = 0; j <= i; j++)
        {
            a[((long)i * n) + j] = -a[((long)i * n) + j];
            a[((long)j * n) + i] = a[((long)i * n) + j];
        }
    });

    private static (int Row, int Column) Pair(int pair)
    {
        var row = (int)((Math.Sqrt((8.0 * pair) + 1) - 1) / 2);
        row = row * (row + 1) / 2 > pair ? row - 1 : (row + 1) * (row + 2) / 2 <= pair ? row + 1 : row;
        return (row, pair - (row * (row + 1) / 2));
    }

    private static int Padded(int n, int by) => (n + by - 1) / by * by;
}
