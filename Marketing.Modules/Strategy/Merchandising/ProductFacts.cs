using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Strategy.Merchandising;

/// <summary>What rules need to know of the products of one snapshot; each part is computed when a book first asks for it.</summary>
internal sealed class ProductFacts(ShopSnapshot snapshot)
{
    private const double DayMilliseconds = 86_400_000;
    private readonly Lazy<ProductLikeness> _likeness = new(() => ProductLikeness.Of(snapshot.Products));
    private readonly Lazy<double[]> _cycles = new(() => RepurchaseCycles.Of(snapshot));
    private readonly Lazy<double[]> _margins = new(() => MarginsOf(snapshot.Products));
    private readonly Lazy<double[]> _ages = new(() => AgesOf(snapshot));
    private readonly Lazy<int[]> _categories = new(() => NumbersOf(snapshot.Products.Category));

    public ShopSnapshot Snapshot => snapshot;

    /// <summary>How alike two products are.</summary>
    public ProductLikeness Likeness => _likeness.Value;

    /// <summary>Days between two purchases by one customer, 0 where nobody buys again.</summary>
    public double[] Cycles => _cycles.Value;

    /// <summary>Margin as a share of the price, in [0, 1]; the mean of the known ones where cost or price is not known.</summary>
    public double[] Margins => _margins.Value;

    /// <summary>Days since the first sale; 0 without one, since that is still to come.</summary>
    public double[] Ages => _ages.Value;

    /// <summary>A number for each category; -1 without one.</summary>
    public int[] Categories => _categories.Value;

    private static double[] MarginsOf(ProductColumns products)
    {
        var margins = new double[products.Count];
        var (sum, known) = (0.0, 0);
        for (var p = 0; p < margins.Length; p++)
        {
            margins[p] = products.Price[p] > 0 && products.Cost[p] >= 0 ? Math.Clamp((products.Price[p] - products.Cost[p]) / (double)products.Price[p], 0, 1) : double.NaN;
            if (!double.IsNaN(margins[p]))
            {
                sum += margins[p];
                known++;
            }
        }

        var mean = known == 0 ? 0 : sum / known;
        return Array.ConvertAll(margins, margin => double.IsNaN(margin) ? mean : margin);
    }

    private static double[] AgesOf(ShopSnapshot snapshot)
    {
        var orders = snapshot.Orders;
        var ages = new double[snapshot.Products.Count];
        var now = snapshot.AsOf.ToUnixTimeMilliseconds();
        for (var o = orders.Count - 1; o >= 0; o--)
        {
            // Times ascend, so that the earliest sale is written last.
            for (var line = orders.LineStart[o]; line < orders.LineStart[o + 1]; line++)
            {
                ages[orders.LineProduct[line]] = (now - orders.Time[o]) / DayMilliseconds;
            }
        }

        return ages;
    }

    private static int[] NumbersOf(string[] categories)
    {
        var numbers = new Numbering(StringComparer.OrdinalIgnoreCase);
        return Array.ConvertAll(categories, category => category.Length == 0 ? -1 : numbers.Of(category));
    }
}
