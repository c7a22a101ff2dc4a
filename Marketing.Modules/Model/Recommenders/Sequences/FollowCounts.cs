using Marketing.Data;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model.Recommenders.Neighbours;

namespace Marketing.Model.Recommenders.Sequences;

/// <summary>How many customers bought one product in the order directly after one with another.</summary>
internal static class FollowCounts
{
    /// <summary>Row a, column b: customers who have an order with a and b in the next; each a keeps its most followed, ties to the lower index.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="training">Its training set.</param>
    /// <param name="neighbours">Most columns of a row.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static SparseMatrix Fit(ShopSnapshot snapshot, TrainingSet training, int neighbours, CancellationToken cancellation)
    {
        var (baskets, owner) = Baskets(snapshot, training);
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
                rows[a] = row.After(a, baskets, holders, owner);
                return row;
            },
            _ => { });
        return ItemKnn.Gather(rows).Transpose().Transpose();
    }

    // Orders of known customers by products of the model, one customer after the other and each in order of time, and whose they are.
    private static (SparseMatrix Baskets, int[] Owner) Baskets(ShopSnapshot snapshot, TrainingSet training)
    {
        var histories = Histories.Of(snapshot);
        var (start, column, owner) = (new List<int> { 0 }, new List<int>(), new List<int>());
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
            }
        }

        return (new SparseMatrix(owner.Count, training.Products.Length, [.. start], [.. column]), [.. owner]);
    }

    /// <summary>One thread's memory for the followers of one product at a time.</summary>
    private sealed class Row(int items, int neighbours)
    {
        private readonly int[] _counts = new int[items];
        private readonly int[] _last = new int[items];
        private readonly List<int> _met = [];
        private readonly NearestItems _nearest = new(neighbours);

        public (int[] Items, float[] Counts) After(int a, SparseMatrix baskets, SparseMatrix holders, int[] owner)
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

                    // A customer counts once, however often the one came after the other.
                    _counts[b] += _last[b] == owner[order] ? 0 : 1;
                    _last[b] = owner[order];
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
