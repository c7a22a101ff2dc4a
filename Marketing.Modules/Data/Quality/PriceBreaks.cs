using Marketing.Kernel.Numerics;

namespace Marketing.Data.Quality;

/// <summary>
/// Prices that jump from one period to the next: of one product by a power of ten (a unit was changed: pence for pounds, a box for a
/// piece), or of most products by the same factor (the currency was changed). Compared are the products' median prices.
/// </summary>
internal static class PriceBreaks
{
    private const long MillisecondsPerDay = 86_400_000;

    /// <summary>Products whose price moved by about 10, 100, 1000 or a part of it, and products sold in both periods.</summary>
    public static Finding Units(ShopSnapshot shop, QualityOptions options)
    {
        var ratios = LogRatios(shop, options.PeriodDays);
        return new Finding(ratios.LongCount(ratio => IsPowerOfTen(ratio, options.UnitBreakSlack)), ratios.Count);
    }

    /// <summary>
    /// Products that moved with the rest, of those sold in both periods; none unless the median move is larger than
    /// <see cref="QualityOptions.CurrencyBreakMove"/> and most products are within <see cref="QualityOptions.UnitBreakSlack"/> of it.
    /// </summary>
    public static Finding Currency(ShopSnapshot shop, QualityOptions options)
    {
        var ratios = LogRatios(shop, options.PeriodDays);
        if (ratios.Count == 0)
        {
            return new Finding(0, 0);
        }

        double[] sorted = [.. ratios.Order()];
        var move = Interval.Quantile(sorted, 0.5);
        var together = sorted.LongCount(ratio => Math.Abs(ratio - move) <= options.UnitBreakSlack);
        var moved = Math.Abs(move) > options.CurrencyBreakMove && together * 2 > sorted.Length;
        return new Finding(moved ? together : 0, sorted.Length);
    }

    private static bool IsPowerOfTen(double logRatio, double slack)
    {
        var power = Math.Round(logRatio / Math.Log(10));
        return power != 0 && Math.Abs(logRatio - (power * Math.Log(10))) <= slack;
    }

    /// <summary>Logarithm of the median price now against the one before, of every product with a price in both periods.</summary>
    private static List<double> LogRatios(ShopSnapshot shop, int periodDays)
    {
        var orders = shop.Orders;
        var (end, period) = (ProfileShop.End(shop), periodDays * MillisecondsPerDay);
        var (now, before) = (new Dictionary<int, List<double>>(), new Dictionary<int, List<double>>());
        for (var o = orders.Count - 1; o >= 0 && orders.Time[o] >= end - (2 * period); o--)
        {
            var prices = orders.Time[o] >= end - period ? now : before;
            for (var l = orders.LineStart[o]; l < orders.LineStart[o + 1]; l++)
            {
                if (orders.LinePrice[l] > 0)
                {
                    if (!prices.TryGetValue(orders.LineProduct[l], out var list))
                    {
                        prices[orders.LineProduct[l]] = list = [];
                    }

                    list.Add(orders.LinePrice[l]);
                }
            }
        }

        return [.. now.Where(pair => before.ContainsKey(pair.Key)).Select(pair => Math.Log(Median(pair.Value) / Median(before[pair.Key])))];
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return Interval.Quantile([.. values], 0.5);
    }
}
