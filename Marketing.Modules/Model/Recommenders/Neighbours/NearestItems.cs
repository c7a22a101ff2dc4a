using System.Runtime.CompilerServices;

namespace Marketing.Model.Recommenders.Neighbours;

/// <summary>
/// The best k of a stream, without their order: higher score first, then the lower item; nothing at or below 0. Twice k are gathered, then the
/// better half is kept by quickselect (Hoare 1961), which costs a few steps for each item that was near enough at its time.
/// </summary>
internal sealed class NearestItems(int k)
{
    private readonly double[] _scores = new double[2 * k];
    private readonly int[] _items = new int[2 * k];
    private int _count;
    private int _worstItem;

    /// <summary>The score below which nothing is kept any more; 0 while there is room.</summary>
    public double Worst { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Clear() => (_count, _worstItem, Worst) = (0, -1, 0);

    /// <summary>Takes one item; none comes twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Offer(double score, int item)
    {
        if (score > Worst || (score == Worst && item < _worstItem))
        {
            (_scores[_count], _items[_count]) = (score, item);
            if (++_count == _scores.Length)
            {
                Prune();
            }
        }
    }

    /// <summary>What was kept.</summary>
    public (int[] Items, float[] Scores) Take()
    {
        if (_count > k)
        {
            Prune();
        }

        var scores = new float[_count];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = (float)_scores[i];
        }

        return (_items[.._count], scores);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Prune()
    {
        var (low, high) = (0, _count - 1);
        while (low < high)
        {
            var (score, item) = Pivot(low, high);
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (Better(i, score, item))
                {
                    i++;
                }

                while (_scores[j] < score || (_scores[j] == score && _items[j] > item))
                {
                    j--;
                }

                if (i <= j)
                {
                    (_scores[i], _scores[j]) = (_scores[j], _scores[i]);
                    (_items[i], _items[j]) = (_items[j], _items[i]);
                    (i, j) = (i + 1, j - 1);
                }
            }

            (low, high) = k - 1 <= j ? (low, j) : k - 1 >= i ? (i, high) : (k - 1, k - 1);
        }

        // Quickselect leaves the worst of the kept in the last place.
        (_count, Worst, _worstItem) = (k, _scores[k - 1], _items[k - 1]);
    }

    private bool Better(int at, double score, int item) => _scores[at] > score || (_scores[at] == score && _items[at] < item);

    // The middle one of the first, the middle and the last.
    private (double Score, int Item) Pivot(int low, int high)
    {
        var middle = (low + high) >> 1;
        var first = Better(low, _scores[middle], _items[middle]) ? low : middle;
        var second = first == low ? middle : low;
        var chosen = Better(high, _scores[first], _items[first]) ? first : Better(high, _scores[second], _items[second]) ? high : second;
        return (_scores[chosen], _items[chosen]);
    }
}
