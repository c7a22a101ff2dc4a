namespace Marketing.Model.Neural;

/// <summary>
/// Half of the Tweedie deviance of an amount that is often 0, less what does not depend on the mean, with the logarithm of the mean as the network's output (Jørgensen 1997, sec. 4.1; as a loss of
/// gradients Yang, Qian and Zou 2018, eq. 7). At a power of 1 it is the likelihood of Poisson, at 2 that of the exponential distribution; between, sums of amounts that come by chance.
/// </summary>
internal static class TweedieLoss
{
    /// <summary>Greatest and least logarithm of a mean: beyond, its exponential is lost in 32 bits.</summary>
    public const float Bound = 30;

    /// <summary>Loss of one row.</summary>
    /// <param name="output">Logarithm of the mean; receives its gradient, which is 0 beyond <see cref="Bound"/>.</param>
    /// <param name="amount">The amount, at least 0.</param>
    /// <param name="power">Power of the variance function, above 1 and below 2.</param>
    /// <param name="scale">What loss and gradient are multiplied with.</param>
    /// <returns>Loss, times the scale; least where the mean is the amount.</returns>
    public static double Row(ref float output, double amount, double power, float scale)
    {
        var log = (double)Math.Clamp(output, -Bound, Bound);
        var (low, high) = (amount * Math.Exp((1 - power) * log), Math.Exp((2 - power) * log));
        output = Math.Abs(output) > Bound ? 0 : (float)(scale * (high - low));
        return scale * ((high / (2 - power)) + (low / (power - 1)));
    }
}
