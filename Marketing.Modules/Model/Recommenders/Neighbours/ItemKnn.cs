using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;

namespace Marketing.Model.Recommenders.Neighbours;

/// <summary>
/// Item-based collaborative filtering (Sarwar et al. 2001; Deshpande and Karypis 2004, sec. 4): the cosine of two products' binary
/// customer vectors is <c>c / sqrt(n_a · n_b)</c>; every candidate j keeps its K most similar products, only those above 0, ties to
/// the lower index; <c>score(u, j) = Σ sim(j, i)</c> over the products i of customer u that j kept.
/// </summary>
internal static class ItemKnn
{
    /// <summary>Similarities that are kept, by owned product: row i, column j holds sim(j, i) when i is among the K of j.</summary>
    /// <param name="bought">Binary, customers by products.</param>
    /// <param name="neighbours">K, above 0.</param>
    /// <param name="includeSelf">Whether a product, with similarity 1, is one of its own K.</param>
    /// <param name="progress">Takes the done share.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static SparseMatrix Fit(SparseMatrix bought, int neighbours, bool includeSelf, Action<double>? progress, CancellationToken cancellation)
    {
        var customersOf = bought.Transpose();
        var n = bought.Columns;
        var kept = new (int[] Items, float[] Similarities)[n];
        var done = 0;
        Parallel.For(
            0,
            n,
            HeavyWork.Loop(cancellation),
            () => new Accumulator(n, Math.Min(neighbours, n)),
            (item, _, accumulator) =>
            {
                accumulator.Count(bought, customersOf, item);
                kept[item] = accumulator.Nearest(customersOf.RowStart, item, includeSelf);
                if (Interlocked.Increment(ref done) % 256 == 0)
                {
                    progress?.Invoke(done / (double)n);
                }

                return accumulator;
            },
            _ => { });
        return Gather(kept).Transpose();
    }

    private static SparseMatrix Gather((int[] Items, float[] Similarities)[] kept)
    {
        var start = new int[kept.Length + 1];
        for (var j = 0; j < kept.Length; j++)
        {
            start[j + 1] = start[j] + kept[j].Items.Length;
        }

        var (items, similarities) = (new int[start[^1]], new float[start[^1]]);
        for (var j = 0; j < kept.Length; j++)
        {
            kept[j].Items.CopyTo(items, start[j]);
            kept[j].Similarities.CopyTo(similarities, start[j]);
        }

        return new SparseMatrix(kept.Length, kept.Length, start, items, similarities);
    }

    /// <summary>One thread's memory: co-occurrence counts of one product at a time.</summary>
    private sealed class Accumulator(int items, int neighbours)
    {
        // Keeps the shortcut on squares clear of rounding, so that it never drops a tie.
        private const double Margin = 1 - 1e-9;

        private readonly int[] _counts = new int[items];
        private readonly int[] _touched = new int[items + 1];
        private readonly double[] _best = new double[neighbours];
        private readonly int[] _bestItems = new int[neighbours];
        private int _met;

        /// <summary>Counts for every product how many customers it shares with one product.</summary>
        public void Count(SparseMatrix bought, SparseMatrix customersOf, int item)
        {
            // Indices come from the matrix itself, so bounds are not checked again in this, the only hot loop.
            ref var counts = ref MemoryMarshal.GetArrayDataReference(_counts);
            ref var touched = ref MemoryMarshal.GetArrayDataReference(_touched);
            var met = 0;
            foreach (var customer in customersOf.Row(item))
            {
                foreach (var other in bought.Row(customer))
                {
                    ref var count = ref Unsafe.Add(ref counts, other);
                    Unsafe.Add(ref touched, met) = other;
                    met += count == 0 ? 1 : 0;
                    count++;
                }
            }

            _met = met;
        }

        /// <summary>The nearest of the products just counted, and clears the counts.</summary>
        public (int[] Items, float[] Similarities) Nearest(int[] buyersStart, int item, bool includeSelf)
        {
            var top = new TopK<double>(_best, _bestItems);
            double own = buyersStart[item + 1] - buyersStart[item];
            var hopeless = 0.0;
            foreach (var other in _touched.AsSpan(0, _met))
            {
                double common = _counts[other];
                _counts[other] = 0;
                var product = own * (buyersStart[other + 1] - buyersStart[other]);

                // Most products are far from the nearest K: their squares tell so without a root and a division.
                if (common * common >= hopeless * product && (other != item || includeSelf))
                {
                    top.Offer(common / Math.Sqrt(product), other);
                    hopeless = top.Worst > 0 ? top.Worst * top.Worst * Margin : 0;
                }
            }

            var kept = top.Sort();
            return (_bestItems[..kept], Array.ConvertAll(_best[..kept], similarity => (float)similarity));
        }
    }
}
