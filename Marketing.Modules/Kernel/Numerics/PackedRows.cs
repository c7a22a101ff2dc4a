using System.Numerics;
using System.Runtime.CompilerServices;
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
    private const int Ranked = 6;
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

    /// <summary>
    /// The rows with the greatest dot products with each of some vectors, best first, of equal ones the earlier row. A product is compared where it
    /// was computed, in registers, and only one that beats the worst kept is written anywhere.
    /// </summary>
    /// <param name="vectors">Vector after vector; some dozens of them keep a panel in the cache while it is read.</param>
    /// <param name="mayStand">Whether a row, the second argument, may be among the best of a vector, the first; asked only of what would be.</param>
    /// <param name="best">Receives the products, vector after vector; as many places each.</param>
    /// <param name="rows">Receives the rows; as long as <paramref name="best"/>.</param>
    /// <param name="counts">Receives how many places are filled, one entry a vector.</param>
    public void Best(ReadOnlySpan<float> vectors, Func<int, int, bool> mayStand, Span<float> best, Span<int> rows, Span<int> counts)
    {
        var count = vectors.Length / _width;
        var take = count == 0 ? 0 : best.Length / count;
        ArgumentOutOfRangeException.ThrowIfLessThan(rows.Length, count * take);
        ArgumentOutOfRangeException.ThrowIfLessThan(counts.Length, count);
        counts[..count].Clear();
        if (take == 0)
        {
            return;
        }

        // Vectors of which there are fewer than are multiplied together stand beside zeros.
        var padded = (count + Ranked - 1) / Ranked * Ranked;
        var (x, worst) = (new float[padded * _width], new float[padded]);
        vectors[..(count * _width)].CopyTo(x);
        worst.AsSpan(0, count).Fill(float.NegativeInfinity);
        worst.AsSpan(count).Fill(float.PositiveInfinity);
        var products = stackalloc float[Panel * Ranked];
        fixed (float* from = x, panels = _panels, least = worst)
        {
            for (var row = 0; row < _rows; row += Panel)
            {
                for (var vector = 0; vector < count; vector += Ranked)
                {
                    var better = Six(from + (vector * _width), panels + (row * _width), least + vector, products);
                    for (; better != 0; better &= better - 1)
                    {
                        var own = BitOperations.TrailingZeroCount(better);
                        var at = vector + own;
                        var top = new TopK<float>(best.Slice(at * take, take), rows.Slice(at * take, take), counts[at]);
                        Keep(ref top, at, row, new ReadOnlySpan<float>(products + (own * Panel), Math.Min(Panel, _rows - row)), mayStand);
                        (counts[at], worst[at]) = (top.Count, top.Worst);
                    }
                }
            }
        }

        for (var vector = 0; vector < count; vector++)
        {
            new TopK<float>(best.Slice(vector * take, take), rows.Slice(vector * take, take), counts[vector]).Sort();
        }
    }

    // Rows ascend: one whose product is that of the worst kept stays behind it.
    private static void Keep(ref TopK<float> top, int vector, int row, ReadOnlySpan<float> products, Func<int, int, bool> mayStand)
    {
        for (var i = 0; i < products.Length; i++)
        {
            if (products[i] > top.Worst && mayStand(vector, row + i))
            {
                top.Offer(products[i], row + i);
            }
        }
    }

    // Products of six vectors with a panel; written where one of them is above the least of its vector. Returns a bit for each such vector.
    private int Six(float* x, float* panel, float* least, float* products)
    {
        var (a0, b0, a1, b1) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var (a2, b2, a3, b3) = (a0, b0, a1, b1);
        var (a4, b4, a5, b5) = (a0, b0, a1, b1);
        var width = _width;
        for (var column = 0; column < width; column++, panel += Panel, x++)
        {
            var (a, b) = (Vector256.Load(panel), Vector256.Load(panel + Half));
            var one = Vector256.Create(x[0]);
            a0 = Vector256.MultiplyAddEstimate(one, a, a0);
            b0 = Vector256.MultiplyAddEstimate(one, b, b0);
            one = Vector256.Create(x[width]);
            a1 = Vector256.MultiplyAddEstimate(one, a, a1);
            b1 = Vector256.MultiplyAddEstimate(one, b, b1);
            one = Vector256.Create(x[2 * width]);
            a2 = Vector256.MultiplyAddEstimate(one, a, a2);
            b2 = Vector256.MultiplyAddEstimate(one, b, b2);
            one = Vector256.Create(x[3 * width]);
            a3 = Vector256.MultiplyAddEstimate(one, a, a3);
            b3 = Vector256.MultiplyAddEstimate(one, b, b3);
            one = Vector256.Create(x[4 * width]);
            a4 = Vector256.MultiplyAddEstimate(one, a, a4);
            b4 = Vector256.MultiplyAddEstimate(one, b, b4);
            one = Vector256.Create(x[5 * width]);
            a5 = Vector256.MultiplyAddEstimate(one, a, a5);
            b5 = Vector256.MultiplyAddEstimate(one, b, b5);
        }

        return Kept(0, a0, b0, least, products) | Kept(1, a1, b1, least, products) | Kept(2, a2, b2, least, products)
            | Kept(3, a3, b3, least, products) | Kept(4, a4, b4, least, products) | Kept(5, a5, b5, least, products);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Kept(int vector, Vector256<float> a, Vector256<float> b, float* least, float* products)
    {
        // Apart, since what is no number would hide the other of a pair.
        var bar = Vector256.Create(least[vector]);
        if (!(Vector256.GreaterThanAny(a, bar) || Vector256.GreaterThanAny(b, bar)))
        {
            return 0;
        }

        a.Store(products + (vector * Panel));
        b.Store(products + (vector * Panel) + Half);
        return 1 << vector;
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
