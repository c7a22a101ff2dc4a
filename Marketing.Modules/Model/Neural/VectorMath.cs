using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Marketing.Model.Neural;

/// <summary>Functions of vectors of 32-bit numbers.</summary>
internal static class VectorMath
{
    /// <summary>1 / sqrt(2 pi).</summary>
    private const float Density = 0.3989422804f;

    private const float HalfRoot = 0.7071067812f;

    /// <summary>
    /// e to the power of each x: 2 to a whole power times a polynomial for the rest within half a binary order, with the coefficients of Cephes' expf
    /// (Moshier); relative error below 2e-7. Below -87 it is 0 or next to it, above 88 it is the greatest power that there is.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        x = Vector512.Min(Vector512.Max(x, Vector512.Create(-87.3f)), Vector512.Create(88.3f));
        var n = Vector512.Round(x * Vector512.Create(1.44269504f));
        var r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-0.693359375f), x);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(2.12194440e-4f), r);
        var p = Vector512.MultiplyAddEstimate(Vector512.Create(1.9875691500e-4f), r, Vector512.Create(1.3981999507e-3f));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(5.0000001201e-1f));
        p = Vector512.MultiplyAddEstimate(p, r * r, r + Vector512<float>.One);
        var power = Vector512.ShiftLeft(Vector512.ConvertToInt32(n) + Vector512.Create(127), 23).AsSingle();
        return p * power;
    }

    /// <summary>
    /// The normal distribution function of each x, and its density, by the error function of Abramowitz and Stegun (1964), 7.1.26; absolute error below 2e-7.
    /// </summary>
    /// <param name="x">Values.</param>
    /// <param name="density">Receives the density.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Normal(Vector512<float> x, out Vector512<float> density)
    {
        var size = Vector512.Abs(x) * Vector512.Create(HalfRoot);
        var fall = Exp(-(size * size));
        var t = Vector512<float>.One / Vector512.MultiplyAddEstimate(size, Vector512.Create(0.3275911f), Vector512<float>.One);
        var p = Vector512.MultiplyAddEstimate(t, Vector512.Create(1.061405429f), Vector512.Create(-1.453152027f));
        p = Vector512.MultiplyAddEstimate(p, t, Vector512.Create(1.421413741f));
        p = Vector512.MultiplyAddEstimate(p, t, Vector512.Create(-0.284496736f));
        p = Vector512.MultiplyAddEstimate(p, t, Vector512.Create(0.254829592f));

        // Half of 1 - erf(|x|), which is the part beyond x on its side.
        var beyond = p * t * fall * Vector512.Create(0.5f);
        density = fall * Vector512.Create(Density);
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), beyond, Vector512<float>.One - beyond);
    }

    /// <summary>
    /// Turns logits into shares of their exponentials in place.
    /// </summary>
    /// <param name="x">Logits; receives e^(x - max), not divided yet.</param>
    /// <param name="count">How many.</param>
    /// <param name="max">Receives the greatest.</param>
    /// <returns>The sum of the exponentials.</returns>
    public static unsafe float ExpSum(float* x, int count, out float max)
    {
        var (i, most) = (0, Vector512.Create(float.NegativeInfinity));
        for (; i <= count - 16; i += 16)
        {
            most = Vector512.Max(most, Vector512.Load(x + i));
        }

        max = float.NegativeInfinity;
        for (var lane = 0; lane < 16; lane++)
        {
            max = Math.Max(max, most[lane]);
        }

        for (; i < count; i++)
        {
            max = Math.Max(max, x[i]);
        }

        var (sums, top, sum) = (Vector512<float>.Zero, Vector512.Create(max), 0f);
        for (i = 0; i <= count - 16; i += 16)
        {
            var e = Exp(Vector512.Load(x + i) - top);
            e.Store(x + i);
            sums += e;
        }

        if (i < count)
        {
            var rest = stackalloc float[16];
            for (var lane = 0; lane < 16; lane++)
            {
                rest[lane] = i + lane < count ? x[i + lane] - max : 0;
            }

            Exp(Vector512.Load(rest)).Store(rest);
            for (var lane = 0; i + lane < count; lane++)
            {
                x[i + lane] = rest[lane];
                sum += rest[lane];
            }
        }

        return sum + Vector512.Sum(sums);
    }
}
