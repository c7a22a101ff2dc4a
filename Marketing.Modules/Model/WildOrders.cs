using System.Numerics.Tensors;

namespace Marketing.Model;

/// <summary>
/// Orders by the lorry, or typed with too many zeros: a day counts as at most ten times what a good day brings, since more says little of the days to come. Of a product with few days of sale, a good
/// day is one of a product that sells better than nearly all.
/// </summary>
public static class WildOrders
{
    private const int FewestDays = 20;
    private const double Usual = 0.95;
    private const int Wild = 10;

    /// <summary>Cuts the days of several products, in place.</summary>
    /// <param name="values">Units of each day of each product, 0 or more.</param>
    public static void Tame(IReadOnlyList<float[]> values)
    {
        float[] good = [.. values.Select(Good)];
        float[] known = [.. good.Where(units => units > 0).Order()];
        var best = known.Length == 0 ? float.MaxValue / Wild : known[(int)(Usual * (known.Length - 1))];
        for (var i = 0; i < good.Length; i++)
        {
            TensorPrimitives.Min(values[i], Wild * (good[i] > 0 ? good[i] : best), values[i]);
        }
    }

    // What a good day brings; 0 where too few days say it.
    private static float Good(float[] values)
    {
        var sold = Array.FindAll(values, units => units > 0);
        Array.Sort(sold);
        return sold.Length < FewestDays ? 0 : sold[(int)(Usual * (sold.Length - 1))];
    }
}
