using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Kernel.Numerics;

public sealed class LbfgsTests
{
    [Fact]
    public void The_valley_of_Rosenbrock_is_followed_to_its_end()
    {
        var found = Lbfgs.Minimise((x, gradient) =>
        {
            var (a, b) = (1 - x[0], x[1] - (x[0] * x[0]));
            (gradient[0], gradient[1]) = ((-2 * a) - (400 * x[0] * b), 200 * b);
            return (a * a) + (100 * b * b);
        }, [-1.2, 1], 1e-9, 200);
        Assert.True(found.Converged);
        Assert.Equal(1, found.X[0], 1e-7);
        Assert.Equal(1, found.X[1], 1e-7);
    }

    [Fact]
    public void A_stretched_bowl_of_many_directions_has_its_least_value_where_it_was_planted()
    {
        var start = new double[200];
        var found = Lbfgs.Minimise((x, gradient) =>
        {
            var sum = 0.0;
            for (var i = 0; i < x.Length; i++)
            {
                var (steep, off) = (1 + (i * i / 10.0), x[i] - i);
                gradient[i] = steep * off;
                sum += steep * off * off / 2;
            }

            return sum;
        }, start, 1e-8, 2000);
        Assert.True(found.Converged);
        Assert.All(found.X.Index(), one => Assert.Equal(one.Index, one.Item, 1e-7));
        Assert.All(start, one => Assert.Equal(0, one));
    }

    [Fact]
    public void Steps_are_bounded_and_it_is_said_when_they_did_not_do()
    {
        // e^-x has no least value.
        var found = Lbfgs.Minimise((x, gradient) =>
        {
            gradient[0] = -Math.Exp(-x[0]);
            return Math.Exp(-x[0]);
        }, [0], 0, 5);
        Assert.Equal((5, false), (found.Iterations, found.Converged));
    }
}
