using System.Numerics.Tensors;

namespace Marketing.Model.Choices;

/// <summary>Newton's step for the tastes of one customer, and the covariance that is left there (Laplace's approximation).</summary>
internal sealed class CustomerStep(ChoiceBeliefs beliefs)
{
    private readonly double[] _slope = new double[beliefs.Dimensions];
    private readonly double[] _weighed = new double[beliefs.Products];
    private readonly double[] _precision = new double[beliefs.Dimensions * beliefs.Dimensions];

    /// <summary>Moves the mean and replaces the covariance.</summary>
    /// <param name="scores">What the visits of the customer say.</param>
    /// <param name="mean">Mean of the tastes.</param>
    /// <param name="covariance">Receives their covariance.</param>
    /// <param name="longest">Longest step in a dimension.</param>
    public void Take(CustomerScores scores, Span<double> mean, Span<double> covariance, double longest)
    {
        var n = beliefs.Dimensions;
        for (var k = 0; k < n; k++)
        {
            _slope[k] = TensorPrimitives.Dot<double>(beliefs.Loading[k], scores.Slope) - TensorPrimitives.Dot<double>(beliefs.Precision.AsSpan(k * n, n), mean);
            TensorPrimitives.Multiply(beliefs.Loading[k], scores.Weight, _weighed);
            for (var l = 0; l <= k; l++)
            {
                _precision[(k * n) + l] = beliefs.Precision[(k * n) + l] + TensorPrimitives.Dot<double>(_weighed, beliefs.Loading[l]);
            }
        }

        if (!SmallMatrix.Invert(_precision, n))
        {
            return;
        }

        _precision.CopyTo(covariance);
        for (var k = 0; k < n; k++)
        {
            mean[k] += Math.Clamp(TensorPrimitives.Dot<double>(_precision.AsSpan(k * n, n), _slope), -longest, longest);
        }
    }
}
