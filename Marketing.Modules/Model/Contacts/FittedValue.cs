using Marketing.Model.Trees;

namespace Marketing.Model.Contacts;

/// <summary>Fitted Q evaluation (Le, Voloshin and Yue 2019, alg. 3): what a policy would earn, from the log of another.</summary>
internal sealed class FittedValue : IContactValue
{
    // Rounds beyond which a reward is worth less than this part of itself are not made; and as what all rows change by is carried on at once, 25 are enough where trees never quite stand.
    private const double Negligible = 0.001;
    private const int MostRounds = 25;
    private const double Tolerance = 0.01;

    private readonly TreeEnsemble?[] _trees;

    private FittedValue(TreeEnsemble?[] trees) => _trees = trees;

    public static FittedValue Fit(IContactPolicy policy, ContactLog log, double gamma, int seed, CancellationToken cancellation)
    {
        var (actions, chances, rows) = (log.Actions.Count, Chances(policy, log, cancellation), new ActionRows(log));
        NextValue next = (row, q, worth) => worth[0] = Mean(q, chances.AsSpan(row * actions, actions));
        double[][] targets = [new double[log.Rows]];
        TreeEnsemble?[][]? forests = null;
        var (growths, least) = (new[] { TreeParameters.Usual(seed) }, Tolerance * TemporalDifference.Spread(log));
        for (var (round, left) = (1, 1.0); round <= MostRounds && left >= Negligible; round++, left *= gamma)
        {
            var change = rows.Renew(round, forests, gamma, next, targets, cancellation);
            if (round > ActionRows.CarriedRounds && change <= least)
            {
                break;
            }

            forests = rows.Grow(targets, growths, cancellation);
        }

        return new FittedValue(forests![0]);
    }

    public void Values(ReadOnlySpan<float> state, Span<double> values)
    {
        for (var a = 0; a < values.Length; a++)
        {
            values[a] = _trees[a]?.Score(state) ?? 0;
        }
    }

    private static double[] Chances(IContactPolicy policy, ContactLog log, CancellationToken cancellation)
    {
        var (actions, chances) = (log.Actions.Count, new double[log.Rows * log.Actions.Count]);
        Parallel.For(0, log.Rows, Kernel.Processing.HeavyWork.Loop(cancellation), row =>
        {
            var options = new ContactOption[actions];
            _ = policy.Judge(log.State(row), options) is { } reason ? throw new ArgumentException($"The policy cannot tell what it would do in row {row}: {reason}.", nameof(log)) : 0;
            for (var a = 0; a < actions; a++)
            {
                chances[(row * actions) + a] = options[a].Probability;
            }
        });
        return chances;
    }

    private static double Mean(ReadOnlySpan<double> values, ReadOnlySpan<double> chances)
    {
        var sum = 0.0;
        for (var a = 0; a < values.Length; a++)
        {
            sum += double.IsNaN(values[a]) ? 0 : chances[a] * values[a];
        }

        return sum;
    }
}
