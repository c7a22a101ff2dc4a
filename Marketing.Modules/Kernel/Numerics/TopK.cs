using System.Numerics;

namespace Marketing.Kernel.Numerics;

/// <summary>
/// Keeps the best k of a stream of scored items: higher score first, then the lower item index. A heap on the caller's memory,
/// its root the worst kept; NaN and negative infinity are never kept.
/// </summary>
/// <param name="scores">Memory for the scores; its length is k.</param>
/// <param name="items">Memory for the items.</param>
/// <param name="count">How many an earlier selection on the same memory has kept.</param>
internal ref struct TopK<T>(Span<T> scores, Span<int> items, int count = 0)
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly Span<T> _scores = scores;
    private readonly Span<int> _items = items;

    /// <summary>How many are kept now.</summary>
    public int Count { get; private set; } = count;

    /// <summary>The score below which nothing is kept any more; negative infinity while there is room.</summary>
    public readonly T Worst => Count < _scores.Length || Count == 0 ? T.NegativeInfinity : _scores[0];

    /// <summary>Takes one item.</summary>
    public void Offer(T score, int item)
    {
        // Ordered comparisons are false for NaN.
        if (Count < _scores.Length)
        {
            if (score > T.NegativeInfinity)
            {
                Rise(Count++, score, item);
            }
        }
        else if (Count > 0 && (score > _scores[0] || (score == _scores[0] && item < _items[0])))
        {
            Sink(0, Count, score, item);
        }
    }

    /// <summary>Sorts what was kept, best first, and ends the selection.</summary>
    /// <returns>How many were kept.</returns>
    public readonly int Sort()
    {
        for (var last = Count - 1; last > 0; last--)
        {
            var (score, item) = (_scores[last], _items[last]);
            (_scores[last], _items[last]) = (_scores[0], _items[0]);
            Sink(0, last, score, item);
        }

        return Count;
    }

    private readonly bool Worse(int a, T score, int item) => _scores[a] < score || (_scores[a] == score && _items[a] > item);

    private readonly void Rise(int at, T score, int item)
    {
        while (at > 0)
        {
            var parent = (at - 1) >> 1;
            if (Worse(parent, score, item))
            {
                break;
            }

            (_scores[at], _items[at]) = (_scores[parent], _items[parent]);
            at = parent;
        }

        (_scores[at], _items[at]) = (score, item);
    }

    private readonly void Sink(int at, int count, T score, int item)
    {
        while (true)
        {
            var child = (at << 1) + 1;
            if (child >= count)
            {
                break;
            }

            if (child + 1 < count && Worse(child + 1, _scores[child], _items[child]))
            {
                child++;
            }

            if (!Worse(child, score, item))
            {
                break;
            }

            (_scores[at], _items[at]) = (_scores[child], _items[child]);
            at = child;
        }

        (_scores[at], _items[at]) = (score, item);
    }
}

/// <summary>Selection out of a dense row of scores.</summary>
internal static class TopK
{
    /// <summary>The best items of a row, best first; entries of negative infinity are left out.</summary>
    /// <param name="scores">One score an item.</param>
    /// <param name="best">Receives the scores; its length is k.</param>
    /// <param name="items">Receives the item indices; as long as <paramref name="best"/>.</param>
    /// <returns>How many there are, at most k.</returns>
    public static int Select(ReadOnlySpan<float> scores, Span<float> best, Span<int> items) => Select(scores, 0, static (_, _) => true, best, items);

    /// <summary>The best items of a row that may stand there, best first; entries of negative infinity are left out.</summary>
    /// <param name="scores">One score an item.</param>
    /// <param name="row">Which row it is.</param>
    /// <param name="mayStand">Whether an item, the second argument, may be among the best of the row, the first; asked only of what would be.</param>
    /// <param name="best">Receives the scores; its length is k.</param>
    /// <param name="items">Receives the item indices; as long as <paramref name="best"/>.</param>
    /// <returns>How many there are, at most k.</returns>
    public static int Select(ReadOnlySpan<float> scores, int row, Func<int, int, bool> mayStand, Span<float> best, Span<int> items)
    {
        var top = new TopK<float>(best, items);
        var i = 0;
        for (; i < scores.Length && top.Count < best.Length; i++)
        {
            if (mayStand(row, i))
            {
                top.Offer(scores[i], i);
            }
        }

        // Items ascend: one that scores the same as the worst kept stays behind it.
        for (; i <= scores.Length - Vector<float>.Count && !best.IsEmpty; i += Vector<float>.Count)
        {
            if (Vector.GreaterThanAny(new Vector<float>(scores[i..]), new Vector<float>(top.Worst)))
            {
                for (var at = i; at < i + Vector<float>.Count; at++)
                {
                    if (scores[at] > top.Worst && mayStand(row, at))
                    {
                        top.Offer(scores[at], at);
                    }
                }
            }
        }

        for (; i < scores.Length && !best.IsEmpty; i++)
        {
            if (scores[i] > top.Worst && mayStand(row, i))
            {
                top.Offer(scores[i], i);
            }
        }

        return top.Sort();
    }
}
