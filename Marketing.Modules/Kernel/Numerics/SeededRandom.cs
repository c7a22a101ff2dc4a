using System.Numerics;

namespace Marketing.Kernel.Numerics;

/// <summary>
/// xoshiro256** (Blackman and Vigna 2021), seeded by SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine and
/// in every version of the runtime. Not safe for several threads.
/// </summary>
internal sealed class SeededRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    public SeededRandom(ulong seed)
        : this(SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed))
    {
    }

    internal SeededRandom(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    /// <summary>64 uniform bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, n) without bias (Lemire 2019, alg. 5); n above 0.</summary>
    public int NextInt(int n)
    {
        var product = (NextUInt64() >> 32) * (ulong)n;
        if ((uint)product < (uint)n)
        {
            var threshold = (uint)(-n) % (uint)n;
            while ((uint)product < threshold)
            {
                product = (NextUInt64() >> 32) * (ulong)n;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>Uniform in [0, 1) with 53 bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The next output of SplitMix64; advances the state.</summary>
    internal static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
