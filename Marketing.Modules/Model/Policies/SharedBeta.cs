namespace Marketing.Model.Policies;

/// <summary>
/// A Beta prior from the arms themselves, by moments of shares with unequal weights (Kleinman 1973, "Proportions with extraneous
/// variance"): with p the pooled share, w_i = n_i / N and S = Σ w_i (p_i - p)², the correlation within an arm is
/// <c>ρ = (S / p(1-p) - Σ w_i(1-w_i)/n_i) / Σ w_i(1-w_i)(1-1/n_i)</c>, and α + β = 1/ρ - 1.
/// </summary>
internal static class SharedBeta
{
    // Nothing is believed more firmly than a thousand rewards of an arm's own would be, nor less than two.
    private const double Firmest = 1000;
    private const double Loosest = 2;

    /// <summary>Estimates.</summary>
    /// <param name="weights">Rewards of each arm.</param>
    /// <param name="sums">Their sums.</param>
    /// <param name="alpha">Given first parameter: the prior of the pooled share, and what holds until two arms are known.</param>
    /// <param name="beta">Given second parameter.</param>
    /// <returns>Parameters, with the first and second at least <see cref="DistributionTable.LeastShape"/>.</returns>
    public static (double Alpha, double Beta) Estimate(ReadOnlySpan<double> weights, ReadOnlySpan<double> sums, double alpha, double beta)
    {
        var (weight, sum, known) = (0.0, 0.0, 0);
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] >= 1)
            {
                (weight, sum, known) = (weight + weights[i], sum + sums[i], known + 1);
            }
        }

        if (known < 2)
        {
            return (alpha, beta);
        }

        var pooled = (sum + alpha) / (weight + alpha + beta);
        var (spread, noise, room) = (0.0, 0.0, 0.0);
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] >= 1)
            {
                var w = weights[i] / weight;
                var off = (sums[i] / weights[i]) - pooled;
                spread += w * off * off;
                noise += w * (1 - w) / weights[i];
                room += w * (1 - w) * (1 - (1 / weights[i]));
            }
        }

        var correlation = room > 0 ? ((spread / (pooled * (1 - pooled))) - noise) / room : 0;
        var strength = correlation > 0 ? Math.Clamp((1 / correlation) - 1, Loosest, Firmest) : Firmest;

        // The mean is kept where a parameter would be too small.
        strength = Math.Max(strength, DistributionTable.LeastShape / Math.Min(pooled, 1 - pooled));
        return (strength * pooled, strength * (1 - pooled));
    }
}
