using System.Runtime.Intrinsics;

namespace Marketing.Model.Neural;

/// <summary>
/// Products of matrices of 32-bit numbers on one thread (Goto and van de Geijn 2008): a tile of six rows by four vectors is summed in registers
/// while a panel of the right matrix stays in the nearest cache. Each element is summed in the order of the inner index, so that its bits depend
/// on its row and column alone, not on what is computed beside it.
/// </summary>
internal static unsafe class Gemm
{
    /// <summary>Rows of a tile.</summary>
    private const int Tile = 6;

    /// <summary>Most steps of the inner index before the next panel: as many as leave the panel in the nearest cache.</summary>
    private const int Depth = 128;

    /// <summary>Columns of a panel; whoever gives a right matrix sees to it that this many numbers behind its last may be read.</summary>
    public static int Panel => Vector512.IsHardwareAccelerated ? 64 : 16;

    /// <summary>C = A B, or C += A B.</summary>
    /// <param name="a">Left matrix, m by k.</param>
    /// <param name="aRow">Distance of two rows of it.</param>
    /// <param name="aColumn">Distance of two columns of it; with 1 for the rows, it is read as the transpose of what is stored.</param>
    /// <param name="b">Right matrix, k by n, the numbers of a row side by side; up to <see cref="Panel"/> numbers behind the last row are read.</param>
    /// <param name="bRow">Distance of two rows of it.</param>
    /// <param name="c">Result, m by n.</param>
    /// <param name="cRow">Distance of two rows of it.</param>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    /// <param name="add">Whether what C holds is added to.</param>
    public static void Multiply(float* a, nint aRow, nint aColumn, float* b, nint bRow, float* c, nint cRow, int m, int n, int k, bool add)
    {
        if (k == 0 && !add)
        {
            Clear(c, cRow, m, n);
        }

        for (var from = 0; from < k; from += Depth)
        {
            var depth = Math.Min(Depth, k - from);
            for (var j = 0; j < n; j += Panel)
            {
                Column(a + (from * aColumn), aRow, aColumn, b + (from * bRow) + j, bRow, c + j, cRow, m, Math.Min(Panel, n - j), depth, add || from > 0);
            }
        }
    }

    /// <summary>C = A B, or C += A B, with a right matrix in panels.</summary>
    /// <param name="a">Left matrix, m by k.</param>
    /// <param name="aRow">Distance of two rows of it.</param>
    /// <param name="aColumn">Distance of two columns of it.</param>
    /// <param name="b">Right matrix, k by n.</param>
    /// <param name="c">Result, m by n.</param>
    /// <param name="cRow">Distance of two rows of it.</param>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="add">Whether what C holds is added to.</param>
    public static void Multiply(float* a, nint aRow, nint aColumn, Panels b, float* c, nint cRow, int m, bool add)
    {
        for (var from = 0; from < b.Rows; from += Depth)
        {
            var depth = Math.Min(Depth, b.Rows - from);
            for (var j = 0; j < b.Columns; j += Panel)
            {
                Column(a + (from * aColumn), aRow, aColumn, b.At(from, j), Panel, c + j, cRow, m, Math.Min(Panel, b.Columns - j), depth, add || from > 0);
            }
        }
    }

    // All tiles of one panel.
    private static void Column(float* a, nint aRow, nint aColumn, float* b, nint bRow, float* c, nint cRow, int m, int n, int k, bool add)
    {
        var lanes = Vector512.IsHardwareAccelerated ? 16 : 8;
        var vectors = (n + lanes - 1) / lanes;
        vectors = vectors == 3 ? 4 : vectors;
        var part = stackalloc float[Tile * 64];
        var whole = n == vectors * lanes;
        for (var i = 0; i < m; i += Tile)
        {
            var rows = Math.Min(Tile, m - i);
            var to = whole ? c + (i * cRow) : part;
            One(vectors, a + (i * aRow), aRow, aColumn, rows, b, bRow, k, to, whole ? cRow : 64, whole && add);
            if (!whole)
            {
                Copy(part, c + (i * cRow), cRow, rows, n, add);
            }
        }
    }

    private static void One(int vectors, float* a, nint aRow, nint aColumn, int rows, float* b, nint bRow, int k, float* c, nint cRow, bool add)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            if (vectors == 1)
            {
                GemmTiles.Narrow1(a, aRow, aColumn, rows, b, bRow, k, c, cRow, add);
            }
            else
            {
                GemmTiles.Narrow2(a, aRow, aColumn, rows, b, bRow, k, c, cRow, add);
            }
        }
        else if (vectors == 4)
        {
            GemmTiles.Wide4(a, aRow, aColumn, rows, b, bRow, k, c, cRow, add);
        }
        else if (vectors == 2)
        {
            GemmTiles.Wide2(a, aRow, aColumn, rows, b, bRow, k, c, cRow, add);
        }
        else
        {
            GemmTiles.Wide1(a, aRow, aColumn, rows, b, bRow, k, c, cRow, add);
        }
    }

    private static void Copy(float* part, float* c, nint cRow, int rows, int n, bool add)
    {
        for (var row = 0; row < rows; row++)
        {
            var from = new ReadOnlySpan<float>(part + (row * 64), n);
            var to = new Span<float>(c + (row * cRow), n);
            if (add)
            {
                System.Numerics.Tensors.TensorPrimitives.Add(to, from, to);
            }
            else
            {
                from.CopyTo(to);
            }
        }
    }

    private static void Clear(float* c, nint cRow, int m, int n)
    {
        for (var row = 0; row < m; row++)
        {
            new Span<float>(c + (row * cRow), n).Clear();
        }
    }
}
