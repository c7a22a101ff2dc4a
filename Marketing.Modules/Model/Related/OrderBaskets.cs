using System.Runtime.InteropServices;
using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Related;

/// <summary>The latest orders of a snapshot, anybody's, as baskets of distinct products.</summary>
internal sealed class OrderBaskets
{
    private OrderBaskets(SparseMatrix products)
    {
        Products = products;
        Holding = products.Transpose();
    }

    /// <summary>Orders by products, binary.</summary>
    public SparseMatrix Products { get; }

    /// <summary>Products by orders, binary.</summary>
    public SparseMatrix Holding { get; }

    /// <summary>How many orders.</summary>
    public int Count => Products.Rows;

    public static OrderBaskets Of(ShopSnapshot snapshot, RelatedOptions options)
    {
        var orders = snapshot.Orders;
        var (rows, columns, count) = (new List<int>(), new List<int>(), 0);
        for (var o = orders.Count - 1; o >= 0 && count < options.LatestOrders; o--)
        {
            var lines = orders.LineProduct.AsSpan(orders.LineStart[o], orders.LineStart[o + 1] - orders.LineStart[o]);
            if (lines.Length > 0 && lines.Length <= options.LongestBasket)
            {
                foreach (var product in lines)
                {
                    rows.Add(count);
                    columns.Add(product);
                }

                count++;
            }
        }

        return new OrderBaskets(SparseMatrix.FromPairs(count, snapshot.Products.Count, CollectionsMarshal.AsSpan(rows), CollectionsMarshal.AsSpan(columns)));
    }

    /// <summary>How many orders hold a product.</summary>
    public int With(int product) => Holding.Row(product).Length;

    /// <summary>A product on the same orders as others.</summary>
    /// <param name="product">The product.</param>
    /// <param name="both">Orders that hold all.</param>
    /// <param name="others">Orders that hold the others.</param>
    public BoughtTogether Pair(int product, int both, int others) =>
        new(product, both, both / (double)Count, both / (double)others, both * (double)Count / ((double)others * With(product)));

    /// <summary>What was bought on the orders of a product more often than by chance, see <see cref="IRelatedProducts.TogetherAsync"/>.</summary>
    public List<BoughtTogether> Together(int product, int fewest)
    {
        var counts = new int[Products.Columns];
        foreach (var order in Holding.Row(product))
        {
            foreach (var other in Products.Row(order))
            {
                counts[other]++;
            }
        }

        counts[product] = 0;
        var pairs = new List<BoughtTogether>();
        for (var other = 0; other < counts.Length; other++)
        {
            if (counts[other] >= fewest && Pair(other, counts[other], With(product)) is { Lift: > 1 } pair)
            {
                pairs.Add(pair);
            }
        }

        pairs.Sort(Better);
        return pairs;
    }

    /// <summary>Higher confidence first, then higher lift, then the lower index.</summary>
    public static int Better(BoughtTogether a, BoughtTogether b) =>
        a.Confidence != b.Confidence ? b.Confidence.CompareTo(a.Confidence) : a.Lift != b.Lift ? b.Lift.CompareTo(a.Lift) : a.Product.CompareTo(b.Product);
}
