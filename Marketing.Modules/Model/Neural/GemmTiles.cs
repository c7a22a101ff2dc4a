using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Marketing.Model.Neural;

/// <summary>
/// One tile of a product: up to six rows by one, two or four vectors, summed in registers. Rows behind the last are computed from the last again
/// and not kept. Written out, since the compiler keeps no array in registers.
/// </summary>
internal static unsafe class GemmTiles
{
    public static void Wide4(float* a, nint aRow, nint aColumn, int rows, float* b, nint bRow, int k, float* c, nint cRow, bool add)
    {
        float* a0 = a, a1 = a + (Math.Min(1, rows - 1) * aRow), a2 = a + (Math.Min(2, rows - 1) * aRow);
        float* a3 = a + (Math.Min(3, rows - 1) * aRow), a4 = a + (Math.Min(4, rows - 1) * aRow), a5 = a + (Math.Min(5, rows - 1) * aRow);
        var (c00, c01, c02, c03) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (c10, c11, c12, c13) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (c20, c21, c22, c23) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (c30, c31, c32, c33) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (c40, c41, c42, c43) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (c50, c51, c52, c53) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        for (nint at = 0, end = k * aColumn; at != end; at += aColumn, b += bRow)
        {
            var (b0, b1, b2, b3) = (Vector512.Load(b), Vector512.Load(b + 16), Vector512.Load(b + 32), Vector512.Load(b + 48));
            var one = Vector512.Create(a0[at]);
            c00 = Vector512.MultiplyAddEstimate(one, b0, c00);
            c01 = Vector512.MultiplyAddEstimate(one, b1, c01);
            c02 = Vector512.MultiplyAddEstimate(one, b2, c02);
            c03 = Vector512.MultiplyAddEstimate(one, b3, c03);
            one = Vector512.Create(a1[at]);
            c10 = Vector512.MultiplyAddEstimate(one, b0, c10);
            c11 = Vector512.MultiplyAddEstimate(one, b1, c11);
            c12 = Vector512.MultiplyAddEstimate(one, b2, c12);
            c13 = Vector512.MultiplyAddEstimate(one, b3, c13);
            one = Vector512.Create(a2[at]);
            c20 = Vector512.MultiplyAddEstimate(one, b0, c20);
            c21 = Vector512.MultiplyAddEstimate(one, b1, c21);
            c22 = Vector512.MultiplyAddEstimate(one, b2, c22);
            c23 = Vector512.MultiplyAddEstimate(one, b3, c23);
            one = Vector512.Create(a3[at]);
            c30 = Vector512.MultiplyAddEstimate(one, b0, c30);
            c31 = Vector512.MultiplyAddEstimate(one, b1, c31);
            c32 = Vector512.MultiplyAddEstimate(one, b2, c32);
            c33 = Vector512.MultiplyAddEstimate(one, b3, c33);
            one = Vector512.Create(a4[at]);
            c40 = Vector512.MultiplyAddEstimate(one, b0, c40);
            c41 = Vector512.MultiplyAddEstimate(one, b1, c41);
            c42 = Vector512.MultiplyAddEstimate(one, b2, c42);
            c43 = Vector512.MultiplyAddEstimate(one, b3, c43);
            one = Vector512.Create(a5[at]);
            c50 = Vector512.MultiplyAddEstimate(one, b0, c50);
            c51 = Vector512.MultiplyAddEstimate(one, b1, c51);
            c52 = Vector512.MultiplyAddEstimate(one, b2, c52);
            c53 = Vector512.MultiplyAddEstimate(one, b3, c53);
        }

        Keep(c00, c01, c02, c03, c, add);
        if (rows > 1)
        {
            Keep(c10, c11, c12, c13, c + cRow, add);
        }

        if (rows > 2)
        {
            Keep(c20, c21, c22, c23, c + (2 * cRow), add);
        }

        if (rows > 3)
        {
            Keep(c30, c31, c32, c33, c + (3 * cRow), add);
        }

        if (rows > 4)
        {
            Keep(c40, c41, c42, c43, c + (4 * cRow), add);
        }

        if (rows > 5)
        {
            Keep(c50, c51, c52, c53, c + (5 * cRow), add);
        }
    }

    public static void Wide2(float* a, nint aRow, nint aColumn, int rows, float* b, nint bRow, int k, float* c, nint cRow, bool add)
    {
        float* a0 = a, a1 = a + (Math.Min(1, rows - 1) * aRow), a2 = a + (Math.Min(2, rows - 1) * aRow);
        float* a3 = a + (Math.Min(3, rows - 1) * aRow), a4 = a + (Math.Min(4, rows - 1) * aRow), a5 = a + (Math.Min(5, rows - 1) * aRow);
        var (c00, c01) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c10, c11) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c20, c21) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c30, c31) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c40, c41) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c50, c51) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (nint at = 0, end = k * aColumn; at != end; at += aColumn, b += bRow)
        {
            var (b0, b1) = (Vector512.Load(b), Vector512.Load(b + 16));
            var one = Vector512.Create(a0[at]);
            c00 = Vector512.MultiplyAddEstimate(one, b0, c00);
            c01 = Vector512.MultiplyAddEstimate(one, b1, c01);
            one = Vector512.Create(a1[at]);
            c10 = Vector512.MultiplyAddEstimate(one, b0, c10);
            c11 = Vector512.MultiplyAddEstimate(one, b1, c11);
            one = Vector512.Create(a2[at]);
            c20 = Vector512.MultiplyAddEstimate(one, b0, c20);
            c21 = Vector512.MultiplyAddEstimate(one, b1, c21);
            one = Vector512.Create(a3[at]);
            c30 = Vector512.MultiplyAddEstimate(one, b0, c30);
            c31 = Vector512.MultiplyAddEstimate(one, b1, c31);
            one = Vector512.Create(a4[at]);
            c40 = Vector512.MultiplyAddEstimate(one, b0, c40);
            c41 = Vector512.MultiplyAddEstimate(one, b1, c41);
            one = Vector512.Create(a5[at]);
            c50 = Vector512.MultiplyAddEstimate(one, b0, c50);
            c51 = Vector512.MultiplyAddEstimate(one, b1, c51);
        }

        Keep(c00, c01, c, add);
        if (rows > 1)
        {
            Keep(c10, c11, c + cRow, add);
        }

        if (rows > 2)
        {
            Keep(c20, c21, c + (2 * cRow), add);
        }

        if (rows > 3)
        {
            Keep(c30, c31, c + (3 * cRow), add);
        }

        if (rows > 4)
        {
            Keep(c40, c41, c + (4 * cRow), add);
        }

        if (rows > 5)
        {
            Keep(c50, c51, c + (5 * cRow), add);
        }
    }

    public static void Wide1(float* a, nint aRow, nint aColumn, int rows, float* b, nint bRow, int k, float* c, nint cRow, bool add)
    {
        float* a0 = a, a1 = a + (Math.Min(1, rows - 1) * aRow), a2 = a + (Math.Min(2, rows - 1) * aRow);
        float* a3 = a + (Math.Min(3, rows - 1) * aRow), a4 = a + (Math.Min(4, rows - 1) * aRow), a5 = a + (Math.Min(5, rows - 1) * aRow);
        var c00 = Vector512<float>.Zero;
        var c10 = Vector512<float>.Zero;
        var c20 = Vector512<float>.Zero;
        var c30 = Vector512<float>.Zero;
        var c40 = Vector512<float>.Zero;
        var c50 = Vector512<float>.Zero;
        for (nint at = 0, end = k * aColumn; at != end; at += aColumn, b += bRow)
        {
            var b0 = Vector512.Load(b);
            var one = Vector512.Create(a0[at]);
            c00 = Vector512.MultiplyAddEstimate(one, b0, c00);
            one = Vector512.Create(a1[at]);
            c10 = Vector512.MultiplyAddEstimate(one, b0, c10);
            one = Vector512.Create(a2[at]);
            c20 = Vector512.MultiplyAddEstimate(one, b0, c20);
            one = Vector512.Create(a3[at]);
            c30 = Vector512.MultiplyAddEstimate(one, b0, c30);
            one = Vector512.Create(a4[at]);
            c40 = Vector512.MultiplyAddEstimate(one, b0, c40);
            one = Vector512.Create(a5[at]);
            c50 = Vector512.MultiplyAddEstimate(one, b0, c50);
        }

        Keep(c00, c, add);
        if (rows > 1)
        {
            Keep(c10, c + cRow, add);
        }

        if (rows > 2)
        {
            Keep(c20, c + (2 * cRow), add);
        }

        if (rows > 3)
        {
            Keep(c30, c + (3 * cRow), add);
        }

        if (rows > 4)
        {
            Keep(c40, c + (4 * cRow), add);
        }

        if (rows > 5)
        {
            Keep(c50, c + (5 * cRow), add);
        }
    }

    public static void Narrow2(float* a, nint aRow, nint aColumn, int rows, float* b, nint bRow, int k, float* c, nint cRow, bool add)
    {
        float* a0 = a, a1 = a + (Math.Min(1, rows - 1) * aRow), a2 = a + (Math.Min(2, rows - 1) * aRow);
        float* a3 = a + (Math.Min(3, rows - 1) * aRow), a4 = a + (Math.Min(4, rows - 1) * aRow), a5 = a + (Math.Min(5, rows - 1) * aRow);
        var (c00, c01) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (c10, c11) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (c20, c21) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (c30, c31) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (c40, c41) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (c50, c51) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (nint at = 0, end = k * aColumn; at != end; at += aColumn, b += bRow)
        {
            var (b0, b1) = (Vector256.Load(b), Vector256.Load(b + 8));
            var one = Vector256.Create(a0[at]);
            c00 = Vector256.MultiplyAddEstimate(one, b0, c00);
            c01 = Vector256.MultiplyAddEstimate(one, b1, c01);
            one = Vector256.Create(a1[at]);
            c10 = Vector256.MultiplyAddEstimate(one, b0, c10);
            c11 = Vector256.MultiplyAddEstimate(one, b1, c11);
            one = Vector256.Create(a2[at]);
            c20 = Vector256.MultiplyAddEstimate(one, b0, c20);
            c21 = Vector256.MultiplyAddEstimate(one, b1, c21);
            one = Vector256.Create(a3[at]);
            c30 = Vector256.MultiplyAddEstimate(one, b0, c30);
            c31 = Vector256.MultiplyAddEstimate(one, b1, c31);
            one = Vector256.Create(a4[at]);
            c40 = Vector256.MultiplyAddEstimate(one, b0, c40);
            c41 = Vector256.MultiplyAddEstimate(one, b1, c41);
            one = Vector256.Create(a5[at]);
            c50 = Vector256.MultiplyAddEstimate(one, b0, c50);
            c51 = Vector256.MultiplyAddEstimate(one, b1, c51);
        }

        Keep(c00, c01, c, add);
        if (rows > 1)
        {
            Keep(c10, c11, c + cRow, add);
        }

        if (rows > 2)
        {
            Keep(c20, c21, c + (2 * cRow), add);
        }

        if (rows > 3)
        {
            Keep(c30, c31, c + (3 * cRow), add);
        }

        if (rows > 4)
        {
            Keep(c40, c41, c + (4 * cRow), add);
        }

        if (rows > 5)
        {
            Keep(c50, c51, c + (5 * cRow), add);
        }
    }

    public static void Narrow1(float* a, nint aRow, nint aColumn, int rows, float* b, nint bRow, int k, float* c, nint cRow, bool add)
    {
        float* a0 = a, a1 = a + (Math.Min(1, rows - 1) * aRow), a2 = a + (Math.Min(2, rows - 1) * aRow);
        float* a3 = a + (Math.Min(3, rows - 1) * aRow), a4 = a + (Math.Min(4, rows - 1) * aRow), a5 = a + (Math.Min(5, rows - 1) * aRow);
        var c00 = Vector256<float>.Zero;
        var c10 = Vector256<float>.Zero;
        var c20 = Vector256<float>.Zero;
        var c30 = Vector256<float>.Zero;
        var c40 = Vector256<float>.Zero;
        var c50 = Vector256<float>.Zero;
        for (nint at = 0, end = k * aColumn; at != end; at += aColumn, b += bRow)
        {
            var b0 = Vector256.Load(b);
            var one = Vector256.Create(a0[at]);
            c00 = Vector256.MultiplyAddEstimate(one, b0, c00);
            one = Vector256.Create(a1[at]);
            c10 = Vector256.MultiplyAddEstimate(one, b0, c10);
            one = Vector256.Create(a2[at]);
            c20 = Vector256.MultiplyAddEstimate(one, b0, c20);
            one = Vector256.Create(a3[at]);
            c30 = Vector256.MultiplyAddEstimate(one, b0, c30);
            one = Vector256.Create(a4[at]);
            c40 = Vector256.MultiplyAddEstimate(one, b0, c40);
            one = Vector256.Create(a5[at]);
            c50 = Vector256.MultiplyAddEstimate(one, b0, c50);
        }

        Keep(c00, c, add);
        if (rows > 1)
        {
            Keep(c10, c + cRow, add);
        }

        if (rows > 2)
        {
            Keep(c20, c + (2 * cRow), add);
        }

        if (rows > 3)
        {
            Keep(c30, c + (3 * cRow), add);
        }

        if (rows > 4)
        {
            Keep(c40, c + (4 * cRow), add);
        }

        if (rows > 5)
        {
            Keep(c50, c + (5 * cRow), add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3, float* c, bool add)
    {
        (add ? v0 + Vector512.Load(c) : v0).Store(c);
        (add ? v1 + Vector512.Load(c + 16) : v1).Store(c + 16);
        (add ? v2 + Vector512.Load(c + 32) : v2).Store(c + 32);
        (add ? v3 + Vector512.Load(c + 48) : v3).Store(c + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Vector512<float> v0, Vector512<float> v1, float* c, bool add)
    {
        (add ? v0 + Vector512.Load(c) : v0).Store(c);
        (add ? v1 + Vector512.Load(c + 16) : v1).Store(c + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Vector512<float> v0, float* c, bool add)
    {
        (add ? v0 + Vector512.Load(c) : v0).Store(c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Vector256<float> v0, Vector256<float> v1, float* c, bool add)
    {
        (add ? v0 + Vector256.Load(c) : v0).Store(c);
        (add ? v1 + Vector256.Load(c + 8) : v1).Store(c + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Vector256<float> v0, float* c, bool add)
    {
        (add ? v0 + Vector256.Load(c) : v0).Store(c);
    }
}
