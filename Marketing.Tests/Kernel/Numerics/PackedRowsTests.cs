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

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(37, 64, 7, 5)]
    [InlineData(500, 33, 96, 10)]
    [InlineData(20, 8, 6, 50)]
    [InlineData(0, 4, 2, 3)]
    [InlineData(20, 4, 0, 3)]
    public void The_best_rows_are_those_of_all_products_sorted(int rows, int width, int vectors, int take)
    {
        var random = new SeededRandom(5);
        // Whole numbers, so that many products are equal.
        var (y, x) = (Whole(rows * width, random), Whole(vectors * width, random));
        var packed = new PackedRows(y, width);
        var (products, best, found, counts) = (new float[rows * vectors], new float[take * vectors], new int[take * vectors], new int[vectors]);
        packed.Dots(x, products);
        packed.Best(x, (vector, row) => (vector + row) % 3 != 0, best, found, counts);
        for (var vector = 0; vector < vectors; vector++)
        {
            var own = products.AsSpan(vector * rows, rows).ToArray();
            var wanted = Enumerable.Range(0, rows).Where(row => (vector + row) % 3 != 0).OrderByDescending(row => own[row]).ThenBy(row => row).Take(take).ToList();
            Assert.Equal(wanted, found.AsSpan(vector * take, counts[vector]).ToArray());
            Assert.Equal(wanted.Select(row => own[row]), best.AsSpan(vector * take, counts[vector]).ToArray());
        }
    }

    [Fact]
    public void What_is_no_number_is_never_among_the_best()
    {
        var (best, rows, counts) = (new float[3], new int[3], new int[1]);
        float[] products = [.. Enumerable.Repeat(float.NegativeInfinity, 16)];
        (products[1], products[9], products[3], products[12]) = (float.NaN, 1, 2, float.NaN);
        new PackedRows(products, 1).Best([1], (_, _) => true, best, rows, counts);
        Assert.Equal((2, 3, 9), (counts[0], rows[0], rows[1]));
        new PackedRows([.. Enumerable.Range(0, 16).Select(row => row == 1 ? float.NaN : row == 9 ? 1 : float.NegativeInfinity)], 1).Best([1], (_, _) => true, best, rows, counts);
        Assert.Equal((1, 9), (counts[0], rows[0]));
    }

    private static float[] Whole(int count, SeededRandom random) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextInt(5) - 2))];

    private static float[] Numbers(int count, SeededRandom random) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
}
