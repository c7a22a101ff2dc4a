using System.Buffers;
using System.Runtime.Intrinsics;

namespace Marketing.Tests.Support;

/// <summary>
/// Which rank each of some independent Beta variables has among them: Thompson sampling's probabilities of its choices, in closed form up to
/// quadrature. P(a has rank k) is the integral of f_a(x) P(k - 1 of the others exceed x) dx, where the inner probability is of a Poisson
/// binomial count (Hong 2013), by a recursion from both ends that leaves one out without a division. It is taken in the log odds
/// t = ln(x / (1 - x)), where every Beta density is smooth, log-concave and without poles at its ends, by Gauss-Legendre over panels as
/// narrow as the narrowest variable there. Rounding alone grows with the counts.
/// </summary>
internal static class BetaRanks
{
    // A density is taken for 0 where it is below e^-40 of its mode.
    private const double Drop = 40;

    // Width of a panel at first, in standard deviations of the narrowest variable; the widest beside the poles of the logistic function at t = ±iπ.
    private const double PanelDeviations = 2;
    private const double WidestPanel = 2;

    // Columns add up to 1 to within this, or panels are halved so often.
    private const double Precision = 1e-9;
    private const int Halvings = 5;

    /// <summary>Probability of each variable to have each rank; 0 is the largest.</summary>
    /// <param name="alpha">First parameter of each variable, above 0.</param>
    /// <param name="beta">Second parameter of each variable, above 0.</param>
    /// <param name="ranks">Ranks asked for, from 1 to the number of variables.</param>
    /// <returns>A row a variable, a column a rank, row by row; each column adds up to 1.</returns>
    public static double[] Probabilities(ReadOnlySpan<double> alpha, ReadOnlySpan<double> beta, int ranks)
    {
        var probabilities = new double[checked(alpha.Length * ranks)];
        Fill(alpha, beta, ranks, probabilities);
        return probabilities;
    }

    /// <summary>Writes what <see cref="Probabilities"/> gives.</summary>
    /// <param name="alpha">First parameter of each variable, above 0.</param>
    /// <param name="beta">Second parameter of each variable, above 0.</param>
    /// <param name="ranks">Ranks asked for, from 1 to the number of variables.</param>
    /// <param name="probabilities">Takes variables times ranks values, row by row.</param>
    public static void Fill(ReadOnlySpan<double> alpha, ReadOnlySpan<double> beta, int ranks, Span<double> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(beta.Length, alpha.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(ranks, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ranks, alpha.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(probabilities.Length, alpha.Length * ranks);
        foreach (var parameters in (ReadOnlySpan<double>)[.. alpha, .. beta])
        {
            if (!double.IsFinite(parameters) || parameters <= 0)
            {
                throw new ArgumentOutOfRangeException(nameof(alpha), parameters, "A parameter of a Beta variable must be above 0.");
            }
        }

        var width = PanelDeviations;
        Integrate(alpha, beta, ranks, width, probabilities);
        for (var halving = 0; halving < Halvings && Error(probabilities, ranks) > Precision; halving++)
        {
            width /= 2;
            Integrate(alpha, beta, ranks, width, probabilities);
        }
    }

    private static void Integrate(ReadOnlySpan<double> alpha, ReadOnlySpan<double> beta, int ranks, double width, Span<double> probabilities)
    {
        var arms = alpha.Length;
        var panels = Panels(alpha, beta, width);
        var (densities, below) = (ArrayPool<Vector512<double>>.Shared.Rent(panels.Count * arms), ArrayPool<Vector512<double>>.Shared.Rent(panels.Count * arms));
        var (behind, mass) = (ArrayPool<Vector512<double>>.Shared.Rent((arms + 1) * ranks), ArrayPool<double>.Shared.Rent(arms));
        try
        {
            Densities(alpha, beta, panels, densities, below, mass.AsSpan(0, arms));
            probabilities.Clear();
            for (var panel = 0; panel < panels.Count; panel++)
            {
                var half = (panels[panel].To - panels[panel].From) / 2;
                Add(densities.AsSpan(panel * arms, arms), below.AsSpan(panel * arms, arms), half * GaussLegendre.Weights, mass, ranks, behind, probabilities);
            }
        }
        finally
        {
            ArrayPool<Vector512<double>>.Shared.Return(densities);
            ArrayPool<Vector512<double>>.Shared.Return(below);
            ArrayPool<Vector512<double>>.Shared.Return(behind);
            ArrayPool<double>.Shared.Return(mass);
        }
    }

    // Somebody has each rank: what a column lacks to 1 is the error of the quadrature.
    private static double Error(ReadOnlySpan<double> probabilities, int ranks)
    {
        var largest = 0.0;
        for (var rank = 0; rank < ranks; rank++)
        {
            var sum = 0.0;
            for (var at = rank; at < probabilities.Length; at += ranks)
            {
                sum += probabilities[at];
            }

            largest = Math.Max(largest, Math.Abs(sum - 1));
        }

        return largest;
    }

    // The share of one panel in every integral.
    private static void Add(Span<Vector512<double>> density, Span<Vector512<double>> below, Vector512<double> weights, ReadOnlySpan<double> mass, int ranks, Span<Vector512<double>> behind, Span<double> probabilities)
    {
        var arms = density.Length;
        for (var a = 0; a < arms; a++)
        {
            (density[a], below[a]) = (density[a] / mass[a], Vector512.Clamp(below[a] / mass[a], Vector512<double>.Zero, Vector512<double>.One));
        }

        // How many of the arms from a on exceed, for each a.
        Start(behind.Slice(arms * ranks, ranks));
        for (var a = arms - 1; a >= 0; a--)
        {
            behind.Slice((a + 1) * ranks, ranks).CopyTo(behind.Slice(a * ranks, ranks));
            Join(behind.Slice(a * ranks, ranks), below[a]);
        }

        Span<Vector512<double>> before = ranks <= 64 ? stackalloc Vector512<double>[ranks] : new Vector512<double>[ranks];
        Start(before);
        for (var a = 0; a < arms; a++)
        {
            var share = density[a] * weights;
            var after = behind.Slice((a + 1) * ranks, ranks);
            for (var rank = 0; rank < ranks; rank++)
            {
                var exactly = before[0] * after[rank];
                for (var i = 1; i <= rank; i++)
                {
                    exactly += before[i] * after[rank - i];
                }

                probabilities[(a * ranks) + rank] += Vector512.Sum(share * exactly);
            }

            Join(before, below[a]);
        }
    }

    private static void Start(Span<Vector512<double>> counts)
    {
        counts.Clear();
        counts[0] = Vector512<double>.One;
    }

    // One more arm: it exceeds or it stays below.
    private static void Join(Span<Vector512<double>> counts, Vector512<double> below)
    {
        var above = Vector512<double>.One - below;
        for (var c = counts.Length - 1; c > 0; c--)
        {
            counts[c] = (counts[c] * below) + (counts[c - 1] * above);
        }

        counts[0] *= below;
    }

    // Every density at every node, as a multiple of what it is at its mode, and its integral up to there.
    private static void Densities(ReadOnlySpan<double> alpha, ReadOnlySpan<double> beta, List<(double From, double To)> panels, Span<Vector512<double>> densities, Span<Vector512<double>> below, Span<double> mass)
    {
        mass.Clear();
        var tops = new (double Log, double Other)[alpha.Length];
        for (var a = 0; a < tops.Length; a++)
        {
            tops[a] = Logs(Math.Log(alpha[a] / beta[a]));
        }

        Span<double> first = stackalloc double[GaussLegendre.Nodes], second = stackalloc double[GaussLegendre.Nodes];
        for (var panel = 0; panel < panels.Count; panel++)
        {
            var (half, middle) = ((panels[panel].To - panels[panel].From) / 2, (panels[panel].To + panels[panel].From) / 2);
            for (var node = 0; node < GaussLegendre.Nodes; node++)
            {
                (first[node], second[node]) = Logs(middle + (half * GaussLegendre.Places[node]));
            }

            var (logs, others) = (Vector512.Create<double>(first), Vector512.Create<double>(second));
            for (var a = 0; a < alpha.Length; a++)
            {
                var density = Vector512.Exp((alpha[a] * (logs - Vector512.Create(tops[a].Log))) + (beta[a] * (others - Vector512.Create(tops[a].Other))));
                var upTo = GaussLegendre.UpTo[0] * density[0];
                for (var node = 1; node < GaussLegendre.Nodes; node++)
                {
                    upTo += GaussLegendre.UpTo[node] * density[node];
                }

                densities[(panel * alpha.Length) + a] = density;
                below[(panel * alpha.Length) + a] = (upTo * half) + Vector512.Create(mass[a]);
                mass[a] += half * Vector512.Sum(density * GaussLegendre.Weights);
            }
        }
    }

    // From left to right, each as wide as the narrowest density that is not over yet allows; where none has begun, none.
    private static List<(double From, double To)> Panels(ReadOnlySpan<double> alpha, ReadOnlySpan<double> beta, double width)
    {
        var arms = new (double From, double To, double Deviation)[alpha.Length];
        for (var a = 0; a < arms.Length; a++)
        {
            arms[a] = (Edge(alpha[a], beta[a], -1), Edge(alpha[a], beta[a], 1), Math.Sqrt((1 / alpha[a]) + (1 / beta[a])));
        }

        var panels = new List<(double From, double To)>();
        var at = double.NegativeInfinity;
        while (true)
        {
            var (from, to) = (double.PositiveInfinity, double.PositiveInfinity);
            foreach (var arm in arms)
            {
                if (arm.To > at)
                {
                    var start = Math.Max(at, arm.From);
                    from = Math.Min(from, start);
                    to = Math.Min(to, start + (width * arm.Deviation));
                }
            }

            if (double.IsInfinity(from))
            {
                return panels;
            }

            at = Math.Min(to, from + Math.Max(WidestPanel, Math.Abs(from) / 2));
            panels.Add((from, at));
        }
    }

    // Where a density has dropped far enough, on the side that the sign says: Newton's steps from outside stay outside, as it is log-concave.
    private static double Edge(double alpha, double beta, int side)
    {
        var mode = Math.Log(alpha / beta);
        var (top, otherTop) = Logs(mode);
        // The asymptote of the tail lies above it.
        var t = side * (Drop - (alpha * top) - (beta * otherTop)) / (side < 0 ? alpha : beta);
        for (var step = 0; step < 100; step++)
        {
            var (log, other) = Logs(t);
            var excess = (alpha * (log - top)) + (beta * (other - otherTop)) + Drop;
            var slope = alpha - ((alpha + beta) * Math.Exp(log));
            if (excess >= -0.01 || slope == 0)
            {
                break;
            }

            t -= excess / slope;
        }

        return t;
    }

    // ln of the logistic function and of what it lacks to 1.
    private static (double Log, double Other) Logs(double t)
    {
        var tail = LogOnePlus(Math.Exp(-Math.Abs(t)));
        return t >= 0 ? (-tail, -t - tail) : (t - tail, -tail);
    }

    // ln(1 + x) without the loss of a small x (Goldberg 1991, theorem 4).
    private static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : x * Math.Log(sum) / (sum - 1);
    }
}
