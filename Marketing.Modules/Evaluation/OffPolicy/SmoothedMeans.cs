namespace Marketing.Evaluation.OffPolicy;

/// <summary>Reward model of few parameters: the mean reward of each action, drawn towards that of all by a prior of so many rows (a Beta or normal prior with known weight).</summary>
internal static class SmoothedMeans
{
    /// <summary>Rows of the prior.</summary>
    public const double PriorRows = 100;

    /// <summary>Expected reward of each action, (Σ r + m r̄) / (n + m).</summary>
    /// <param name="actions">Action of each row, below <paramref name="count"/>.</param>
    /// <param name="rewards">Reward of each row; at least one.</param>
    /// <param name="count">Number of actions.</param>
    public static double[] Fit(ReadOnlySpan<int> actions, ReadOnlySpan<double> rewards, int count)
    {
        double[] sums = new double[count], rows = new double[count];
        var all = 0.0;
        for (var row = 0; row < actions.Length; row++)
        {
            sums[actions[row]] += rewards[row];
            rows[actions[row]]++;
            all += rewards[row];
        }

        for (var a = 0; a < count; a++)
        {
            sums[a] = (sums[a] + (PriorRows * all / actions.Length)) / (rows[a] + PriorRows);
        }

        return sums;
    }
}
