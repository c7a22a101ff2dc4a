using Marketing.Kernel.Processing;
using Marketing.Model.Trees;

namespace Marketing.Model.Contacts;

/// <summary>What the logs choose in a state: trees regress on whether each action was chosen, cut to [0, 1] and made to add up to 1; and how many rows have each action at all.</summary>
/// <param name="trees">Trees of each action; null for one that was never logged.</param>
/// <param name="rows">Rows of each action.</param>
/// <param name="terms">When an action may be chosen.</param>
internal sealed class BehaviourTrees(TreeEnsemble?[] trees, long[] rows, SupportTerms terms)
{
    /// <summary>Fits; the rows that are the last of a customer tell what is chosen, too, unless nothing was chosen then.</summary>
    public static BehaviourTrees Fit(ContactLog log, SupportTerms terms, BoostGrowth growth, CancellationToken cancellation)
    {
        int[] choices = [.. Enumerable.Range(0, log.Rows).Where(log.IsChoice)];
        var (actions, rows, weights, states) = (log.Actions.Count, new long[log.Actions.Count], new float[choices.Length], new float[choices.Length * log.Features.Count]);
        Array.Fill(weights, 1f);
        for (var i = 0; i < choices.Length; i++)
        {
            rows[log.Chosen[choices[i]]]++;
            log.State(choices[i]).CopyTo(states.AsSpan(i * log.Features.Count));
        }

        var trees = new TreeEnsemble?[actions];
        Parallel.For(0, actions, HeavyWork.Loop(cancellation), action => trees[action] = rows[action] == 0
            ? null
            : RegressionTrees.Fit(new AmountRows(log.Features.Count, states, Array.ConvertAll(choices, row => log.Chosen[row] == action ? 1f : 0f), weights), growth, cancellation));
        return new BehaviourTrees(trees, rows, terms);
    }

    /// <summary>Whether any action has rows enough.</summary>
    public bool HasAny => rows.Any(count => count >= Math.Max(1, terms.LeastRows));

    public void Judge(ReadOnlySpan<float> state, Span<double> shares, Span<string?> exclusions)
    {
        var sum = 0.0;
        for (var a = 0; a < trees.Length; a++)
        {
            shares[a] = trees[a] is { } own ? Math.Clamp(own.Score(state), 0, 1) : 0;
            sum += shares[a];
        }

        for (var a = 0; a < trees.Length; a++)
        {
            shares[a] = sum > 0 ? shares[a] / sum : (double)rows[a] / rows.Sum();
            exclusions[a] = rows[a] == 0 ? ContactExclusion.NeverLogged : rows[a] < terms.LeastRows ? ContactExclusion.TooFewRows : null;
        }

        terms.Exclude(shares, exclusions);
    }

    /// <summary>Which actions may be chosen in the state of each row: rows times actions.</summary>
    public bool[] Allowed(ContactLog log, CancellationToken cancellation)
    {
        var (count, allowed) = (trees.Length, new bool[log.Rows * trees.Length]);
        Parallel.For(0, log.Rows, HeavyWork.Loop(cancellation), row =>
        {
            var (shares, exclusions) = (new double[count], new string?[count]);
            Judge(log.State(row), shares, exclusions);
            for (var a = 0; a < count; a++)
            {
                allowed[(row * count) + a] = exclusions[a] is null;
            }
        });
        return allowed;
    }

    public void Write(BinaryWriter writer)
    {
        foreach (var count in rows)
        {
            writer.Write(count);
        }

        ActionTrees.Write(writer, trees);
    }

    /// <exception cref="InvalidDataException">It contradicts itself.</exception>
    public static BehaviourTrees Read(BinaryReader reader, int features, int actions, SupportTerms terms)
    {
        long[] rows = [.. Enumerable.Range(0, actions).Select(_ => reader.ReadInt64())];
        return rows.All(count => count >= 0) && rows.Sum() > 0
            ? new BehaviourTrees(ActionTrees.Read(reader, features, actions), rows, terms)
            : throw new InvalidDataException("The rows of an action are fewer than none.");
    }
}

/// <summary>Trees of each action.</summary>
internal static class ActionTrees
{
    public static void Write(BinaryWriter writer, TreeEnsemble?[] trees)
    {
        foreach (var one in trees)
        {
            writer.Write(one is not null);
            one?.Write(writer);
        }
    }

    /// <exception cref="InvalidDataException">They are not what was written.</exception>
    public static TreeEnsemble?[] Read(BinaryReader reader, int features, int actions) =>
        [.. Enumerable.Range(0, actions).Select(_ => !reader.ReadBoolean() ? null : TreeEnsemble.Read(reader) is { } read && read.Width == features ? read : throw new InvalidDataException("The trees are of other features."))];
}
