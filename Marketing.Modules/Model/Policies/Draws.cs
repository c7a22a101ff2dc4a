using Marketing.Kernel.Numerics;

namespace Marketing.Model.Policies;

/// <summary>Random variables.</summary>
internal static class Draws
{
    /// <summary>Standard normal (Marsaglia and Bray 1964, the polar method; the second of the pair is not kept).</summary>
    public static double Normal(SeededRandom random)
    {
        while (true)
        {
            var (u, v) = ((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1);
            var s = (u * u) + (v * v);
            if (s is > 0 and < 1)
            {
                return u * Math.Sqrt(-2 * Math.Log(s) / s);
            }
        }
    }

    /// <summary>Gamma with scale 1 (Marsaglia and Tsang 2000, sec. 3; below 1 by their boost in sec. 6).</summary>
    public static double Gamma(double shape, SeededRandom random)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1, random) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal(random);
            var v = 1 + (c * x);
            if (v > 0)
            {
                v = v * v * v;
                if (Math.Log(1 - random.NextDouble()) < (x * x / 2) + d - (d * v) + (d * Math.Log(v)))
                {
                    return d * v;
                }
            }
        }
    }

    /// <summary>x / (1 - x) of a Beta variable: it orders them without meeting 1.</summary>
    public static double Odds(double alpha, double beta, SeededRandom random) => Gamma(alpha, random) / Gamma(beta, random);

    /// <summary>Some of n without repetition, every order alike (Fisher and Yates, from the front).</summary>
    /// <param name="n">How many there are.</param>
    /// <param name="random">Randomness.</param>
    /// <param name="places">Takes them; no longer than n.</param>
    public static void Some(int n, SeededRandom random, Span<int> places)
    {
        var all = n <= 256 ? stackalloc int[n] : new int[n];
        for (var i = 0; i < n; i++)
        {
            all[i] = i;
        }

        for (var i = 0; i < places.Length; i++)
        {
            var other = i + random.NextInt(n - i);
            (places[i], all[other]) = (all[other], all[i]);
        }
    }
}
