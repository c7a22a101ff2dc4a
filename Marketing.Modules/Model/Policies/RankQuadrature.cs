using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Marketing.Model.Policies;

/// <summary>
/// Which rank each of some independent variables has among them, the largest first: P(a has rank j) is the integral of f_a(x) P(j - 1 of
/// the others exceed x) dx, where the inner probability is that of a Poisson binomial count. By Gauss-Legendre over panels that are
/// halved until they are as narrow as the narrowest variable that changes there; panels in which more than enough others lie above are
/// left out. All variables share their nodes, so that the whole costs what one would.
/// </summary>
internal static class RankQuadrature
{
    private const int Nodes = 12;
    private const int Lanes = 4;

    // Panel width in deviations of the narrowest variable in it.
    private const double Widest = 2.5;
    private const int Deepest = 60;
    private const double Negligible = 1e-14;

    private static readonly double[] _weights = new double[Nodes];
    private static readonly double[] _places = Rule(_weights);

    /// <summary>Probabilities of the first ranks.</summary>
    /// <param name="variables">The variables.</param>
    /// <param name="ranks">Ranks, at least 1.</param>
    /// <param name="probabilities">Takes a row a rank, in it one a variable; rows beyond the number of variables have 0.</param>
    public static void Fill(ReadOnlySpan<Marginal> variables, int ranks, Span<double> probabilities)
    {
        var count = variables.Length;
        probabilities.Clear();
        if (count <= 1)
        {
            probabilities[..count].Fill(1);
            return;
        }

        ranks = Math.Min(ranks, count);
        var (numbers, places) = (ArrayPool<double>.Shared.Rent((2 * Nodes * count) + ((1 + (2 * Lanes)) * (ranks + 1))), ArrayPool<int>.Shared.Rent(count));
        try
        {
            var lows = numbers.AsSpan(0, count);
            var high = double.NegativeInfinity;
            for (var i = 0; i < count; i++)
            {
                lows[i] = variables[i].Low;
                high = Math.Max(high, variables[i].High);
            }

            // Below the rank-th largest of the lower ends, as many surely lie above.
            lows.Sort();
            var work = new Work(variables, ranks, probabilities, numbers, places);
            work.Panel(lows[count - ranks], high, 0);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(numbers);
            ArrayPool<int>.Shared.Return(places);
        }
    }

    private ref struct Work(ReadOnlySpan<Marginal> variables, int ranks, Span<double> probabilities, double[] numbers, int[] active)
    {
        private readonly ReadOnlySpan<Marginal> _variables = variables;
        private readonly Span<double> _probabilities = probabilities;
        private readonly Span<double> _below = numbers.AsSpan(0, Nodes * variables.Length);
        private readonly Span<double> _density = numbers.AsSpan(Nodes * variables.Length, Nodes * variables.Length);
        private readonly Span<double> _above = numbers.AsSpan(2 * Nodes * variables.Length, ranks + 1);
        private readonly Span<Vector256<double>> _counts = MemoryMarshal.Cast<double, Vector256<double>>(numbers.AsSpan((2 * Nodes * variables.Length) + ranks + 1, 2 * Lanes * ranks));

        public void Panel(double left, double right, int depth)
        {
            var (count, surely, narrowest) = (0, 0, double.PositiveInfinity);
            for (var i = 0; i < _variables.Length; i++)
            {
                ref readonly var one = ref _variables[i];
                if (one.High <= left)
                {
                    continue;
                }

                if (one.Low >= right)
                {
                    surely++;
                    continue;
                }

                active[count++] = i;
                narrowest = one.CoreLow < right && one.CoreHigh > left ? Math.Min(narrowest, one.Deviation) : narrowest;
            }

            if (count == 0 || surely >= ranks || TooManyAbove(right, surely, count))
            {
                return;
            }

            var middle = (left + right) / 2;
            if (right - left <= Widest * narrowest || depth == Deepest || middle <= left || middle >= right)
            {
                Integrate(left, right, surely, count);
                return;
            }

            Panel(left, middle, depth + 1);
            Panel(middle, right, depth + 1);
        }

        // Whoever lies in the panel has a rank beyond those asked for unless at most so many lie above its end.
        private readonly bool TooManyAbove(double right, int surely, int count)
        {
            _above.Clear();
            _above[surely] = 1;
            for (var at = 0; at < count; at++)
            {
                Join(_above, _variables[active[at]].Below(right, out _));
            }

            var sum = 0.0;
            foreach (var term in _above)
            {
                sum += term;
            }

            return sum < Negligible;
        }

        private readonly void Integrate(double left, double right, int surely, int count)
        {
            var (half, middle) = ((right - left) / 2, (right + left) / 2);
            for (var at = 0; at < count; at++)
            {
                ref readonly var one = ref _variables[active[at]];
                for (var q = 0; q < Nodes; q++)
                {
                    _below[(at * Nodes) + q] = one.Below(middle + (half * _places[q]), out _density[(at * Nodes) + q]);
                }
            }

            Add(half, surely, count);
        }

        // Some nodes side by side.
        private readonly void Add(double half, int surely, int count)
        {
            var below = MemoryMarshal.Cast<double, Vector256<double>>(_below);
            var density = MemoryMarshal.Cast<double, Vector256<double>>(_density);
            for (var lane = 0; lane < Nodes / Lanes; lane++)
            {
                var weight = half * Vector256.LoadUnsafe(ref _weights[lane * Lanes]);
                if (ranks == 1)
                {
                    First(below[lane..], density[lane..], weight, count);
                }
                else
                {
                    Ranks(below[lane..], density[lane..], weight, surely, count);
                }
            }
        }

        private readonly void First(ReadOnlySpan<Vector256<double>> below, ReadOnlySpan<Vector256<double>> density, Vector256<double> weight, int count)
        {
            for (var at = 0; at < count; at++)
            {
                weight *= below[at * (Nodes / Lanes)];
            }

            // Where nothing lies below there is no density either.
            var least = Vector256.Create(1e-200);
            for (var at = 0; at < count; at++)
            {
                var own = at * (Nodes / Lanes);
                _probabilities[active[at]] += Vector256.Sum(density[own] * (weight / Vector256.Max(below[own], least)));
            }
        }

        private readonly void Ranks(ReadOnlySpan<Vector256<double>> below, ReadOnlySpan<Vector256<double>> density, Vector256<double> weight, int surely, int count)
        {
            var all = _counts[..ranks];
            var others = _counts[ranks..];
            Count(all, below, surely, count, without: -1);
            for (var at = 0; at < count; at++)
            {
                var (own, share) = (below[at * (Nodes / Lanes)], weight * density[at * (Nodes / Lanes)]);
                if (share == Vector256<double>.Zero)
                {
                    continue;
                }

                if (Vector256.LessThanAny(own, Vector256.Create(0.5)))
                {
                    Count(others, below, surely, count, at);
                }
                else
                {
                    // Leaving one out is a division of polynomials, stable from this side.
                    others[0] = all[0] / own;
                    for (var j = 1; j < ranks; j++)
                    {
                        others[j] = (all[j] - ((Vector256<double>.One - own) * others[j - 1])) / own;
                    }
                }

                for (var j = 0; j < ranks; j++)
                {
                    _probabilities[(j * _variables.Length) + active[at]] += Vector256.Sum(share * Vector256.Max(Vector256<double>.Zero, others[j]));
                }
            }
        }

        // How many lie above: Poisson binomial counts.
        private static void Count(Span<Vector256<double>> counts, ReadOnlySpan<Vector256<double>> below, int surely, int count, int without)
        {
            counts.Clear();
            counts[surely] = Vector256<double>.One;
            for (var at = 0; at < count; at++)
            {
                if (at != without)
                {
                    var (own, above) = (below[at * (Nodes / Lanes)], Vector256<double>.One - below[at * (Nodes / Lanes)]);
                    for (var j = counts.Length - 1; j > 0; j--)
                    {
                        counts[j] = (counts[j] * own) + (counts[j - 1] * above);
                    }

                    counts[0] *= own;
                }
            }
        }

        // One more variable that lies below with a probability: Poisson binomial count, cut at its length.
        private static void Join(Span<double> counts, double below)
        {
            for (var j = counts.Length - 1; j > 0; j--)
            {
                counts[j] = (counts[j] * below) + (counts[j - 1] * (1 - below));
            }

            counts[0] *= below;
        }
    }

    // Nodes and weights of Gauss-Legendre by Newton's method on the polynomial (Davis and Rabinowitz 1984, sec. 2.7).
    private static double[] Rule(double[] weights)
    {
        var places = new double[Nodes];
        for (var i = 0; i < Nodes; i++)
        {
            var x = Math.Cos(Math.PI * (i + 0.75) / (Nodes + 0.5));
            var slope = 0.0;
            for (var step = 0; step < 20; step++)
            {
                var (before, now) = (1.0, x);
                for (var degree = 2; degree <= Nodes; degree++)
                {
                    (before, now) = (now, (((2 * degree) - 1) * x * now - ((degree - 1) * before)) / degree);
                }

                slope = Nodes * ((x * now) - before) / ((x * x) - 1);
                x -= now / slope;
            }

            (places[i], weights[i]) = (x, 2 / ((1 - (x * x)) * slope * slope));
        }

        return places;
    }
}
