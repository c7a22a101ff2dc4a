namespace Marketing.Model.Contacts;

/// <summary>Targets of Q-learning.</summary>
internal static class TemporalDifference
{
    /// <summary>R = r + γ max Q(s', a) (Watkins and Dayan 1992, eq. 1).</summary>
    /// <param name="reward">r.</param>
    /// <param name="discount">γ, for the time until the next state.</param>
    /// <param name="next">Q of the actions that may be chosen in the next state; empty where nothing follows.</param>
    public static double Target(double reward, double discount, ReadOnlySpan<double> next)
    {
        var best = next.IsEmpty ? 0 : double.NegativeInfinity;
        foreach (var value in next)
        {
            best = Math.Max(best, value);
        }

        return reward + (discount * best);
    }

    /// <summary>The action of the largest value among those that may be chosen, the first of equal ones; -1 where none may.</summary>
    /// <param name="q">Values.</param>
    /// <param name="allowed">Whether each may be chosen.</param>
    public static int Best(ReadOnlySpan<double> q, ReadOnlySpan<bool> allowed)
    {
        var best = -1;
        for (var a = 0; a < q.Length; a++)
        {
            if (allowed[a] && !double.IsNaN(q[a]) && (best < 0 || q[a] > q[best]))
            {
                best = a;
            }
        }

        return best;
    }

    /// <summary>Sample standard deviation of the rewards that are known, which other scales are told in; 1 where all are the same.</summary>
    public static double Spread(ContactLog log)
    {
        var (n, mean, squares) = (0, 0.0, 0.0);
        for (var row = 0; row < log.Rows; row++)
        {
            if (log.IsKnown(row))
            {
                n++;
                var off = log.Rewards[row] - mean;
                mean += off / n;
                squares += off * (log.Rewards[row] - mean);
            }
        }

        return n > 1 && squares > 0 ? Math.Sqrt(squares / (n - 1)) : 1;
    }
}
