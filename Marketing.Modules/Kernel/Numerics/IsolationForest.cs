namespace Marketing.Kernel.Numerics;

/// <summary>
/// Isolation forest (Liu, Ting and Zhou, Isolation Forest, ICDM 2008; c(2) = 1 as in their ACM TKDD 2012 version). Trees split a
/// sub-sample at random until a point stands alone; what is isolated early is an anomaly. A grown forest does not change.
/// </summary>
internal sealed class IsolationForest
{
    /// <summary>Trees of the paper.</summary>
    public const int UsualTrees = 100;

    /// <summary>Sub-sample of the paper.</summary>
    public const int UsualSample = 256;

    private const double Euler = 0.5772156649015329;
    private readonly Node[][] _trees;
    private readonly double _usualPath;

    private IsolationForest(Node[][] trees, int sample, int columns) => (_trees, _usualPath, Columns) = (trees, UsualPath(sample), columns);

    /// <summary>Dimensions of a row.</summary>
    public int Columns { get; }

    /// <summary>c(n): mean path length of an unsuccessful search in a binary search tree of n points (Preiss 1999); eq. 1 of the paper.</summary>
    public static double UsualPath(int n) => n switch
    {
        <= 1 => 0,
        2 => 1,
        _ => (2 * (Math.Log(n - 1) + Euler)) - (2.0 * (n - 1) / n),
    };

    /// <summary>Score of a mean path length among n points, s = 2^(-E(h) / c(n)), in (0, 1]; eq. 2 of the paper.</summary>
    public static double ScoreOf(double path, int n) => Math.Pow(2, -path / UsualPath(n));

    /// <summary>Grows a forest.</summary>
    /// <param name="rows">Row after row, all finite; at least two rows.</param>
    /// <param name="columns">Dimensions of a row, at least 1.</param>
    /// <param name="random">Source of sub-samples and splits.</param>
    /// <param name="trees">How many trees.</param>
    /// <param name="sample">Largest sub-sample of a tree.</param>
    public static IsolationForest Grow(ReadOnlySpan<double> rows, int columns, SeededRandom random, int trees = UsualTrees, int sample = UsualSample)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(trees);
        ArgumentOutOfRangeException.ThrowIfLessThan(sample, 2);
        var n = rows.Length / columns;
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 2, nameof(rows));
        var psi = Math.Min(sample, n);
        var limit = (int)Math.Ceiling(Math.Log2(psi));
        var order = new int[n];
        for (var i = 0; i < n; i++)
        {
            order[i] = i;
        }

        var grown = new Node[trees][];
        for (var t = 0; t < trees; t++)
        {
            // The first psi places of a Fisher-Yates shuffle are a sample without replacement, whatever the order was.
            for (var i = 0; i < psi; i++)
            {
                var other = i + random.NextInt(n - i);
                (order[i], order[other]) = (order[other], order[i]);
            }

            var nodes = new List<Node>(2 * psi);
            Split(rows, columns, order.AsSpan(0, psi), limit, random, nodes, new int[columns]);
            grown[t] = [.. nodes];
        }

        return new IsolationForest(grown, psi, columns);
    }

    /// <summary>Anomaly score of a row, in (0, 1]: near 1 is an anomaly, well under 0.5 is ordinary.</summary>
    /// <param name="row">One finite value a dimension.</param>
    public double Score(ReadOnlySpan<double> row)
    {
        var sum = 0.0;
        foreach (var nodes in _trees)
        {
            var at = 0;
            var depth = 0;
            while (nodes[at].Column >= 0)
            {
                at = row[nodes[at].Column] < nodes[at].Cut ? at + 1 : nodes[at].Right;
                depth++;
            }

            sum += depth + UsualPath(nodes[at].Size);
        }

        return Math.Pow(2, -sum / _trees.Length / _usualPath);
    }

    /// <summary>
    /// What each dimension does to isolate a row: the splits saved against the usual path, split by split, credited to the dimension that
    /// was split: c(n of the parent) - 1 - c(n of the child). The sum over the dimensions is c(psi) - E(h) exactly.
    /// </summary>
    /// <param name="row">One finite value a dimension.</param>
    /// <param name="saved">Takes mean splits saved, one a dimension.</param>
    public void Explain(ReadOnlySpan<double> row, Span<double> saved)
    {
        saved.Clear();
        foreach (var nodes in _trees)
        {
            var at = 0;
            while (nodes[at].Column >= 0)
            {
                var parent = nodes[at];
                at = row[parent.Column] < parent.Cut ? at + 1 : parent.Right;
                saved[parent.Column] += UsualPath(parent.Size) - 1 - UsualPath(nodes[at].Size);
            }
        }

        for (var q = 0; q < saved.Length; q++)
        {
            saved[q] /= _trees.Length;
        }
    }

    /// <summary>Writes the tree of these rows, the left child directly after its parent.</summary>
    private static void Split(ReadOnlySpan<double> rows, int columns, Span<int> members, int heightLeft, SeededRandom random, List<Node> nodes, int[] varying)
    {
        var place = nodes.Count;
        nodes.Add(new Node(-1, 0, 0, members.Length));
        if (heightLeft == 0 || members.Length < 2)
        {
            return;
        }

        var candidates = 0;
        for (var q = 0; q < columns; q++)
        {
            var (least, most) = Range(rows, columns, members, q);
            if (least < most)
            {
                varying[candidates++] = q;
            }
        }

        // Rows that are all the same cannot be told apart by any split.
        if (candidates == 0)
        {
            return;
        }

        var column = varying[random.NextInt(candidates)];
        var (low, high) = Range(rows, columns, members, column);
        var cut = low + (random.NextDouble() * (high - low));
        var middle = 0;
        for (var i = 0; i < members.Length; i++)
        {
            if (rows[(members[i] * columns) + column] < cut)
            {
                (members[i], members[middle]) = (members[middle], members[i]);
                middle++;
            }
        }

        Split(rows, columns, members[..middle], heightLeft - 1, random, nodes, varying);
        nodes[place] = new Node(column, cut, nodes.Count, members.Length);
        Split(rows, columns, members[middle..], heightLeft - 1, random, nodes, varying);
    }

    private static (double Low, double High) Range(ReadOnlySpan<double> rows, int columns, ReadOnlySpan<int> members, int column)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var member in members)
        {
            var value = rows[(member * columns) + column];
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return (low, high);
    }

    /// <summary>A split at <paramref name="Column"/>, or a leaf when that is -1; <paramref name="Size"/> rows of the sub-sample are under it.</summary>
    private readonly record struct Node(int Column, double Cut, int Right, int Size);
}
