using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Marketing.Model.Policies;

/// <summary>
/// Distribution function and density of a smooth, log-concave variable: knots at equal steps from where the density is e^-32 of its
/// mode on either side, the integral between two knots by the trapezoid with its first end correction (Davis and Rabinowitz 1984, sec.
/// 2.9), and between them the cubic that has both values and both slopes of the distribution function (Hermite). A look costs some nanoseconds.
/// </summary>
internal sealed class DistributionTable
{
    /// <summary>Least parameter of a Beta: its tail is then no wider than the knots can follow.</summary>
    public const double LeastShape = 0.5;

    private const int Steps = 768;
    private const double Drop = 32;

    // Beyond, an arm does not shape the integrals of others by more than they are told to.
    private const double Core = 1e-8;

    private readonly double[] _knots;

    private DistributionTable(Func<double, (double Log, double Slope)> density, double mode, double deviation)
    {
        var top = density(mode).Log;
        Low = End(density, mode, -deviation, top);
        High = End(density, mode, deviation, top);
        (Deviation, Step, _knots) = (deviation, (High - Low) / Steps, new double[2 * (Steps + 1)]);
        var (before, slopeBefore, below) = (0.0, 0.0, 0.0);
        for (var i = 0; i <= Steps; i++)
        {
            var (log, slope) = density(Low + (i * Step));
            var value = Math.Exp(log - top);
            slope *= value;
            below += i == 0 ? 0 : (Step / 2 * (before + value)) + (Step * Step / 12 * (slopeBefore - slope));
            (_knots[2 * i], _knots[(2 * i) + 1]) = (below, value * Step);
            (before, slopeBefore) = (value, slope);
        }

        for (var i = 0; i < _knots.Length; i++)
        {
            _knots[i] /= below;
        }

        (CoreLow, CoreHigh) = (Low, High);
        for (var i = 0; i <= Steps; i++)
        {
            CoreLow = _knots[2 * i] < Core ? Low + (i * Step) : CoreLow;
            CoreHigh = _knots[2 * (Steps - i)] > 1 - Core ? High - (i * Step) : CoreHigh;
        }
    }

    /// <summary>The standard normal distribution.</summary>
    public static DistributionTable Normal { get; } = new(x => (-x * x / 2, -x), 0, 1);

    /// <summary>Below it there is nothing.</summary>
    public double Low { get; }

    /// <summary>Above it there is nothing.</summary>
    public double High { get; }

    /// <summary>From here on, and up to <see cref="CoreHigh"/>, there is all but 1e-8 at either end.</summary>
    public double CoreLow { get; }

    /// <summary>See <see cref="CoreLow"/>.</summary>
    public double CoreHigh { get; }

    /// <summary>By the curvature at the mode.</summary>
    public double Deviation { get; }

    /// <summary>ln(x / (1 - x)) of a Beta variable: <c>ln f = α y - (α + β) ln(1 + e^y)</c>, with its mode at ln(α / β) and the curvature αβ / (α + β) there.</summary>
    /// <param name="alpha">First parameter, at least <see cref="LeastShape"/>.</param>
    /// <param name="beta">Second parameter, at least <see cref="LeastShape"/>.</param>
    public static DistributionTable LogOdds(double alpha, double beta)
    {
        return new DistributionTable(Density, Math.Log(alpha / beta), Math.Sqrt((alpha + beta) / (alpha * beta)));

        (double, double) Density(double y)
        {
            // Either side without overflow.
            var e = Math.Exp(-Math.Abs(y));
            var share = (y > 0 ? 1 : e) / (1 + e);
            return ((alpha * y) - ((alpha + beta) * (Math.Max(y, 0) + Math.Log(1 + e))), alpha - ((alpha + beta) * share));
        }
    }

    /// <summary>Width of a step between two knots.</summary>
    public double Step { get; }

    /// <summary>Probability of less than what lies so many steps above <see cref="Low"/>, and the density there, a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Below(double steps, out double density)
    {
        if (!(steps > 0) || steps >= Steps)
        {
            density = 0;
            return steps >= Steps ? 1 : 0;
        }

        var i = (int)steps;
        var d = steps - i;
        ref var knot = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_knots), 2 * i);
        var (f0, g0, f1, g1) = (knot, Unsafe.Add(ref knot, 1), Unsafe.Add(ref knot, 2), Unsafe.Add(ref knot, 3));
        var rise = f1 - f0;
        var c2 = (3 * rise) - (2 * g0) - g1;
        var c3 = g0 + g1 - (2 * rise);
        density = g0 + (d * ((2 * c2) + (3 * d * c3)));
        return f0 + (d * (g0 + (d * (c2 + (d * c3)))));
    }

    // Log-concave: once below, below for good.
    private static double End(Func<double, (double Log, double Slope)> density, double mode, double step, double top)
    {
        var (inside, outside) = (0.0, 1.0);
        while (density(mode + (outside * step)).Log > top - Drop)
        {
            (inside, outside) = (outside, 2 * outside);
        }

        for (var halving = 0; halving < 12; halving++)
        {
            var middle = (inside + outside) / 2;
            (inside, outside) = density(mode + (middle * step)).Log > top - Drop ? (middle, outside) : (inside, middle);
        }

        return mode + (outside * step);
    }
}
