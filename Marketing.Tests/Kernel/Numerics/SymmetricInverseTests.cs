using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Kernel.Numerics;

public class SymmetricInverseTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(191)]
    [InlineData(192)]
    [InlineData(193)]
    [InlineData(411)]
    public void A_matrix_times_its_inverse_is_the_identity(int n)
    {
        var matrix = PositiveDefinite(n);
        var inverse = (double[])matrix.Clone();

        Assert.True(SymmetricInverse.Invert(inverse, n, null, default));
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < n; k++)
                {
                    sum += matrix[(i * n) + k] * inverse[(k * n) + j];
                }

                Assert.Equal(i == j ? 1 : 0, sum, 1e-9);
                Assert.Equal(inverse[(i * n) + j], inverse[(j * n) + i]);
            }
        }
    }

    [Fact]
    public void Only_the_lower_triangle_is_read()
    {
        var (whole, lower) = (PositiveDefinite(250), PositiveDefinite(250));
        for (var i = 0; i < 250; i++)
        {
            lower.AsSpan((i * 250) + i + 1, 250 - i - 1).Fill(double.NaN);
        }

        Assert.True(SymmetricInverse.Invert(whole, 250, null, default));
        Assert.True(SymmetricInverse.Invert(lower, 250, null, default));
        Assert.Equal(whole, lower);
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_has_no_inverse_here()
    {
        Assert.False(SymmetricInverse.Invert([1, 2, 2, 1], 2, null, default));
        Assert.False(SymmetricInverse.Invert([double.NaN], 1, null, default));
    }

    [Fact]
    public void It_can_be_stopped() =>
        Assert.ThrowsAny<OperationCanceledException>(() => SymmetricInverse.Invert(PositiveDefinite(10), 10, null, new CancellationToken(canceled: true)));

    private static double[] PositiveDefinite(int n)
    {
        var random = new SeededRandom((ulong)n);
        var factor = Enumerable.Range(0, n * n).Select(_ => random.NextDouble() - 0.5).ToArray();
        var matrix = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                for (var k = 0; k < n; k++)
                {
                    matrix[(i * n) + j] += factor[(i * n) + k] * factor[(j * n) + k];
                }

                matrix[(i * n) + j] += i == j ? 1 : 0;
            }
        }

        return matrix;
    }
}
