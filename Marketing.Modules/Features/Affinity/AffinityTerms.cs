using Marketing.Data;
using Marketing.Features.Frame;
using Marketing.Kernel.Processing;

namespace Marketing.Features.Affinity;

/// <summary>
/// The term that stands out most in a customer's orders against the shop's: the largest z-score of the log-odds ratio with an
/// informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, eq. 16, 19, 20 and 22), the prior being the shop's own shares.
/// </summary>
internal static class AffinityTerms
{
    /// <summary>One term a customer; empty without an order or without any term. Equal scores go to the earlier term in ordinal order.</summary>
    public static string[] Of(ShopSnapshot snapshot, CustomerOrders orders, FeaturesOptions options)
    {
        var terms = ProductTerms.Read(snapshot, options.AffinityWordProducts);
        var shop = CountShop(snapshot.Orders, terms);
        var customers = snapshot.Customers.Count;
        var affinity = new string[customers];
        Parallel.For(
            0,
            customers,
            HeavyWork.Loop(CancellationToken.None),
            () => new int[terms.Terms.Length + 1],
            (customer, _, counts) =>
            {
                var best = Best(snapshot.Orders, orders.Of(customer), terms, shop, options.AffinityPrior, counts);
                affinity[customer] = best < 0 ? "" : terms.Terms[best];
                return counts;
            },
            _ => { });
        return affinity;
    }

    /// <summary>The z-score of a term.</summary>
    /// <param name="y">The customer's lines with the term.</param>
    /// <param name="n">The customer's term occurrences in all.</param>
    /// <param name="shopY">The shop's lines with the term.</param>
    /// <param name="shopN">The shop's term occurrences in all.</param>
    /// <param name="prior">Pseudo-observations a0, spread over the terms by the shop's shares.</param>
    /// <returns>NaN in a shop of one term, where nothing can stand out.</returns>
    internal static double ZScore(double y, double n, double shopY, double shopN, double prior)
    {
        var a = prior * shopY / shopN;
        var own = Math.Log((y + a) / (n + prior - y - a));
        var all = Math.Log((shopY + a) / (shopN + prior - shopY - a));
        return (own - all) / Math.Sqrt((1 / (y + a)) + (1 / (shopY + a)));
    }

    private static long[] CountShop(OrderColumns orders, ProductTerms terms)
    {
        var sold = new long[terms.Of.Rows];
        foreach (var product in orders.LineProduct)
        {
            sold[product]++;
        }

        // The last entry is the sum.
        var counts = new long[terms.Terms.Length + 1];
        for (var product = 0; product < sold.Length; product++)
        {
            foreach (var term in terms.Of.Row(product))
            {
                counts[term] += sold[product];
                counts[^1] += sold[product];
            }
        }

        return counts;
    }

    private static int Best(OrderColumns orders, ReadOnlySpan<int> own, ProductTerms terms, long[] shop, double prior, int[] counts)
    {
        Array.Clear(counts);
        foreach (var o in own)
        {
            for (var line = orders.LineStart[o]; line < orders.LineStart[o + 1]; line++)
            {
                foreach (var term in terms.Of.Row(orders.LineProduct[line]))
                {
                    counts[term]++;
                    counts[^1]++;
                }
            }
        }

        var (best, highest) = (-1, double.NegativeInfinity);
        for (var term = 0; term < counts.Length - 1; term++)
        {
            if (counts[term] > 0 && ZScore(counts[term], counts[^1], shop[term], shop[^1], prior) is var z && (best < 0 || z > highest))
            {
                (best, highest) = (term, z);
            }
        }

        return best;
    }
}
