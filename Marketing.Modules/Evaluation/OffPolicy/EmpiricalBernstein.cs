namespace Marketing.Evaluation.OffPolicy;

/// <summary>
/// Interval of a mean of bounded independent terms (Maurer and Pontil 2009, theorem 4, on both sides with half of the error each): mean
/// ± sqrt(2 V ln(4/δ) / n) + 7 b ln(4/δ) / (3 (n - 1)), V being the sample variance with n - 1, b the width of the bounds and 1 - δ the confidence.
/// Holds for every n, and is wide where b is.
/// </summary>
internal static class EmpiricalBernstein
{
    /// <summary>Half of the interval's width; null with fewer than two terms.</summary>
    /// <param name="rows">n.</param>
    /// <param name="variance">V.</param>
    /// <param name="width">b.</param>
    /// <param name="level">Confidence, in (0, 1).</param>
    public static double? Half(long rows, double variance, double width, double level = 0.95)
    {
        if (rows < 2)
        {
            return null;
        }

        var log = Math.Log(4 / (1 - level));
        return Math.Sqrt(2 * variance * log / rows) + (7 * width * log / (3 * (rows - 1)));
    }
}
