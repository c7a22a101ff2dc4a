using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Kernel.Numerics;

public sealed class PackedRowsTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(16, 64, 4)]
    [InlineData(17, 3, 5)]
    [InlineData(50, 33, 11)]
    [InlineData(0, 4, 2)]
    public void Products_are_those_of_sums_in_double_precision(int rows, int width, int vectors)
    {
        var random = new SeededRandom(3);
        var (y, x) = (Numbers(rows * width, random), Numbers(vectors * width, random));
        var products = new float[rows * vectors];
        new PackedRows(y, width).Dots(x, products);
        for (var vector = 0; vector < vectors; vector++)
        {
            for (var row = 0; row < rows; row++)
            {
                var sum = Enumerable.Range(0, width).Sum(column => (double)x[(vector * width) + column] * y[(row * width) + column]);
                Assert.Equal(sum, products[(vector * rows) + row], 1e-5 * width);
            }
        }
    }

    [Fact]
    public void A_product_has_the_same_bits_whatever_stands_beside_it()
    {
        var random = new SeededRandom(4);
        var (packed, x) = (new PackedRows(Numbers(37 * 64, random), 64), Numbers(7 * 64, random));
        var (together, alone) = (new float[7 * 37], new float[37]);
        packed.Dots(x, together);
        for (var vector = 0; vector < 7; vector++)
        {
            packed.Dots(x.AsSpan(vector * 64, 64), alone);
            Assert.Equal(alone, together.AsSpan(vector * 37, 37).ToArray());
        }
    }

    [Fact]
    public void Room_that_is_too_small_is_refused()
    {
        var packed = new PackedRows(new float[8], 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => packed.Dots(new float[4], new float[7]));
    }

    private static float[] Numbers(int count, SeededRandom random) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
}
