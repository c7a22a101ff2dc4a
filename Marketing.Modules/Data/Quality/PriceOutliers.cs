namespace Marketing.Data.Quality;

/// <summary>
/// Order lines whose price is far from what the product usually costs: the modified z-score of Iglewicz and Hoaglin (How to Detect
/// and Handle Outliers, 1993, section 3.3.3), M = 0.6745 (x - median) / MAD, on the logarithm of the price, because prices move by factors.
/// </summary>
internal static class PriceOutliers
{
    private const double NormalQuartile = 0.6745;

    public static Finding Count(ShopSnapshot shop, QualityOptions options)
    {
        var starts = Starts(shop);
        var logs = Grouped(shop, starts);
        var deviations = new double[logs.Length == 0 ? 0 : Enumerable.Range(0, shop.Products.Count).Max(p => starts[p + 1] - starts[p])];
        long outliers = 0;
        for (var p = 0; p < shop.Products.Count; p++)
        {
            var prices = logs.AsSpan(starts[p]..starts[p + 1]);
            if (prices.Length >= options.LeastPriceLines)
            {
                outliers += Outliers(prices, deviations.AsSpan(0, prices.Length), options);
            }
        }

        return new Finding(outliers, shop.Orders.Lines);
    }

    /// <summary>Counts the outliers of one product; sorts its prices.</summary>
    private static long Outliers(Span<double> prices, Span<double> deviations, QualityOptions options)
    {
        prices.Sort();
        var median = Middle(prices);
        for (var i = 0; i < prices.Length; i++)
        {
            deviations[i] = Math.Abs(prices[i] - median);
        }

        deviations.Sort();
        var limit = options.PriceOutlierScore * Math.Max(Middle(deviations), options.LeastPriceSpread) / NormalQuartile;
        long count = 0;
        for (var i = deviations.Length - 1; i >= 0 && deviations[i] > limit; i--)
        {
            count++;
        }

        return count;
    }

    private static double Middle(ReadOnlySpan<double> sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    private static int[] Starts(ShopSnapshot shop)
    {
        var starts = new int[shop.Products.Count + 1];
        foreach (var product in shop.Orders.LineProduct)
        {
            starts[product + 1]++;
        }

        for (var p = 0; p < shop.Products.Count; p++)
        {
            starts[p + 1] += starts[p];
        }

        return starts;
    }

    private static double[] Grouped(ShopSnapshot shop, int[] starts)
    {
        var next = starts.AsSpan(0, shop.Products.Count).ToArray();
        var logs = new double[shop.Orders.Lines];
        for (var l = 0; l < logs.Length; l++)
        {
            // A price of nothing has no logarithm: it counts as the smallest unit of money.
            logs[next[shop.Orders.LineProduct[l]]++] = Math.Log(Math.Max(1, shop.Orders.LinePrice[l]));
        }

        return logs;
    }
}
