using System.Runtime.CompilerServices;
using Marketing.Data;

namespace Marketing.Model.Recommenders.Popularity;

/// <summary>
/// Time-decayed popularity: each known customer adds how much they want a product, see <see cref="Interest"/>; with purchases alone
/// <c>0.5^(age / half-life)</c>, the age being that of the latest purchase in days. Without decay these are the numbers of distinct customers.
/// </summary>
internal static class Popular
{
    private const double DayMs = 86_400_000;

    /// <summary>One value a product of the snapshot; 0 where no known customer wants it.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="terms">What signs weigh.</param>
    public static float[] Of(ShopSnapshot snapshot, InterestTerms terms) =>
        Array.ConvertAll(terms.WithoutEvents ? Bought(snapshot, terms.HalfLifeDays) : Wanted(snapshot, terms), value => (float)value);

    private static double[] Wanted(ShopSnapshot snapshot, InterestTerms terms)
    {
        var (signs, at, popularity) = (CustomerSigns.Of(snapshot), snapshot.AsOf.ToUnixTimeMilliseconds(), new double[snapshot.Products.Count]);
        var (_, entries) = snapshot.Customers.Count == 0 ? (0, 0) : signs.Row(snapshot.Customers.Count - 1);
        for (var i = 0; i < entries; i++)
        {
            popularity[signs.Product(i)] += signs.Value(i, terms, at);
        }

        return popularity;
    }

    // Optimised at once: in a process that fits one model and ends, these loops would be over before the runtime took note of them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double[] Bought(ShopSnapshot snapshot, double? halfLifeDays)
    {
        var (orders, byCustomer) = (snapshot.Orders, CustomerOrders.Of(snapshot));
        var asOf = snapshot.AsOf.ToUnixTimeMilliseconds();
        var (popularity, met) = (new double[snapshot.Products.Count], new int[snapshot.Products.Count]);
        for (var customer = 0; customer < snapshot.Customers.Count; customer++)
        {
            // From the newest order backwards, the first meeting of a customer and a product is their latest purchase.
            var own = byCustomer.Row(customer);
            for (var at = own.Length - 1; at >= 0; at--)
            {
                var o = own[at];
                var weight = halfLifeDays is { } half ? Math.Pow(0.5, (asOf - orders.Time[o]) / DayMs / half) : 1;
                for (var line = orders.LineStart[o]; line < orders.LineStart[o + 1]; line++)
                {
                    var product = orders.LineProduct[line];
                    if (met[product] != customer + 1)
                    {
                        met[product] = customer + 1;
                        popularity[product] += weight;
                    }
                }
            }
        }

        return popularity;
    }
}
