namespace Marketing.Model.Neural;

/// <summary>
/// Likelihood of an amount that is often 0 and else has a long tail: zero-inflated log-normal (Wang, Liu and Miao 2019, eq. 6 to 8), with the logit of
/// the share above 0, the mean of the logarithm, and what its deviation is the softplus of. The deviation is held to [<see cref="Least"/>, <see cref="Most"/>].
/// </summary>
internal static unsafe class SpendLoss
{
    /// <summary>Outputs of a network for one amount.</summary>
    public const int Outputs = 3;

    /// <summary>Least deviation of the logarithm: at 0, one amount would be infinitely likely.</summary>
    public const double Least = 1e-3;

    /// <summary>
    /// Largest deviation of the logarithm. The mean of a log-normal is e^(σ²/2) times its median, 90 times at 3: beyond, the mean foretold would be that of
    /// amounts that nobody has spent. Amounts of shops have deviations of about 1.
    /// </summary>
    public const double Most = 3;

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

        // At its upper bound, the deviation may only go back.
        var slope = sigma < Most || apart * apart < 1 ? HazardLoss.Sigmoid(outputs[2]) : 0;
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

    /// <summary>Deviation of the logarithm, in [<see cref="Least"/>, <see cref="Most"/>].</summary>
    public static double Deviation(float output) => Math.Min(HazardLoss.Softplus(output) + Least, Most);
}
