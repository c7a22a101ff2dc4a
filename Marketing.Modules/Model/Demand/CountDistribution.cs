using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Marketing.Model.Demand;

/// <summary>Counts of a given mean and variance: negative binomial (gamma-Poisson: Greenwood and Yule 1920), or Poisson where the variance is not above the mean.</summary>
internal static class CountDistribution
{
    // Above this the normal distribution is as good, and the functions slow.
    private const double Many = 1e7;

    /// <summary>Probability of at most so many.</summary>
    /// <param name="count">A whole number; below 0 the probability is 0.</param>
    /// <param name="mean">Mean, above 0.</param>
    /// <param name="variance">Variance, above 0.</param>
    public static double AtMost(double count, double mean, double variance)
    {
        if (count < 0)
        {
            return 0;
        }

        if (mean > Many)
        {
            return (1 + SpecialFunctions.Erf((count + 0.5 - mean) / Math.Sqrt(2 * Math.Max(variance, mean)))) / 2;
        }

        if (variance <= mean * (1 + 1e-9))
        {
            return SpecialFunctions.GammaUpperRegularized(count + 1, mean);
        }

        var size = mean * mean / (variance - mean);
        return SpecialFunctions.BetaRegularized(size, count + 1, size / (size + mean));
    }

    /// <summary>Share of a count that lies between two levels, where it is spread evenly over its probability (non-randomised probability integral transform: Czado, Gneiting and Held 2009).</summary>
    /// <param name="below">Probability of less than the count.</param>
    /// <param name="upTo">Probability of at most it.</param>
    /// <param name="low">Lower level.</param>
    /// <param name="high">Upper level.</param>
    public static double Within(double below, double upTo, double low, double high) =>
        upTo - below < 1e-12 ? (upTo >= low && upTo <= high ? 1 : 0) : Math.Max(0, Math.Min(upTo, high) - Math.Max(below, low)) / (upTo - below);

    /// <summary>The least whole number that is not exceeded with at least a probability.</summary>
    /// <param name="level">Probability in (0, 1).</param>
    /// <param name="mean">Mean, above 0.</param>
    /// <param name="variance">Variance.</param>
    public static double Quantile(double level, double mean, double variance)
    {
        // From where the normal distribution has it, in steps that double: two or three of them, where halving from 0 on takes a dozen.
        var spread = Math.Sqrt(Math.Max(variance, mean));
        var high = Math.Max(0, Math.Ceiling(mean + (spread * Normal.InvCDF(0, 1, level))));
        var step = Math.Max(1, Math.Floor(spread / 8));
        var low = high - step;
        while (AtMost(high, mean, variance) < level)
        {
            (low, high, step) = (high, high + step, 2 * step);
        }

        while (low >= 0 && AtMost(low, mean, variance) >= level)
        {
            (low, high, step) = (low - step, low, 2 * step);
        }

        low = Math.Max(-1, low);
        while (high - low > 1)
        {
            var middle = Math.Floor((low + high) / 2);
            (low, high) = AtMost(middle, mean, variance) >= level ? (low, middle) : (middle, high);
        }

        return high;
    }
}
