using System.Runtime.Intrinsics;

namespace Marketing.Tests.Support;

/// <summary>
/// Gauss-Legendre quadrature with eight nodes on [-1, 1], exact for polynomials of degree 15 (Abramowitz and Stegun 1964, 25.4.29; nodes by Newton's steps on the
/// Legendre polynomial), and with it the integrals from -1 up to each node of the polynomial through the values.
/// </summary>
internal static class GaussLegendre
{
    /// <summary>Nodes, as many as a vector holds.</summary>
    public const int Nodes = 8;

    private static readonly double[] _places = new double[Nodes];
    private static readonly (Vector512<double> Weights, Vector512<double>[] UpTo) _rule = Rule(_places);

    /// <summary>Where values are taken, ascending.</summary>
    public static ReadOnlySpan<double> Places => _places;

    /// <summary>What they count in the whole integral.</summary>
    public static Vector512<double> Weights => _rule.Weights;

    /// <summary>Column j holds what the j-th value counts in the integral up to each node.</summary>
    public static ReadOnlySpan<Vector512<double>> UpTo => _rule.UpTo;

    private static (Vector512<double> Weights, Vector512<double>[] UpTo) Rule(Span<double> places)
    {
        Span<double> weights = stackalloc double[Nodes], legendre = stackalloc double[Nodes + 1];
        for (var i = 0; i < Nodes; i++)
        {
            var x = -Math.Cos(Math.PI * (i + 0.75) / (Nodes + 0.5));
            for (var step = 0; step < 20; step++)
            {
                Legendre(x, legendre);
                x -= legendre[Nodes] * ((x * x) - 1) / (Nodes * ((x * legendre[Nodes]) - legendre[Nodes - 1]));
            }

            Legendre(x, legendre);
            places[i] = x;
            weights[i] = 2 * (1 - (x * x)) / (Nodes * Nodes * legendre[Nodes - 1] * legendre[Nodes - 1]);
        }

        var matrix = new double[Nodes, Nodes];
        for (var j = 0; j < Nodes; j++)
        {
            Legendre(places[j], legendre);
            var at = legendre.ToArray();
            for (var i = 0; i < Nodes; i++)
            {
                Legendre(places[i], legendre);
                matrix[i, j] = weights[j] / 2 * (1 + places[i]);
                for (var k = 1; k < Nodes; k++)
                {
                    matrix[i, j] += weights[j] / 2 * at[k] * (legendre[k + 1] - legendre[k - 1]);
                }
            }
        }

        return (Vector512.Create<double>(weights), [.. Enumerable.Range(0, Nodes).Select(j => Vector512.Create([.. Enumerable.Range(0, Nodes).Select(i => matrix[i, j])]))]);
    }

    private static void Legendre(double x, Span<double> values)
    {
        (values[0], values[1]) = (1, x);
        for (var k = 1; k < values.Length - 1; k++)
        {
            values[k + 1] = (((2 * k) + 1) * x * values[k] - (k * values[k - 1])) / (k + 1);
        }
    }
}
