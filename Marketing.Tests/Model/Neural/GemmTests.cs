using Marketing.Kernel.Numerics;
using Marketing.Model.Neural;

namespace Marketing.Tests.Model.Neural;

public sealed unsafe class GemmTests
{
    public static TheoryData<int, int, int> Shapes() => new()
    {
        { 1, 1, 1 }, { 6, 64, 64 }, { 7, 65, 3 }, { 5, 16, 8 }, { 13, 17, 129 }, { 12, 48, 256 }, { 3, 130, 300 }, { 64, 1, 5 }, { 2, 33, 0 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_product_is_that_of_three_loops(int m, int n, int k)
    {
        var random = new SeededRandom(7);
        var (a, b, bias) = (Filled(m * k, random), Filled(k * n, random), Filled(m * n, random));
        var panels = new Panels(k, n);
        panels.Fill(b.Data, n, 1, 0, panels.Count);
        var turned = Turned(a, m, k);
        foreach (var add in (bool[])[false, true])
        {
            var wanted = Slow(a, b, bias, m, n, k, add);
            AssertNear(wanted, bias, c => Gemm.Multiply(a.Data, k, 1, b.Data, n, c, n, m, n, k, add));
            AssertNear(wanted, bias, c => Gemm.Multiply(turned.Data, 1, m, b.Data, n, c, n, m, n, k, add));
            AssertNear(k == 0 && !add ? null : wanted, bias, c => Gemm.Multiply(a.Data, k, 1, panels, c, n, m, add));
        }
    }

    [Fact]
    public void A_product_writes_nothing_beside_its_rows()
    {
        var random = new SeededRandom(3);
        var (a, b, c) = (Filled(7 * 5, random), Filled(5 * 20, random), new FloatBlock(7 * 33));
        c.Span.Fill(9);
        Gemm.Multiply(a.Data, 5, 1, b.Data, 20, c.Data, 33, 7, 20, 5, add: false);
        for (var row = 0; row < 7; row++)
        {
            Assert.All(c.Span.Slice((row * 33) + 20, 13).ToArray(), one => Assert.Equal(9, one));
        }
    }

    [Fact]
    public void A_row_has_the_same_bits_whatever_is_computed_beside_it()
    {
        var random = new SeededRandom(5);
        var (a, b) = (Filled(20 * 70, random), Filled(70 * 90, random));
        var (all, one) = (new FloatBlock(20 * 90), new FloatBlock(90));
        Gemm.Multiply(a.Data, 70, 1, b.Data, 90, all.Data, 90, 20, 90, 70, add: false);
        for (var row = 0; row < 20; row++)
        {
            Gemm.Multiply(a.Data + (row * 70), 70, 1, b.Data, 90, one.Data, 90, 1, 90, 70, add: false);
            Assert.Equal(all.Span.Slice(row * 90, 90).ToArray(), one.Span.ToArray());
        }
    }

    private static void AssertNear(double[]? wanted, FloatBlock start, Multiply multiply)
    {
        var c = new FloatBlock(start.Length);
        start.Span.CopyTo(c.Span);
        multiply(c.Data);
        for (var i = 0; wanted is not null && i < wanted.Length; i++)
        {
            Assert.True(Math.Abs(wanted[i] - c.Data[i]) <= 1e-5 * Math.Max(1, Math.Abs(wanted[i])), $"[{i}] is {c.Data[i]}, not {wanted[i]}");
        }
    }

    private delegate void Multiply(float* c);

    private static double[] Slow(FloatBlock a, FloatBlock b, FloatBlock bias, int m, int n, int k, bool add)
    {
        var c = new double[m * n];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                c[(i * n) + j] = add ? bias.Data[(i * n) + j] : 0;
                for (var l = 0; l < k; l++)
                {
                    c[(i * n) + j] += (double)a.Data[(i * k) + l] * b.Data[(l * n) + j];
                }
            }
        }

        return c;
    }

    private static FloatBlock Turned(FloatBlock a, int m, int k)
    {
        var turned = new FloatBlock(a.Length);
        for (var i = 0; i < m; i++)
        {
            for (var l = 0; l < k; l++)
            {
                turned.Data[(l * m) + i] = a.Data[(i * k) + l];
            }
        }

        return turned;
    }

    private static FloatBlock Filled(int count, SeededRandom random)
    {
        var block = new FloatBlock(count);
        for (var i = 0; i < count; i++)
        {
            block.Data[i] = (float)random.NextDouble() - 0.5f;
        }

        return block;
    }
}
