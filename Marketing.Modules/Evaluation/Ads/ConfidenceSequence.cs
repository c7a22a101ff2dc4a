namespace Marketing.Evaluation.Ads;

/// <summary>
/// An interval about a running mean that holds at every look at once, however often one looks (asymptotic confidence sequence: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024, "Time-uniform central limit
/// theory and asymptotic confidence sequences", theorem 2.2): <c>mean ± s sqrt(2 (n ρ² + 1) / (n² ρ²) · ln(sqrt(n ρ² + 1) / α))</c>.
/// </summary>
internal static class ConfidenceSequence
{
    /// <summary>Units at which it is narrowest against other choices of ρ.</summary>
    private const double Best = 500;

    /// <summary>Half the width; infinite with fewer than two units.</summary>
    /// <param name="units">Units, n.</param>
    /// <param name="deviation">Their standard deviation, s.</param>
    /// <param name="alpha">Chance to be wrong at any look, in (0, 1).</param>
    public static double Half(long units, double deviation, double alpha)
    {
        if (units < 2)
        {
            return double.PositiveInfinity;
        }

        var log = -2 * Math.Log(alpha);
        double n = units, rho = (log + Math.Log(log) + 1) / Best;
        return deviation * Math.Sqrt(2 * ((n * rho) + 1) / (n * n * rho) * Math.Log(Math.Sqrt((n * rho) + 1) / alpha));
    }
}
