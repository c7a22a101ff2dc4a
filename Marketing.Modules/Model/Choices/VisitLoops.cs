using System.Numerics;
using System.Runtime.InteropServices;

namespace Marketing.Model.Choices;

/// <summary>The loops over all products that each visit takes, each in one go over memory.</summary>
internal static class VisitLoops
{
    /// <summary><c>product = a · b</c> for two pairs.</summary>
    /// <returns>Sum of the second product.</returns>
    public static double Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> product, ReadOnlySpan<double> c, ReadOnlySpan<double> d, Span<double> second)
    {
        var va = Cast(a);
        var vb = Cast(b)[..va.Length];
        var vc = Cast(c)[..va.Length];
        var vd = Cast(d)[..va.Length];
        var first = Cast(product)[..va.Length];
        var other = Cast(second)[..va.Length];
        var sums = Vector<double>.Zero;
        for (var i = 0; i < first.Length; i++)
        {
            first[i] = va[i] * vb[i];
            other[i] = vc[i] * vd[i];
            sums += other[i];
        }

        var sum = Vector.Sum(sums);
        for (var i = first.Length * Vector<double>.Count; i < product.Length; i++)
        {
            product[i] = a[i] * b[i];
            second[i] = c[i] * d[i];
            sum += second[i];
        }

        return sum;
    }

    /// <summary><c>odds = factor · a · b</c>.</summary>
    /// <returns>Sum of the odds.</returns>
    public static double Odds(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double factor, Span<double> odds)
    {
        var va = Cast(a);
        var vb = Cast(b)[..va.Length];
        var vo = Cast(odds)[..va.Length];
        var (f, sums) = (new Vector<double>(factor), Vector<double>.Zero);
        for (var i = 0; i < vo.Length; i++)
        {
            vo[i] = f * va[i] * vb[i];
            sums += vo[i];
        }

        var sum = Vector.Sum(sums);
        for (var i = vo.Length * Vector<double>.Count; i < odds.Length; i++)
        {
            odds[i] = factor * a[i] * b[i];
            sum += odds[i];
        }

        return sum;
    }

    /// <summary><c>weight = curved · odds</c> and <c>odds = falls · odds + rises · search</c>.</summary>
    public static void Derive(Span<double> odds, ReadOnlySpan<double> search, double curved, double falls, double rises, Span<double> weight)
    {
        var vo = Cast(odds);
        var vs = Cast(search)[..vo.Length];
        var vw = Cast(weight)[..vo.Length];
        var (c, f, r) = (new Vector<double>(curved), new Vector<double>(falls), new Vector<double>(rises));
        for (var i = 0; i < vo.Length; i++)
        {
            vw[i] = c * vo[i];
            vo[i] = (f * vo[i]) + (r * vs[i]);
        }

        for (var i = vo.Length * Vector<double>.Count; i < odds.Length; i++)
        {
            weight[i] = curved * odds[i];
            odds[i] = (falls * odds[i]) + (rises * search[i]);
        }
    }

    /// <summary>Adds to the sums of the day as it is, and to those of the customer times a share.</summary>
    public static void Accumulate(ReadOnlySpan<double> value, double share, Span<double> day, Span<double> customer)
    {
        var v = Cast(value);
        var d = Cast(day)[..v.Length];
        var c = Cast(customer)[..v.Length];
        var s = new Vector<double>(share);
        for (var i = 0; i < v.Length; i++)
        {
            d[i] += v[i];
            c[i] += s * v[i];
        }

        for (var i = v.Length * Vector<double>.Count; i < value.Length; i++)
        {
            day[i] += value[i];
            customer[i] += share * value[i];
        }
    }

    private static Span<Vector<double>> Cast(Span<double> values) => MemoryMarshal.Cast<double, Vector<double>>(values);

    private static ReadOnlySpan<Vector<double>> Cast(ReadOnlySpan<double> values) => MemoryMarshal.Cast<double, Vector<double>>(values);
}
