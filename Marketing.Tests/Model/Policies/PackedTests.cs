using Marketing.Kernel.Numerics;
using Marketing.Model.Policies;
using MathNet.Numerics.LinearAlgebra;

namespace Marketing.Tests.Model.Policies;

public sealed class PackedTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(4, 2)]
    [InlineData(51, 300)]
    [InlineData(101, 40)]
    public void The_inverse_and_the_solutions_are_those_of_a_slow_clear_elimination(int d, int rows)
    {
        var random = new SeededRandom(6);
        var (s, dense) = (new double[Packed.Size(d)], Matrix<double>.Build.DenseIdentity(d) * 0.7);
        for (var row = 0; row < rows; row++)
        {
            double[] x = [.. Enumerable.Range(0, d).Select(_ => (2 * random.NextDouble()) - 1)];
            Packed.AddOuter(s, x, 1.5);
            dense += 0.9 * 1.5 * Vector<double>.Build.Dense(x).OuterProduct(Vector<double>.Build.Dense(x));
        }

        double[] b = [.. Enumerable.Range(0, d).Select(_ => random.NextDouble())];
        var expected = dense.Inverse();
        var (factor, inverse) = (new double[s.Length], new double[s.Length]);
        Packed.Factor(s, 0.9, 0.7, factor, d);
        double[] solved = [.. b];
        Packed.Forward(factor, solved, solved);
        Packed.Backward(factor, solved);
        Packed.Invert(factor, inverse, d);
        var multiplied = new double[d];
        Packed.Multiply(inverse, b, multiplied);
        var wanted = expected * Vector<double>.Build.Dense(b);
        for (var i = 0; i < d; i++)
        {
            Assert.Equal(wanted[i], solved[i], 1e-9);
            Assert.Equal(wanted[i], multiplied[i], 1e-9);
            for (var j = 0; j <= i; j++)
            {
                Assert.Equal(expected[i, j], inverse[Packed.Size(i) + j], 1e-9);
            }
        }

        var outer = new double[s.Length];
        Packed.Outer(b, outer);
        Assert.Equal(Vector<double>.Build.Dense(b) * wanted, inverse.Zip(outer, (x, y) => x * y).Sum(), 1e-9);
    }
}
