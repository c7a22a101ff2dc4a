using System.Runtime.Intrinsics;

namespace Marketing.Kernel.Numerics;

/// <summary>
/// Rows of numbers kept for many dot products with them: 16 rows side by side make a panel, so that one pass over a panel serves 16
/// products of up to four vectors from registers (Goto and van de Geijn 2008, sec. 4). A product is summed in the order of the columns
/// whatever else is computed with it, so that its bits depend on nothing but the two vectors and the machine.
/// </summary>
internal sealed unsafe class PackedRows
{
    private const int Panel = 16;
    private const int Half = Panel / 2;
    private const int Together = 4;
    private readonly float[] _panels;
    private readonly int _rows;
    private readonly int _width;

    /// <param name="rows">Row after row.</param>
    /// <param name="width">Numbers of a row, above 0.</param>
    public PackedRows(ReadOnlySpan<float> rows, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (_width, _rows) = (width, rows.Length / width);
        _panels = new float[(_rows + Panel - 1) / Panel * Panel * width];
        for (var row = 0; row < _rows; row++)
        {
            var at = (row / Panel * Panel * width) + (row % Panel);
            for (var column = 0; column < width; column++)
            {
                _panels[at + (column * Panel)] = rows[(row * width) + column];
            }
        }
    }

    /// <summary>The dot products of some vectors with every row.</summary>
    /// <param name="vectors">Vector after vector.</param>
    /// <param name="products">Receives, vector after vector, one product a row.</param>
    public void Dots(ReadOnlySpan<float> vectors, Span<float> products)
    {
        var count = vectors.Length / _width;
        ArgumentOutOfRangeException.ThrowIfLessThan(products.Length, count * _rows);
        var rest = stackalloc float[Panel * Together];
        fixed (float* x = vectors, y = _panels, result = products)
        {
            for (var row = 0; row < _rows; row += Panel)
            {
                var panel = y + (row * _width);
                var full = _rows - row >= Panel;
                for (var vector = 0; vector < count;)
                {
                    var taken = count - vector >= Together ? Together : 1;
                    var to = full ? result + ((long)vector * _rows) + row : rest;
                    var stride = full ? _rows : Panel;
                    if (taken == Together)
                    {
                        Four(x + (vector * _width), panel, to, stride);
                    }
                    else
                    {
                        One(x + (vector * _width), panel, to);
                    }

                    for (var own = 0; own < taken && !full; own++)
                    {
                        new ReadOnlySpan<float>(rest + (own * Panel), _rows - row).CopyTo(products.Slice(((vector + own) * _rows) + row));
                    }

                    vector += taken;
                }
            }
        }
    }

    private void One(float* x, float* panel, float* to)
    {
        var (a, b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (var column = 0; column < _width; column++, panel += Panel)
        {
            var one = Vector256.Create(x[column]);
            a = Vector256.MultiplyAddEstimate(one, Vector256.Load(panel), a);
            b = Vector256.MultiplyAddEstimate(one, Vector256.Load(panel + Half), b);
        }

        a.Store(to);
        b.Store(to + Half);
    }

    private void Four(float* x, float* panel, float* to, int stride)
    {
        var (a0, b0, a1, b1) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var (a2, b2, a3, b3) = (a0, b0, a1, b1);
        float* x1 = x + _width, x2 = x1 + _width, x3 = x2 + _width;
        for (var column = 0; column < _width; column++, panel += Panel)
        {
            var (a, b) = (Vector256.Load(panel), Vector256.Load(panel + Half));
            var one = Vector256.Create(x[column]);
            a0 = Vector256.MultiplyAddEstimate(one, a, a0);
            b0 = Vector256.MultiplyAddEstimate(one, b, b0);
            one = Vector256.Create(x1[column]);
            a1 = Vector256.MultiplyAddEstimate(one, a, a1);
            b1 = Vector256.MultiplyAddEstimate(one, b, b1);
            one = Vector256.Create(x2[column]);
            a2 = Vector256.MultiplyAddEstimate(one, a, a2);
            b2 = Vector256.MultiplyAddEstimate(one, b, b2);
            one = Vector256.Create(x3[column]);
            a3 = Vector256.MultiplyAddEstimate(one, a, a3);
            b3 = Vector256.MultiplyAddEstimate(one, b, b3);
        }

        a0.Store(to);
        b0.Store(to + Half);
        a1.Store(to + stride);
        b1.Store(to + stride + Half);
        a2.Store(to + (2 * (long)stride));
        b2.Store(to + (2 * (long)stride) + Half);
        a3.Store(to + (3 * (long)stride));
        b3.Store(to + (3 * (long)stride) + Half);
    }
}
