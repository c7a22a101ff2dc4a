namespace Marketing.Kernel.Numerics;

/// <summary>
/// Minimises a smooth function by L-BFGS (Nocedal and Wright 2006, alg. 7.4 and 7.5), with the line search by bisection for the weak Wolfe
/// conditions of Lewis and Overton 2013, alg. 2.6.
/// </summary>
internal static class Lbfgs
{
    private const int Memory = 10;
    private const int Halvings = 60;
    private const double Decrease = 1e-4;
    private const double Curvature = 0.9;

    /// <summary>Value of the function; writes the gradient into the second argument.</summary>
    public delegate double Function(double[] x, double[] gradient);

    /// <summary>What was found.</summary>
    /// <param name="X">Where the least value is.</param>
    /// <param name="Value">The value there.</param>
    /// <param name="Iterations">Steps taken.</param>
    /// <param name="Converged">Whether the gradient counts as 0 there, or rounding allows no step down.</param>
    public sealed record Found(double[] X, double Value, int Iterations, bool Converged);

    /// <summary>Goes down from a point until no part of the gradient is larger than the tolerance.</summary>
    /// <param name="function">The function.</param>
    /// <param name="start">Point to start from; it is left alone.</param>
    /// <param name="tolerance">Largest part of the gradient that counts as 0, not below 0.</param>
    /// <param name="most">Steps at most.</param>
    public static Found Minimise(Function function, double[] start, double tolerance, int most)
    {
        double[] x = [.. start], gradient = new double[x.Length], next = new double[x.Length], nextGradient = new double[x.Length], direction = new double[x.Length];
        var pairs = new List<(double[] S, double[] Y, double Rho)>();
        var value = function(x, gradient);
        for (var step = 0; step < most; step++)
        {
            if (Largest(gradient) <= tolerance)
            {
                return new Found(x, value, step, true);
            }

            Direction(gradient, pairs, direction);
            var slope = Dot(gradient, direction);
            if (Search(function, x, value, slope, direction, pairs.Count == 0 ? 1 / Math.Max(1, Math.Sqrt(Dot(gradient, gradient))) : 1, next, nextGradient) is not { } lower)
            {
                // No step goes down: what is left of the gradient is rounding.
                return new Found(x, value, step, true);
            }

            Remember(pairs, x, next, gradient, nextGradient);
            (x, next, gradient, nextGradient, value) = (next, x, nextGradient, gradient, lower);
        }

        return new Found(x, value, most, Largest(gradient) <= tolerance);
    }

    // Two loops over the pairs kept: -H times the gradient.
    private static void Direction(double[] gradient, List<(double[] S, double[] Y, double Rho)> pairs, double[] direction)
    {
        gradient.CopyTo(direction, 0);
        var alpha = new double[pairs.Count];
        for (var i = pairs.Count - 1; i >= 0; i--)
        {
            alpha[i] = pairs[i].Rho * Dot(pairs[i].S, direction);
            Add(direction, -alpha[i], pairs[i].Y);
        }

        var scale = pairs.Count == 0 ? 1 : 1 / (pairs[^1].Rho * Dot(pairs[^1].Y, pairs[^1].Y));
        for (var i = 0; i < direction.Length; i++)
        {
            direction[i] *= scale;
        }

        for (var i = 0; i < pairs.Count; i++)
        {
            Add(direction, alpha[i] - (pairs[i].Rho * Dot(pairs[i].Y, direction)), pairs[i].S);
        }

        for (var i = 0; i < direction.Length; i++)
        {
            direction[i] = -direction[i];
        }
    }

    private static double? Search(Function function, double[] x, double value, double slope, double[] direction, double step, double[] next, double[] gradient)
    {
        var (low, high) = (0.0, double.PositiveInfinity);
        for (var halving = 0; halving < Halvings; halving++)
        {
            for (var i = 0; i < x.Length; i++)
            {
                next[i] = x[i] + (step * direction[i]);
            }

            var reached = function(next, gradient);
            if (!(reached <= value + (Decrease * step * slope)))
            {
                high = step;
            }
            else if (Dot(gradient, direction) < Curvature * slope)
            {
                low = step;
            }
            else
            {
                return reached < value ? reached : null;
            }

            step = double.IsInfinity(high) ? 2 * low : (low + high) / 2;
        }

        return null;
    }

    private static void Remember(List<(double[] S, double[] Y, double Rho)> pairs, double[] x, double[] next, double[] gradient, double[] nextGradient)
    {
        double[] s = new double[x.Length], y = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            (s[i], y[i]) = (next[i] - x[i], nextGradient[i] - gradient[i]);
        }

        if (Dot(s, y) is > 0 and var curved)
        {
            pairs.Add((s, y, 1 / curved));
        }

        if (pairs.Count > Memory)
        {
            pairs.RemoveAt(0);
        }
    }

    private static void Add(double[] to, double factor, double[] what)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += factor * what[i];
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static double Largest(double[] values)
    {
        var largest = 0.0;
        foreach (var value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }
}
