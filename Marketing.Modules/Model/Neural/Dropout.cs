using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Marketing.Model.Neural;

/// <summary>
/// Dropout (Srivastava et al. 2014): each number becomes 0 with some probability, and else is scaled so that its mean stays. Which ones, is a hash of
/// key and place, so that the way back leaves out the same without a mask having been kept.
/// </summary>
/// <param name="rate">Probability of becoming 0, in [0, 1).</param>
/// <param name="key">Tells the numbers of one step, shard and place in the network from those of others.</param>
internal readonly struct Dropout(float rate, uint key)
{
    /// <summary>The same rate elsewhere in the network.</summary>
    public Dropout At(uint place) => new(rate, Mix(key + (place * 0x9E3779B9)));

    /// <summary>Whether anything is left out.</summary>
    public bool Leaves => rate > 0;

    /// <summary>x, less what is left out. The same call turns the gradient of the result into that of x.</summary>
    public unsafe void Apply(float* x, float* result, long count)
    {
        if (rate <= 0)
        {
            if (x != result)
            {
                Buffer.MemoryCopy(x, result, count * sizeof(float), count * sizeof(float));
            }

            return;
        }

        var least = (uint)(rate * 4294967296.0);
        var (scale, bar, place) = (Vector512.Create(1 / (1 - rate)), Vector512.Create(least), Vector512<uint>.Indices + Vector512.Create(key));
        long i = 0;
        for (; i <= count - 16; i += 16, place += Vector512.Create(16u))
        {
            var stays = Vector512.GreaterThanOrEqual(Mix(place), bar).AsSingle();
            Vector512.BitwiseAnd(Vector512.Load(x + i) * scale, stays).Store(result + i);
        }

        for (; i < count; i++)
        {
            result[i] = Mix((uint)i + key) >= least ? x[i] / (1 - rate) : 0;
        }
    }

    // The finaliser of MurmurHash3 (Appleby 2011).
    private static uint Mix(uint x)
    {
        x = (x ^ (x >> 16)) * 0x85EBCA6B;
        x = (x ^ (x >> 13)) * 0xC2B2AE35;
        return x ^ (x >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Mix(Vector512<uint> x)
    {
        x = (x ^ Vector512.ShiftRightLogical(x, 16)) * Vector512.Create(0x85EBCA6Bu);
        x = (x ^ Vector512.ShiftRightLogical(x, 13)) * Vector512.Create(0xC2B2AE35u);
        return x ^ Vector512.ShiftRightLogical(x, 16);
    }
}
