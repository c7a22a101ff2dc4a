using System.Numerics.Tensors;

namespace Marketing.Model.Policies;

/// <summary>A normal posterior of coefficients, ready to be asked.</summary>
/// <param name="inverse">Inverse of the precision, packed.</param>
/// <param name="mean">Mean.</param>
internal sealed class GaussianPosterior(double[] inverse, double[] mean)
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
        Packed.Invert(factor, inverse, d);
        return new GaussianPosterior(inverse, Center(arm, left, lambda, prior, inverse));
    }

    /// <summary>The same precision around another prior.</summary>
    public GaussianPosterior Around(GaussianArm arm, double left, double lambda, ReadOnlySpan<double> prior) => new(inverse, Center(arm, left, lambda, prior, inverse));

    private static double[] Center(GaussianArm arm, double left, double lambda, ReadOnlySpan<double> prior, double[] inverse)
    {
        var (weighted, mean) = (new double[prior.Length], new double[prior.Length]);
        TensorPrimitives.Multiply(prior, lambda, weighted);
        TensorPrimitives.MultiplyAdd(arm.B, left, weighted, weighted);
        Packed.Multiply(inverse, weighted, mean);
        return mean;
    }
}
