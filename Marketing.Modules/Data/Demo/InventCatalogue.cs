namespace Marketing.Data.Demo;

/// <summary>Costs and stock for the demo shop: the cost a share of the price, the stock a share of what was sold lately.</summary>
internal static class InventCatalogue
{
    private const long MsPerDay = 86_400_000;
    private const double SoldOutShare = 0.04;
    private const double LeastCover = 0.2;
    private const double MostCover = 2.5;
    private const int MostLeftOver = 40;

    public static IReadOnlyList<InventedProduct> Run(ShopSnapshot shop, DemoOptions options, Random random)
    {
        var sold = SoldLately(shop, options.BrowsingDays);
        var products = new InventedProduct[shop.Products.Count];
        for (var p = 0; p < products.Length; p++)
        {
            var share = options.LeastCostShare + (random.NextDouble() * (options.MostCostShare - options.LeastCostShare));
            var cover = LeastCover + (random.NextDouble() * (MostCover - LeastCover));
            var stock = random.NextDouble() < SoldOutShare ? 0 : (int)(sold[p] * cover) + random.Next(MostLeftOver);
            products[p] = new InventedProduct(shop.Products.Id[p], Math.Max(1, (long)Math.Round(shop.Products.Price[p] * share)), stock);
        }

        return products;
    }

    private static long[] SoldLately(ShopSnapshot shop, int days)
    {
        var sold = new long[shop.Products.Count];
        var orders = shop.Orders;
        var since = orders.Count == 0 ? 0 : orders.Time[^1] - (days * MsPerDay);
        for (var o = orders.Count - 1; o >= 0 && orders.Time[o] >= since; o--)
        {
            for (var l = orders.LineStart[o]; l < orders.LineStart[o + 1]; l++)
            {
                sold[orders.LineProduct[l]] += orders.LineQuantity[l];
            }
        }

        return sold;
    }
}
