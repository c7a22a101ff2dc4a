using Marketing.Kernel.Numerics;
using Marketing.Model.Forecasting.Arima;

namespace Marketing.Tests.Model.Forecasting.Arima;

/// <summary>The likelihood against the definition: the covariance of all values from the weights of past errors, and its Cholesky factor.</summary>
public sealed class ArmaFilterTests
{
    private const int Weights = 6000;

    [Fact]
    public void The_likelihood_is_that_of_the_whole_covariance()
    {
        var random = new SeededRandom(1);
        for (var trial = 0; trial < 60; trial++)
        {
            var (model, values) = Model(random, 20 + (trial * 3));
            var pass = new ArmaFilter().Run(model, values, hasMean: false);
            var (squares, logs) = Slow(model, values);
            Assert.Equal(1, pass.Squares / squares, 1e-8);
            Assert.Equal(logs, pass.Logs, 1e-8);
        }
    }

    [Fact]
    public void The_mean_is_that_of_generalised_least_squares_and_precision_what_the_series_tells_of_it()
    {
        var random = new SeededRandom(2);
        for (var trial = 0; trial < 20; trial++)
        {
            var (model, values) = Model(random, 60);
            var pass = new ArmaFilter().Run(model, values, hasMean: true);

            // 1'V⁻¹w / 1'V⁻¹1 by sums of squares: of the series, of ones, and of both together.
            var (own, ones, both) = (Slow(model, values).Squares, Slow(model, [.. values.Select(_ => 1.0)]).Squares, Slow(model, [.. values.Select(value => value + 1)]).Squares);
            Assert.Equal((both - own - ones) / 2 / ones, pass.Mean, 1e-7);
            Assert.Equal(1, pass.Precision / ones, 1e-7);
            Assert.Equal(1, pass.Squares / Slow(model, [.. values.Select(value => value - pass.Mean)]).Squares, 1e-7);
        }
    }

    [Fact]
    public void What_is_expected_next_is_alike_whether_the_gain_has_stood_still_or_not()
    {
        // Long enough for the short cut; the state is filtered anew with all of it by the slow way: the last error is the value less what was expected.
        var random = new SeededRandom(3);
        for (var trial = 0; trial < 10; trial++)
        {
            var (model, values) = Model(random, 300);
            var (filter, next) = (new ArmaFilter(), random.NextDouble());
            filter.Run(model, values, hasMean: false);
            var error = next - filter.State[0];
            Assert.Equal(Slow(model, [.. values, next]).Squares - Slow(model, values).Squares, error * error / filter.Variance, 1e-6);
        }
    }

    [Fact]
    public void Coefficients_from_any_numbers_are_stationary_and_invertible_and_roots_are_told_apart()
    {
        var (random, coefficients) = (new SeededRandom(4), new double[5]);
        for (var trial = 0; trial < 100; trial++)
        {
            LagPolynomial.FromFree([.. coefficients.Select(_ => 6 * (random.NextDouble() - 0.5))], coefficients);
            Assert.True(LagPolynomial.IsOutside(coefficients, 1));
        }

        // Roots of 1 - 0.95 B and of 1 - 0.9025 B²: 1.0526.
        Assert.True(LagPolynomial.IsOutside([0.95], 1.05));
        Assert.False(LagPolynomial.IsOutside([0.95], 1.06));
        Assert.True(LagPolynomial.IsOutside([0, 0.9025], 1.05));
        Assert.False(LagPolynomial.IsOutside([0, 0.9025], 1.06));
        var product = new double[3];
        LagPolynomial.Multiply([0.5], [0.4], 2, product);
        Assert.Equal([0.5, 0.4, -0.2], product);
    }

    private static (ArmaCoefficients Model, double[] Values) Model(SeededRandom random, int length)
    {
        int Below(int most) => (int)(random.NextDouble() * most);
        var order = new ArimaOrder(Below(4), 0, Below(4), Below(3), 0, Below(3), 4 + Below(3), false);
        var model = new ArmaCoefficients(order);
        model.Set([.. Enumerable.Range(0, order.Searched).Select(_ => 2.4 * (random.NextDouble() - 0.5))]);
        return (model, [.. Enumerable.Range(0, length).Select(t => random.NextDouble() - 0.3 + Math.Sin(t / 3.0))]);
    }

    private static (double Squares, double Logs) Slow(ArmaCoefficients model, double[] values)
    {
        var (psi, n) = (new double[Weights], values.Length);
        for (var i = 0; i < Weights; i++)
        {
            psi[i] = i == 0 ? 1 : i <= model.MaOrder ? model.Theta[i - 1] : 0;
            for (var lag = 1; lag <= Math.Min(i, model.ArOrder); lag++)
            {
                psi[i] += model.Phi[lag - 1] * psi[i - lag];
            }
        }

        double[] covariance = [.. Enumerable.Range(0, n).Select(k => Enumerable.Range(0, Weights - k).Sum(i => psi[i] * psi[i + k]))];
        var (factor, solved, squares, logs) = (new double[n, n], new double[n], 0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            solved[i] = values[i];
            for (var j = 0; j <= i; j++)
            {
                var sum = covariance[i - j];
                for (var k = 0; k < j; k++)
                {
                    sum -= factor[i, k] * factor[j, k];
                }

                factor[i, j] = i == j ? Math.Sqrt(sum) : sum / factor[j, j];
                solved[i] -= j < i ? factor[i, j] * solved[j] : 0;
            }

            solved[i] /= factor[i, i];
            (squares, logs) = (squares + (solved[i] * solved[i]), logs + (2 * Math.Log(factor[i, i])));
        }

        return (squares, logs);
    }
}
