using Marketing.Data;

namespace Marketing.Model.Related;

/// <summary>Products on the rise, see <see cref="IRelatedProducts.TrendsAsync"/>.</summary>
internal static class Trends
{
    private const long DayMilliseconds = 86_400_000;

    /// <summary>Products with a ratio above 1, best first.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="days">Length of the period.</param>
    /// <param name="prior">κ.</param>
    public static List<ProductTrend> Of(ShopSnapshot snapshot, int days, double prior)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(days);
        var to = snapshot.AsOf.ToUnixTimeMilliseconds();
        var from = to - (days * DayMilliseconds);
        var (buyers, all) = Count(snapshot, from, to);
        var (before, allBefore) = Count(snapshot, from - (days * DayMilliseconds), from);
        var trends = new List<ProductTrend>();
        for (var p = 0; p < buyers.Length && allBefore > 0; p++)
        {
            var expected = all * (double)before[p] / allBefore;
            if (buyers[p] > expected)
            {
                trends.Add(new ProductTrend(p, buyers[p], before[p], (buyers[p] + prior) / (expected + prior)));
            }
        }

        trends.Sort((a, b) => a.Ratio != b.Ratio ? b.Ratio.CompareTo(a.Ratio) : a.Buyers != b.Buyers ? b.Buyers.CompareTo(a.Buyers) : a.Product.CompareTo(b.Product));
        return trends;
    }

    private static (int[] OfProduct, int All) Count(ShopSnapshot snapshot, long from, long to)
    {
        var orders = snapshot.Orders;
        var (counts, everybody, counted) = (new int[snapshot.Products.Count], new HashSet<int>(), new HashSet<(int, int)>());
        for (var o = orders.Count - 1; o >= 0 && orders.Time[o] >= from; o--)
        {
            if (orders.Time[o] >= to)
            {
                continue;
            }

            var buyer = orders.Customer[o] >= 0 ? orders.Customer[o] : ~o;
            everybody.Add(buyer);
            for (var line = orders.LineStart[o]; line < orders.LineStart[o + 1]; line++)
            {
                counts[orders.LineProduct[line]] += counted.Add((buyer, orders.LineProduct[line])) ? 1 : 0;
            }
        }

        return (counts, everybody.Count);
    }
}
