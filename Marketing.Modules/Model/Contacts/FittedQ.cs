using Marketing.Kernel;
using Marketing.Model.Recommenders;
using Marketing.Model.Trees;

namespace Marketing.Model.Contacts;

/// <summary>
/// Fitted Q iteration (Ernst, Geurts and Wehenkel 2005, fig. 1) with boosted trees: <c>Q_k(s, a) ← r + γ max Q_{k-1}(s', a')</c>. The maximum goes over the actions that the logs choose often enough in s' (discrete batch-constrained Q-learning:
/// Fujimoto, Conti, Ghavamzadeh and Pineau 2019). Two forests on different rows keep it from taking luck for worth: <c>clipped</c> takes
/// the lower of both (Fujimoto, van Hoof and Meger 2018, eq. 10), <c>double</c> lets one choose and the other tell (van Hasselt 2010), <c>max</c> takes the mean.
/// </summary>
internal static class FittedQ
{
    private const string Gamma = "gamma";
    private const string Iterations = "iterations";
    private const string Target = "target";
    private const string Tolerance = "tolerance";
    private const string Clipped = "clipped";
    private const string Double = "double";

    /// <summary>Parameters of looking ahead.</summary>
    public static IReadOnlyList<MethodParameter> Own { get; } =
    [
        MethodParameter.Real(Gamma, 0.95, 0, 1),
        MethodParameter.Whole(Iterations, 40, 1, 10_000),
        MethodParameter.Word(Target, Clipped, Double, "max"),
        MethodParameter.Real(Tolerance, 0.01, 0, 1),
    ];

    /// <summary>Fits; the rounds end where targets move by less than the tolerance, in standard deviations of a reward.</summary>
    public static ForestModel Fit(ContactLog log, ParameterValues values, BehaviourTrees behaviour, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var (actions, allowed, target) = (log.Actions.Count, behaviour.Allowed(log, cancellation), values.Word(Target));
        NextValue next = (row, q, worth) => Worth(target, q[..actions], q[actions..], allowed.AsSpan(row * actions, actions), worth);
        return Fit(log, values, behaviour, new Rounds(values.Real(Gamma), values.Whole(Iterations), values.Real(Tolerance), next), progress, cancellation);
    }

    /// <summary>What earns most at once, whatever follows: the first round alone.</summary>
    public static ForestModel Myopic(ContactLog log, ParameterValues values, BehaviourTrees behaviour, IProgress<Progress>? progress, CancellationToken cancellation) =>
        Fit(log, values, behaviour, new Rounds(0, 1, 0, (_, _, worth) => worth.Clear()), progress, cancellation);

    private static ForestModel Fit(ContactLog log, ParameterValues values, BehaviourTrees behaviour, Rounds rounds, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var (rows, growth, least) = (new ActionRows(log), TreeParameters.Growth(values), rounds.Tolerance * TemporalDifference.Spread(log));
        BoostGrowth[] growths = [growth, growth with { Seed = growth.Seed ^ 0x5DEECE6 }];
        double[][] targets = [new double[log.Rows], new double[log.Rows]];
        TreeEnsemble?[][]? forests = null;
        for (var round = 1; round <= rounds.Most; round++)
        {
            var change = rows.Renew(round, forests, rounds.Gamma, rounds.Next, targets, cancellation);
            if (round > ActionRows.CarriedRounds && change <= least)
            {
                break;
            }

            forests = rows.Grow(targets, growths, cancellation);
            progress?.Report(new Progress("trees", round / (double)rounds.Most));
        }

        return new ForestModel(forests![0], forests[1], behaviour);
    }

    /// <summary>Value of a state to each forest.</summary>
    /// <param name="target">How it is taken.</param>
    /// <param name="first">Values by the first forest.</param>
    /// <param name="second">Values by the second.</param>
    /// <param name="allowed">Which actions may be chosen.</param>
    /// <param name="worth">Takes two numbers.</param>
    public static void Worth(string target, ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<bool> allowed, Span<double> worth)
    {
        if (target == Double)
        {
            worth[0] = TemporalDifference.Best(first, allowed) is >= 0 and var best ? second[best] : 0;
            worth[1] = TemporalDifference.Best(second, allowed) is >= 0 and var other ? first[other] : 0;
            return;
        }

        var most = double.NegativeInfinity;
        for (var a = 0; a < first.Length; a++)
        {
            if (allowed[a] && !double.IsNaN(first[a]))
            {
                most = Math.Max(most, target == Clipped ? Math.Min(first[a], second[a]) : (first[a] + second[a]) / 2);
            }
        }

        worth.Fill(double.IsNegativeInfinity(most) ? 0 : most);
    }

    private sealed record Rounds(double Gamma, int Most, double Tolerance, NextValue Next);
}
