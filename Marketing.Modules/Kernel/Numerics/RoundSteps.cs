namespace Marketing.Kernel.Numerics;

/// <summary>Bars of a distribution that begin at round numbers, so that an axis can be read.</summary>
internal static class RoundSteps
{
    private static readonly double[] Leads = [1, 2, 2.5, 5, 10];

    /// <summary>Equal bars over a range: their width is 1, 2, 2.5 or 5 times a power of ten, and the first begins at a multiple of it.</summary>
    /// <param name="low">Least value, finite.</param>
    /// <param name="high">Greatest value, finite, at least <paramref name="low"/>.</param>
    /// <param name="most">How many bars are wished for at most, at least 1; the round beginning may cost one more.</param>
    /// <returns>Where the first bar begins, the width of each, above 0, and how many there are; one bar of width 1 for a single value.</returns>
    public static (double Low, double Width, int Bars) Over(double low, double high, int most)
    {
        if (low >= high)
        {
            return (low, 1, 1);
        }

        var least = (high - low) / most;
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        var width = Leads.First(lead => lead * power >= least * (1 - 1e-9)) * power;
        var first = Math.Floor(low / width);
        return (first * width, width, Math.Max(1, (int)Math.Ceiling((high / width) - first - 1e-9)));
    }
}
