namespace Marketing.Model.Rules;

/// <summary>A set of products that stands in enough baskets.</summary>
/// <param name="Items">Ascending, 1 to the longest set asked for.</param>
/// <param name="Count">Baskets that hold all of them.</param>
internal sealed record FrequentSet(int[] Items, int Count);

/// <summary>
/// Frequent item sets by FP-growth (Han, Pei and Yin 2000, "Mining frequent patterns without candidate generation", alg. 1 and 2):
/// baskets are put into a prefix tree with the most frequent items first; the sets that end with an item are grown out of the
/// conditional tree of its prefixes. No candidate is counted that does not occur.
/// </summary>
internal static class FpGrowth
{
    /// <summary>All sets in at least so many baskets.</summary>
    /// <param name="baskets">Items of each basket, distinct.</param>
    /// <param name="items">Number of items; each is in [0, items).</param>
    /// <param name="support">Fewest baskets, at least 1.</param>
    /// <param name="longest">Most items of a set, at least 1.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>In order of their items.</returns>
    public static List<FrequentSet> Mine(IReadOnlyList<int[]> baskets, int items, int support, int longest, CancellationToken cancellation) =>
        MineAtMost(baskets, items, support, longest, int.MaxValue, cancellation).Sets;

    /// <summary>The same, with the support doubled until there are no more sets than a bound.</summary>
    /// <param name="baskets">Items of each basket, distinct.</param>
    /// <param name="items">Number of items; each is in [0, items).</param>
    /// <param name="support">Fewest baskets, at least 1.</param>
    /// <param name="longest">Most items of a set, at least 1.</param>
    /// <param name="most">Most sets.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The sets in order of their items, and the support that they have.</returns>
    public static (List<FrequentSet> Sets, int Support) MineAtMost(IReadOnlyList<int[]> baskets, int items, int support, int longest, int most, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(support);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(longest);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        var counts = new int[items];
        foreach (var basket in baskets)
        {
            foreach (var item in basket)
            {
                counts[item]++;
            }
        }

        for (; ; support *= 2)
        {
            if (Mine(baskets, counts, support, longest, most, cancellation) is { } found)
            {
                found.Sort((a, b) => a.Items.AsSpan().SequenceCompareTo(b.Items));
                return (found, support);
            }
        }
    }

    // Null when there are more sets than the bound.
    private static List<FrequentSet>? Mine(IReadOnlyList<int[]> baskets, int[] counts, int support, int longest, int most, CancellationToken cancellation)
    {
        // Rank 0 is the most frequent item; ties to the lower one.
        var frequent = Enumerable.Range(0, counts.Length).Where(item => counts[item] >= support).OrderByDescending(item => counts[item]).ThenBy(item => item).ToArray();
        var rank = new int[counts.Length];
        Array.Fill(rank, -1);
        for (var r = 0; r < frequent.Length; r++)
        {
            rank[frequent[r]] = r;
        }

        var tree = new Tree(frequent.Length);
        var path = new List<int>();
        foreach (var basket in baskets)
        {
            path.Clear();
            foreach (var item in basket)
            {
                if (rank[item] >= 0)
                {
                    path.Add(rank[item]);
                }
            }

            path.Sort();
            tree.Add(path, 1);
        }

        var found = new List<FrequentSet>();
        Grow(tree, [], support, longest, frequent, found, most, cancellation);
        return found.Count > most ? null : found;
    }

    private static void Grow(Tree tree, List<int> suffix, int support, int longest, int[] itemOf, List<FrequentSet> found, int most, CancellationToken cancellation)
    {
        for (var rank = tree.Ranks - 1; rank >= 0 && found.Count <= most; rank--)
        {
            if (tree.Count(rank) < support)
            {
                continue;
            }

            cancellation.ThrowIfCancellationRequested();
            suffix.Add(rank);
            int[] set = [.. suffix.Select(member => itemOf[member]).Order()];
            found.Add(new FrequentSet(set, tree.Count(rank)));
            if (suffix.Count < longest)
            {
                Grow(tree.Conditional(rank, support), suffix, support, longest, itemOf, found, most, cancellation);
            }

            suffix.RemoveAt(suffix.Count - 1);
        }
    }

    /// <summary>Baskets as paths from the root; nodes of one rank are linked.</summary>
    private sealed class Tree(int ranks)
    {
        private const int Root = 0;
        private readonly List<(int Rank, int Parent, int Count, int Next)> _nodes = [(-1, -1, 0, -1)];
        private readonly Dictionary<(int Parent, int Rank), int> _children = [];
        private readonly int[] _first = Filled(ranks, -1);
        private readonly int[] _counts = new int[ranks];

        public int Ranks => ranks;

        public int Count(int rank) => _counts[rank];

        /// <summary>Adds a path of ascending ranks that stands for some baskets.</summary>
        public void Add(List<int> path, int count)
        {
            var at = Root;
            foreach (var rank in path)
            {
                if (!_children.TryGetValue((at, rank), out var child))
                {
                    child = _nodes.Count;
                    _nodes.Add((rank, at, 0, _first[rank]));
                    _first[rank] = child;
                    _children.Add((at, rank), child);
                }

                var node = _nodes[child];
                _nodes[child] = node with { Count = node.Count + count };
                _counts[rank] += count;
                at = child;
            }
        }

        /// <summary>The tree of what stands before a rank, without what is too rare there.</summary>
        public Tree Conditional(int rank, int support)
        {
            var counts = new int[rank];
            for (var node = _first[rank]; node >= 0; node = _nodes[node].Next)
            {
                for (var up = _nodes[node].Parent; up != Root; up = _nodes[up].Parent)
                {
                    counts[_nodes[up].Rank] += _nodes[node].Count;
                }
            }

            var tree = new Tree(rank);
            var path = new List<int>();
            for (var node = _first[rank]; node >= 0; node = _nodes[node].Next)
            {
                path.Clear();
                for (var up = _nodes[node].Parent; up != Root; up = _nodes[up].Parent)
                {
                    if (counts[_nodes[up].Rank] >= support)
                    {
                        path.Add(_nodes[up].Rank);
                    }
                }

                path.Reverse();
                tree.Add(path, _nodes[node].Count);
            }

            return tree;
        }

        private static int[] Filled(int length, int value)
        {
            var array = new int[length];
            Array.Fill(array, value);
            return array;
        }
    }
}
