using Marketing.Kernel.Numerics;
using Marketing.Model.Recommenders.Factors;

namespace Marketing.Tests.Model.Recommenders.Factors;

public class RowTilesTests
{
    [Theory]
    [InlineData(16, 0)]
    [InlineData(16, 1)]
    [InlineData(64, 83)]
    [InlineData(80, 7)]
    public void The_sum_of_outer_products_is_that_of_the_definition_and_symmetric(int width, int count)
    {
        var rows = Numbers(width * count);
        var sum = new float[width * width];
        RowTiles.Gram(rows, width, sum);
        for (var i = 0; i < width; i++)
        {
            for (var j = 0; j < width; j++)
            {
                var expected = Enumerable.Range(0, count).Sum(row => (double)rows[(row * width) + i] * rows[(row * width) + j]);
                Assert.Equal(expected, sum[(i * width) + j], 1e-4);
                Assert.Equal(sum[(i * width) + j], sum[(j * width) + i]);
            }
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(67)]
    [InlineData(136)]
    public void Rows_that_are_named_are_added_as_often_as_they_are(int width)
    {
        var (matrix, vector) = (Numbers(width * 5), Numbers(width));
        int[] rows = [3, 0, 3];
        var expected = Enumerable.Range(0, width).Select(at => vector[at] + matrix[(3 * width) + at] + matrix[at] + matrix[(3 * width) + at]).ToArray();
        RowTiles.AddRows(rows, matrix, vector);
        Assert.Equal(expected, vector);
        RowTiles.AddRows([], matrix, vector);
        Assert.Equal(expected, vector);
    }

    [Theory]
    [InlineData(16, true)]
    [InlineData(128, true)]
    [InlineData(8, false)]
    [InlineData(50, false)]
    public void Widths_of_whole_tiles_fit(int width, bool fits) => Assert.Equal(fits, RowTiles.Fit(width));

    private static float[] Numbers(int count)
    {
        var random = new SeededRandom(3);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f)];
    }
}
