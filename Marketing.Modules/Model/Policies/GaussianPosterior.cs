using System.Numerics.Tensors;

namespace Marketing.Model.Policies;

/// <summary>A normal posterior of coefficients, ready to be asked.</summary>
/// <param name="factor">Cholesky factor of the precision, packed.</param>
/// <param name="inverse">Inverse of the precision, packed.</param>
/// <param name="mean">Mean.</param>
internal sealed class GaussianPosterior(double[] factor, double[] inverse, double[] mean)
{
    public double[] Inverse => inverse;

    public double[] Mean => mean;

    /// <summary>Precision λ I + g S, and mean (λ I + g S)⁻¹ (λ m₀ + g b).</summary>
    /// <param name="arm">S and b.</param>
    /// <param name="left">What is left of them, g.</param>
    /// <param name="lambda">Precision of the prior, λ.</param>
    /// <param name="prior">Its mean, m₀.</param>
    public static GaussianPosterior Of(GaussianArm arm, double left, double lambda, ReadOnlySpan<double> prior)
    {
        var d = prior.Length;
        var (factor, inverse) = (new double[Packed.Size(d)], new double[Packed.Size(d)]);
        Packed.Factor(arm.S, left, lambda, factor, d);
        double[] work = [.. factor];
        Packed.Invert(work, inverse, d);
        return new GaussianPosterior(factor, inverse, Center(arm, left, lambda, prior, factor));
    }

    /// <summary>The same precision around another prior.</summary>
    public GaussianPosterior Around(GaussianArm arm, double left, double lambda, ReadOnlySpan<double> prior) => new(factor, inverse, Center(arm, left, lambda, prior, factor));

    // By the two triangles of the factor, which lose less to rounding than the inverse does (Higham 2002, sec. 14.1).
    private static double[] Center(GaussianArm arm, double left, double lambda, ReadOnlySpan<double> prior, double[] factor)
    {
        var mean = new double[prior.Length];
        TensorPrimitives.Multiply(prior, lambda, mean);
        TensorPrimitives.MultiplyAdd(arm.B, left, mean, mean);
        Packed.Forward(factor, mean, mean);
        Packed.Backward(factor, mean);
        return mean;
    }
}
