using Marketing.Data;

namespace Marketing.Model.Recommenders.Popularity;

/// <summary>
/// Time-decayed popularity: each known customer who has bought a product adds <c>0.5^(age / half-life)</c>, the age being that of the
/// latest purchase in days. Without decay it is the number of distinct customers.
/// </summary>
internal static class Popular
{
    private const double DayMs = 86_400_000;

    /// <summary>One value a product of the snapshot; 0 where no known customer has bought it.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="halfLifeDays">Half-life in days, above 0; null for no decay.</param>
    public static float[] Of(ShopSnapshot snapshot, double? halfLifeDays)
    {
        var orders = snapshot.Orders;
        var asOf = snapshot.AsOf.ToUnixTimeMilliseconds();
        var popularity = new double[snapshot.Products.Count];
        var counted = new HashSet<long>(Interactions.Of(snapshot).Bought.Entries);

        // From the newest order backwards, the first meeting of a customer and a product is their latest purchase.
        for (var o = orders.Count - 1; o >= 0; o--)
        {
            if (orders.Customer[o] is not (>= 0 and var customer))
            {
                continue;
            }

            var weight = halfLifeDays is { } half ? Math.Pow(0.5, (asOf - orders.Time[o]) / DayMs / half) : 1;
            for (var line = orders.LineStart[o]; line < orders.LineStart[o + 1]; line++)
            {
                var product = orders.LineProduct[line];
                if (counted.Add(((long)customer * snapshot.Products.Count) + product))
                {
                    popularity[product] += weight;
                }
            }
        }

        return Array.ConvertAll(popularity, value => (float)value);
    }
}
