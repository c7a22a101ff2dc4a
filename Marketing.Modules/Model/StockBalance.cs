namespace Marketing.Model;

/// <summary>
/// What is left on the shelf, smoothed: <c>F(t+1) = a (S(t) - D(t)) + (1 - a) F(t)</c> with the stock S as a step begins and the sales D in it. It foretells the shelf and no demand: a steady demand lowers the shelf
/// until new goods come, and is then foretold to fall. Demand is foretold from sales.
/// </summary>
public static class StockBalance
{
    /// <summary>a: the last week of days weighs more than nine tenths.</summary>
    public const double Weight = 0.3;

    /// <summary>What is expected to be left after the next step; begun with the first balance.</summary>
    /// <param name="balances">Stock less sales of each step, the oldest first; one or more.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static double Next(ReadOnlySpan<double> balances) => Next(balances, out _);

    /// <summary>The same, with the mean squared error one step ahead; 0 where nothing was foretold yet.</summary>
    internal static double Next(ReadOnlySpan<double> balances, out double variance)
    {
        if (balances.IsEmpty)
        {
            throw new ArgumentException("There is no balance to begin with.", nameof(balances));
        }

        var (expected, squares) = (balances[0], 0.0);
        foreach (var balance in balances[1..])
        {
            squares += (balance - expected) * (balance - expected);
            expected = (Weight * balance) + ((1 - Weight) * expected);
        }

        variance = balances.Length > 1 ? squares / (balances.Length - 1) : 0;
        return expected;
    }
}
