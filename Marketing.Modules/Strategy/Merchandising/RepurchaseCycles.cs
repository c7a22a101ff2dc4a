using Marketing.Data;

namespace Marketing.Strategy.Merchandising;

/// <summary>
/// Days that usually lie between two purchases of a product by one customer: the median of the gaps between different days,
/// over all customers. A product with fewer gaps than are needed for a median that means anything has no cycle.
/// </summary>
internal static class RepurchaseCycles
{
    /// <summary>Fewest gaps.</summary>
    public const int FewestGaps = 10;

    private const double DayMilliseconds = 86_400_000;

    /// <summary>One entry a product, in days; 0 where there is none.</summary>
    public static double[] Of(ShopSnapshot snapshot)
    {
        var orders = snapshot.Orders;
        var last = new Dictionary<(int Customer, int Product), long>(orders.Lines / 2);
        var gaps = new List<float>?[snapshot.Products.Count];
        for (var o = 0; o < orders.Count; o++)
        {
            if (orders.Customer[o] is not (>= 0 and var customer))
            {
                continue;
            }

            for (var line = orders.LineStart[o]; line < orders.LineStart[o + 1]; line++)
            {
                var key = (customer, orders.LineProduct[line]);
                if (last.TryGetValue(key, out var before) && (orders.Time[o] - before) / DayMilliseconds is >= 1 and var days)
                {
                    (gaps[key.Item2] ??= []).Add((float)days);
                }

                last[key] = orders.Time[o];
            }
        }

        return Array.ConvertAll(gaps, Median);
    }

    private static double Median(List<float>? gaps)
    {
        if (gaps is null || gaps.Count < FewestGaps)
        {
            return 0;
        }

        gaps.Sort();
        var middle = gaps.Count / 2;
        return gaps.Count % 2 == 1 ? gaps[middle] : (gaps[middle - 1] + gaps[middle]) / 2.0;
    }
}
