using Marketing.Data;
using Marketing.Kernel.Numerics;
using Marketing.Model.Recommenders.Content;

namespace Marketing.Model.Sequence;

/// <summary>
/// What products are, as classes: the words of the name, levels of the category and the brand, hashed into a number of buckets, and the class of the price. Each product's
/// classes weigh 1 over the root of their number.
/// </summary>
/// <param name="buckets">Buckets.</param>
/// <param name="start">Where the classes of each product begin, and the end of the last.</param>
/// <param name="ofProduct">The classes.</param>
internal sealed class ProductContent(int buckets, int[] start, int[] ofProduct)
{
    private readonly Lazy<(int[] Start, int[] Product)> _turned = new(() => Turned(buckets, start, ofProduct));

    /// <summary>Buckets, of which the first are for classes of prices.</summary>
    public int Buckets => buckets;

    /// <summary>Where the classes of each product begin, and the end of the last.</summary>
    public int[] Start => start;

    /// <summary>The classes, product after product.</summary>
    public int[] Class => ofProduct;

    /// <summary>Classes of a product.</summary>
    public ReadOnlySpan<int> Of(int product) => ofProduct.AsSpan(start[product], start[product + 1] - start[product]);

    /// <summary>Weight of each class of a product.</summary>
    public float Weight(int product) => 1 / MathF.Sqrt(Math.Max(1, start[product + 1] - start[product]));

    /// <summary>Products of a class.</summary>
    public ReadOnlySpan<int> With(int ofClass) => _turned.Value.Product.AsSpan(_turned.Value.Start[ofClass], _turned.Value.Start[ofClass + 1] - _turned.Value.Start[ofClass]);

    /// <summary>The content of some products of a snapshot.</summary>
    /// <param name="products">The snapshot's products.</param>
    /// <param name="which">Their indices there.</param>
    /// <param name="buckets">Buckets, more than there are classes of prices.</param>
    public static ProductContent Of(ProductColumns products, ReadOnlySpan<int> which, int buckets)
    {
        var (start, classes, prices) = (new List<int> { 0 }, new List<int>(), Signs.Classes[2]);
        foreach (var p in which)
        {
            var own = new SortedSet<int> { Signs.Price(products.Price[p]) };
            foreach (var term in ProductText.Terms(products.Name[p], products.Category[p], products.Brand[p], ngrams: 0))
            {
                own.Add(prices + (int)(StableHash.Of(term) % (ulong)(buckets - prices)));
            }

            classes.AddRange(own);
            start.Add(classes.Count);
        }

        return new ProductContent(buckets, [.. start], [.. classes]);
    }

    private static (int[] Start, int[] Product) Turned(int buckets, int[] start, int[] ofProduct)
    {
        var (begin, products) = (new int[buckets + 1], new int[ofProduct.Length]);
        foreach (var one in ofProduct)
        {
            begin[one + 1]++;
        }

        for (var c = 0; c < buckets; c++)
        {
            begin[c + 1] += begin[c];
        }

        var next = begin[..buckets];
        for (var p = 0; p + 1 < start.Length; p++)
        {
            for (var i = start[p]; i < start[p + 1]; i++)
            {
                products[next[ofProduct[i]]++] = p;
            }
        }

        return (begin, products);
    }
}
