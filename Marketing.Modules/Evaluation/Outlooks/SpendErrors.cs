namespace Marketing.Evaluation.Outlooks;

/// <summary>How far foretold money is from what came. Pure.</summary>
internal static class SpendErrors
{
    /// <summary>
    /// Tweedie deviance with power 1.5 of one amount (Jørgensen 1997, sec. 4.1), <c>4 (√y - √μ)² / √μ</c>: strictly consistent for the mean (Gneiting 2011, eq. 18;
    /// it is twice eq. 20 with b = 1/2), so that nobody gains on average by foretelling less than the mean, as by the absolute error,
    /// which the median minimises. Power 1.5 is a sum of a random number of amounts, which is often 0; a squared error, consistent, too, would let the few who
    /// spend most decide alone.
    /// </summary>
    /// <param name="foretold">Foretold mean μ, at least 0.</param>
    /// <param name="came">What came, y, at least 0.</param>
    /// <param name="least">Least μ, above 0, for which one below is taken: where 0 is foretold and something came, the deviance would be infinite.</param>
    /// <returns>At least 0; 0 where both are alike and above the least. Root of the unit of money.</returns>
    public static double TweedieDeviance(double foretold, double came, double least)
    {
        var root = Math.Sqrt(Math.Max(foretold, least));
        var apart = Math.Sqrt(came) - root;
        return 4 * apart * apart / root;
    }

    /// <summary>Root of the mean squared difference of ln(1 + x), of at least one value.</summary>
    /// <param name="foretold">Foretold, at least 0.</param>
    /// <param name="came">What came, at least 0.</param>
    public static double RootMeanSquaredLog(ReadOnlySpan<double> foretold, ReadOnlySpan<double> came)
    {
        var sum = 0.0;
        for (var i = 0; i < came.Length; i++)
        {
            var off = Math.Log(1 + foretold[i]) - Math.Log(1 + came[i]);
            sum += off * off;
        }

        return Math.Sqrt(sum / came.Length);
    }

    /// <summary>
    /// Normalised Gini coefficient (Wang, Liu and Miao 2019, sec. 4): the area between the diagonal and the share of the money that the customers foretold
    /// the most have really spent, divided by that of the true order; 1 is the true order, 0 no order at all. Customers foretold alike stand on one step, so
    /// that their order among themselves does not count. Null when all spent alike.
    /// </summary>
    /// <param name="foretold">Foretold.</param>
    /// <param name="came">What came, at least 0.</param>
    public static double? NormalisedGini(double[] foretold, double[] came) =>
        Area(came, came) is > 0 and var best ? Area(foretold, came) / best : null;

    // Area between the curve and the diagonal; money against customers, both as shares.
    private static double Area(double[] key, double[] money)
    {
        var order = Enumerable.Range(0, key.Length).ToArray();
        Array.Sort(order, (a, b) => key[b].CompareTo(key[a]));
        var (total, above, area) = (money.Sum(), 0.0, 0.0);
        if (total <= 0)
        {
            return 0;
        }

        for (var from = 0; from < order.Length;)
        {
            var (to, step) = (from, 0.0);
            for (; to < order.Length && key[order[to]] == key[order[from]]; to++)
            {
                step += money[order[to]];
            }

            area += (to - from) * ((2 * above) + step) / 2;
            above += step;
            from = to;
        }

        // Rounding must not make an order out of none.
        return (area / (order.Length * total)) - 0.5 is var over && Math.Abs(over) > 1e-12 ? over : 0;
    }
}
