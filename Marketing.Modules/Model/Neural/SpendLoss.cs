namespace Marketing.Model.Neural;

/// <summary>
/// Likelihood of an amount that is often 0 and else has a long tail: zero-inflated log-normal (Wang, Liu and Miao 2019, eq. 6 to 8), with the logit of
/// the share above 0, the mean of the logarithm, and what its deviation is the softplus of.
/// </summary>
internal static unsafe class SpendLoss
{
    /// <summary>Outputs of a network for one amount.</summary>
    public const int Outputs = 3;

    // A deviation of 0 would make one amount infinitely likely.
    private const double Least = 1e-3;

    /// <summary>Loss of one row.</summary>
    /// <param name="outputs">Three outputs; receive their gradients.</param>
    /// <param name="amount">The amount, at least 0.</param>
    /// <param name="scale">What loss and gradients are multiplied with.</param>
    /// <returns>Loss in nats, times the scale.</returns>
    public static double Row(float* outputs, double amount, float scale)
    {
        var share = outputs[0];
        if (amount <= 0)
        {
            (outputs[0], outputs[1], outputs[2]) = (scale * HazardLoss.Sigmoid(share), 0, 0);
            return scale * HazardLoss.Softplus(share);
        }

        var sigma = Deviation(outputs[2]);
        var apart = (Math.Log(amount) - outputs[1]) / sigma;
        var loss = HazardLoss.Softplus(-share) + Math.Log(amount) + Math.Log(sigma) + (0.5 * Math.Log(2 * Math.PI)) + (0.5 * apart * apart);
        var slope = HazardLoss.Sigmoid(outputs[2]);
        outputs[0] = scale * (HazardLoss.Sigmoid(share) - 1);
        outputs[1] = (float)(-scale * apart / sigma);
        outputs[2] = (float)(scale * (1 - (apart * apart)) / sigma * slope);
        return scale * loss;
    }

    /// <summary>Share above 0 times the mean of the log-normal.</summary>
    /// <param name="outputs">Three outputs.</param>
    public static double Mean(ReadOnlySpan<float> outputs)
    {
        var sigma = Deviation(outputs[2]);
        return HazardLoss.Sigmoid(outputs[0]) * Math.Exp(outputs[1] + (0.5 * sigma * sigma));
    }

    /// <summary>Deviation of the logarithm.</summary>
    public static double Deviation(float output) => HazardLoss.Softplus(output) + Least;
}
