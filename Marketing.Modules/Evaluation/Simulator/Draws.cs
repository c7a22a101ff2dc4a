using Marketing.Kernel.Numerics;

namespace Marketing.Evaluation.Simulator;

/// <summary>What chance brings, by what it is about: the same seed, customer, day and purpose give the same number whatever a policy did before, so that policies are compared on the same luck.</summary>
/// <param name="seed">Seed of the world.</param>
internal readonly struct Draws(long seed)
{
    private readonly ulong _seed = StableHash.Add(StableHash.Start, seed);

    /// <summary>Uniform in [0, 1).</summary>
    /// <param name="purpose">What for.</param>
    /// <param name="who">A customer or product.</param>
    /// <param name="day">A day, or which of several.</param>
    public double Uniform(Purpose purpose, int who, int day)
    {
        var state = StableHash.Add(StableHash.Add(StableHash.Add(_seed, (long)purpose), who), day);
        return (SeededRandom.SplitMix(ref state) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>A stream of its own.</summary>
    public SeededRandom Stream(Purpose purpose, int who) => new(StableHash.Add(StableHash.Add(_seed, (long)purpose), who));

    /// <summary>Normal with mean 0 and deviation 1 (Box and Muller 1958).</summary>
    public static double Normal(SeededRandom random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Gamma with a shape and mean 1 (Marsaglia and Tsang 2000; below 1 by their remark in section 6).</summary>
    public static double Gamma(SeededRandom random, double shape)
    {
        var lifted = shape < 1 ? shape + 1 : shape;
        var d = lifted - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal(random);
            var v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v * (shape < 1 ? Math.Pow(1 - random.NextDouble(), 1 / shape) : 1) / shape;
            }
        }
    }
}

/// <summary>What chance is asked for.</summary>
internal enum Purpose
{
    Product = 1,
    Customer,
    Visit,
    MessageVisit,
    AdvertisementVisit,
    Choice,
    Further,
    Click,
    Look,
    Unsubscribe,
    Leave,
    Return,
    Policy,
}
