using Marketing.Model;

namespace Marketing.Evaluation.OffPolicy;

/// <summary>A policy that learns while it is replayed.</summary>
internal interface IReplayed
{
    /// <summary>What it chooses now.</summary>
    int Choose(int position);

    /// <summary>What came of its choice.</summary>
    void Learn(int action, double reward);
}

/// <summary>What replay came to.</summary>
/// <param name="Matched">Rows whose choice was the policy's.</param>
/// <param name="Reward">Sum of their rewards.</param>
/// <param name="Squares">Sum of their squares.</param>
internal readonly record struct Replayed(long Matched, double Reward, double Squares)
{
    /// <summary>Mean reward, or null without a match.</summary>
    public double? Value => Matched == 0 ? null : Reward / Matched;

    /// <summary>Sample variance, or null with fewer than two matches.</summary>
    public double? Variance => Matched < 2 ? null : Math.Max(0, Squares - (Reward * Reward / Matched)) / (Matched - 1);
}

/// <summary>
/// Replay (Li, Chu, Langford and Wang 2011, alg. 2): of a log that was drawn uniformly, the rows whose choice is the policy's own are a sample of
/// what it would have seen; the others are passed over, and it learns from none of them.
/// </summary>
internal static class Replay
{
    /// <summary>How far propensities of a log that was drawn uniformly may be apart, by rounding.</summary>
    private const double Alike = 1e-6;

    /// <summary>Whether all choices of a log had the same probability.</summary>
    public static bool IsUniform(ReadOnlySpan<double> propensities)
    {
        foreach (var propensity in propensities)
        {
            if (Math.Abs(propensity - propensities[0]) > Alike * propensities[0])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Goes through the rows in their order.</summary>
    /// <param name="actions">Action of each row.</param>
    /// <param name="positions">Position of each row, or empty.</param>
    /// <param name="rewards">Reward of each row.</param>
    /// <param name="policy">The policy.</param>
    public static Replayed Run(ReadOnlySpan<int> actions, ReadOnlySpan<int> positions, ReadOnlySpan<double> rewards, IReplayed policy)
    {
        var (matched, sum, squares) = (0L, 0.0, 0.0);
        for (var row = 0; row < actions.Length; row++)
        {
            if (policy.Choose(positions.IsEmpty ? 0 : positions[row]) != actions[row])
            {
                continue;
            }

            matched++;
            sum += rewards[row];
            squares += rewards[row] * rewards[row];
            policy.Learn(actions[row], rewards[row]);
        }

        return new Replayed(matched, sum, squares);
    }
}

/// <summary>Always the same action at a position.</summary>
/// <param name="chosen">Action of each position.</param>
internal sealed class FixedChoice(int[] chosen) : IReplayed
{
    public int Choose(int position) => chosen[position];

    public void Learn(int action, double reward)
    {
    }
}

/// <summary>UCB1 (Auer, Cesa-Bianchi and Fischer 2002, fig. 1) without regard to position: untried actions first, in their order, then the largest mean with <see cref="UpperConfidence"/>, the plays being the matches so far.</summary>
/// <param name="actions">Number of actions.</param>
/// <param name="c">Width, not below 0.</param>
internal sealed class Ucb1Choice(int actions, double c) : IReplayed
{
    private readonly double[] _sums = new double[actions];
    private readonly long[] _pulls = new long[actions];
    private long _all;
    private int _next = -1;

    public ReadOnlySpan<long> Pulls => _pulls;

    public int Choose(int position) => _next >= 0 ? _next : _next = Best();

    public void Learn(int action, double reward)
    {
        _sums[action] += reward;
        _pulls[action]++;
        _all++;
        _next = -1;
    }

    // The choice stands until something was learned.
    private int Best()
    {
        var (best, bound) = (0, double.NegativeInfinity);
        for (var a = 0; a < actions; a++)
        {
            if (_pulls[a] == 0)
            {
                return a;
            }

            var upper = (_sums[a] / _pulls[a]) + UpperConfidence.Width(c, _all, _pulls[a]);
            if (upper > bound)
            {
                (best, bound) = (a, upper);
            }
        }

        return best;
    }
}
