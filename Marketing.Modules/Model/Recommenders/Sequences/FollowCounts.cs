using Marketing.Data;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model.Recommenders.Neighbours;

namespace Marketing.Model.Recommenders.Sequences;

/// <summary>How many customers bought one product in the order directly after one with another; each weighs what the age of the latest such order leaves.</summary>
internal static class FollowCounts
{
    /// <summary>Row a, column b: customers who have an order with a and b in the next; each a keeps its most followed, ties to the lower index.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="training">Its training set.</param>
    /// <param name="interest">Tells what the age of an order leaves of its weight.</param>
    /// <param name="neighbours">Most columns of a row.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static SparseMatrix Fit(ShopSnapshot snapshot, TrainingSet training, Interest interest, int neighbours, CancellationToken cancellation)
    {
        var (baskets, owner, weight) = Baskets(snapshot, training, interest);
        var holders = baskets.Transpose();
        var n = training.Products.Length;
        var rows = new (int[] Items, float[] Counts)[n];
        Parallel.For(
            0,
            n,
            HeavyWork.Loop(cancellation),
            () => new Row(n, Math.Min(neighbours, n)),
            (a, _, row) =>
            {
                rows[a] = row.After(a, baskets, holders, owner, weight);
                return row;
            },
            _ => { });
        return ItemKnn.Gather(rows).Transpose().Transpose();
    }

    // Orders of known customers by products of the model, one customer after the other and each in order of time, whose they are, and what they weigh.
    private static (SparseMatrix Baskets, int[] Owner, double[] Weight) Baskets(ShopSnapshot snapshot, TrainingSet training, Interest interest)
    {
        var histories = Histories.Of(snapshot);
        var (start, column, owner, weight) = (new List<int> { 0 }, new List<int>(), new List<int>(), new List<double>());
        var index = new int[snapshot.Products.Count];
        for (var i = 0; i < training.Catalogue.Length; i++)
        {
            index[training.Catalogue[i]] = i;
        }

        for (var customer = 0; customer < snapshot.Customers.Count; customer++)
        {
            foreach (var order in histories.Orders(customer))
            {
                foreach (var product in histories.Basket(order))
                {
                    column.Add(index[product]);
                }

                start.Add(column.Count);
                owner.Add(customer);
                weight.Add(interest.Decay(order));
            }
        }

        return (new SparseMatrix(owner.Count, training.Products.Length, [.. start], [.. column]), [.. owner], [.. weight]);
    }

    /// <summary>One thread's memory for the followers of one product at a time.</summary>
    private sealed class Row(int items, int neighbours)
    {
        private readonly double[] _counts = new double[items];
        private readonly double[] _given = new double[items];
        private readonly int[] _last = new int[items];
        private readonly List<int> _met = [];
        private readonly NearestItems _nearest = new(neighbours);

        public (int[] Items, float[] Counts) After(int a, SparseMatrix baskets, SparseMatrix holders, int[] owner, double[] weight)
        {
            _nearest.Clear();
            foreach (var order in holders.Row(a))
            {
                if (order + 1 == owner.Length || owner[order + 1] != owner[order])
                {
                    continue;
                }

                foreach (var b in baskets.Row(order + 1))
                {
                    if (_counts[b] == 0)
                    {
                        _met.Add(b);
                        _last[b] = -1;
                    }

                    // A customer counts once, however often the one came after the other: the latest time takes the place of those before.
                    _counts[b] += weight[order + 1] - (_last[b] == owner[order] ? _given[b] : 0);
                    (_last[b], _given[b]) = (owner[order], weight[order + 1]);
                }
            }

            foreach (var b in _met)
            {
                _nearest.Offer(_counts[b], b);
                _counts[b] = 0;
            }

            _met.Clear();
            return _nearest.Take();
        }
    }
}
