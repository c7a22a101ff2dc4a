using System.Numerics.Tensors;

namespace Marketing.Model.Bidding;

/// <summary>
/// Clicks that a budget is worth over auctions to come, by dynamic programming (Cai, Ren, Zhang, Malialis, Wang, Yu and Guo 2017,
/// alg. 1, with the mean rate of clicks for impressions to come): <c>V(n, b) = max_a Σ_{δ≤a} m(δ) (θ̄ + V(n-1, b-δ)) + Σ_{δ>a} m(δ) V(n-1, b)</c>, where <c>V(0, b) = 0</c>
/// and <c>V(n, 0) = 0</c>. The best bid is the highest price at which the click is worth what paying it takes from the auctions to come.
/// </summary>
internal sealed class BidValues
{
    /// <summary>Most numbers that are kept: a gigabyte.</summary>
    public const long Most = 1L << 28;

    private readonly float[][] _rows;
    private readonly int _highest;

    private BidValues(float[][] rows, int highest) => (_rows, _highest) = (rows, highest);

    /// <summary>Numbers that an episode takes.</summary>
    public static long Size(BidEpisode episode) => episode.Auctions * (episode.Budget + 1L);

    /// <param name="prices">Market price.</param>
    /// <param name="ctr">Mean rate of clicks, <c>θ̄</c>.</param>
    /// <param name="auctions">Auctions of the episode.</param>
    /// <param name="budget">Budget of the episode.</param>
    /// <param name="done">Told now and then which share is done.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static BidValues Of(MarketPrices prices, double ctr, int auctions, int budget, Action<double>? done, CancellationToken cancellation)
    {
        // Backwards, the prices of a bid and the budgets that they leave are two stretches of memory side by side.
        var (rows, backwards) = (new float[auctions][], prices.Share.Reverse().ToArray());
        var (value, next) = (new double[budget + 1], new double[budget + 1]);
        for (var n = 0; n < auctions; n++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (n > 0)
            {
                Step(value, next, prices.Won, backwards, ctr);
                (value, next) = (next, value);
            }

            rows[n] = Array.ConvertAll(value, one => (float)one);
            done?.Invoke((n + 1.0) / auctions);
        }

        return new BidValues(rows, prices.Highest);
    }

    /// <summary><c>V(n, b)</c>: clicks to be expected of some auctions with some budget.</summary>
    public double Clicks(int auctions, int budget) => _rows[auctions][budget];

    /// <summary>The best bid: the greatest <c>a</c> up to the budget and the highest price with <c>θ + V(n-1, b-a) - V(n-1, b) ≥ 0</c>.</summary>
    /// <param name="auctions">Auctions left with this one.</param>
    /// <param name="budget">Budget left.</param>
    /// <param name="ctr">Rate of clicks of this impression, <c>θ</c>.</param>
    public int Largest(int auctions, int budget, double ctr)
    {
        // V grows with the budget, so that the lowest budget that may be left is found by halving.
        var row = _rows[auctions - 1];
        var (low, high, kept) = (Math.Max(0, budget - _highest), budget, row[budget] - ctr);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            (low, high) = row[middle] >= kept ? (low, middle) : (middle + 1, high);
        }

        return budget - low;
    }

    // One more auction. The lowest budget that may be left only grows with the budget; what a bid wins is a sum over its prices.
    private static void Step(ReadOnlySpan<double> value, Span<double> next, ReadOnlySpan<double> won, ReadOnlySpan<double> backwards, double ctr)
    {
        var (low, highest) = (0, backwards.Length - 1);
        next[0] = 0;
        for (var b = 1; b < value.Length; b++)
        {
            while (value[low] < value[b] - ctr)
            {
                low++;
            }

            var bid = Math.Min(b - low, highest);
            var left = TensorPrimitives.Dot(backwards[(highest - bid)..], value.Slice(b - bid, bid + 1));

            // Rounding must not let a larger budget be worth less: bids are found by halving.
            next[b] = Math.Max(next[b - 1], value[b] + (won[bid] * (ctr - value[b])) + left);
        }
    }
}
