using System.Numerics.Tensors;

namespace Marketing.Model.Policies;

/// <summary>
/// One reward of 0 or 1 learned by Laplace's approximation: the mode of posterior times likelihood moves along the covariance times x
/// alone, so that it is found in one number, z = xᵀ θ, from <c>z = xᵀ m + xᵀ A⁻¹ x (y - σ(z))</c>; the precision gains
/// <c>σ'(z) x xᵀ</c> (MacKay 1992; Chapelle and Li 2011, alg. 3, reward by reward and with all of the covariance).
/// </summary>
internal static class LogisticStep
{
    /// <summary>The step.</summary>
    /// <param name="arm">What was learned before.</param>
    /// <param name="lambda">Precision of the prior.</param>
    /// <param name="prior">Its mean.</param>
    /// <param name="x">Context.</param>
    /// <param name="y">0 or 1.</param>
    /// <returns>What S gains times x xᵀ, and b times x: <c>σ'(z)</c> and <c>σ'(z) z + y - σ(z)</c>.</returns>
    public static (double Curvature, double Response) Of(GaussianArm arm, double lambda, ReadOnlySpan<double> prior, ReadOnlySpan<double> x, double y)
    {
        var (factor, weighted, along) = (new double[Packed.Size(x.Length)], new double[x.Length], new double[x.Length]);
        Packed.Factor(arm.S, 1, lambda, factor, x.Length);
        TensorPrimitives.MultiplyAdd(prior, lambda, arm.B, weighted);
        Packed.Forward(factor, x, along);
        Packed.Forward(factor, weighted, weighted);
        var (mean, doubt) = (TensorPrimitives.Dot<double>(along, weighted), TensorPrimitives.Dot<double>(along, along));
        var z = Mode(mean, doubt, y);
        var p = Logistic(z);
        return (p * (1 - p), (p * (1 - p) * z) + y - p);
    }

    /// <summary>Mean of a posterior.</summary>
    public static double[] Mean(GaussianArm arm, double left, double lambda, ReadOnlySpan<double> prior)
    {
        var (factor, mean) = (new double[Packed.Size(prior.Length)], new double[prior.Length]);
        Packed.Factor(arm.S, left, lambda, factor, prior.Length);
        TensorPrimitives.Multiply(prior, lambda, mean);
        TensorPrimitives.MultiplyAdd(arm.B, left, mean, mean);
        Packed.Forward(factor, mean, mean);
        Packed.Backward(factor, mean);
        return mean;
    }

    /// <summary>Mean of the logistic function of a normal variable (MacKay 1992, eq. 10, the moderated output).</summary>
    public static double Expected(double mean, double deviation) => Logistic(mean / Math.Sqrt(1 + (Math.PI * deviation * deviation / 8)));

    public static double Logistic(double z) => 1 / (1 + Math.Exp(-z));

    // z - doubt (y - σ(z)) rises from below 0 to above 0 between the mean and the farthest that it can be pulled; bisected where Newton's step leaves that.
    private static double Mode(double mean, double doubt, double y)
    {
        var (low, high) = (mean - (doubt * (1 - y)), mean + (doubt * y));
        var z = (low + high) / 2;
        for (var step = 0; step < 100 && high - low > 1e-13 * (1 + Math.Abs(z)); step++)
        {
            var p = Logistic(z);
            var gap = z - mean - (doubt * (y - p));
            (low, high) = gap > 0 ? (low, z) : (z, high);
            var next = z - (gap / (1 + (doubt * p * (1 - p))));
            if (next == z)
            {
                return z;
            }

            z = next > low && next < high ? next : (low + high) / 2;
        }

        return z;
    }
}
