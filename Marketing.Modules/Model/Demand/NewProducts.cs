using Marketing.Features;
using Marketing.Model.Forecasting.Pooled;

namespace Marketing.Model.Demand;

/// <summary>
/// Products that are new, by analogy: what earlier new products of their category, or of the shop where it had too few, sold a day in their first weeks counts as some days of their own
/// (a gamma prior's mean for Poisson counts: Gelman et al. 2013, sec. 2.6). A day above 99 of 100 first days with a sale in the shop counts as that: one order by the lorry says little of the next days.
/// </summary>
internal sealed class NewProducts
{
    // Days of its own after which a product is believed as much as its kind.
    private const double PriorDays = 14;
    private const int FewestAlike = 5;
    private const int FewestDays = 20;

    private readonly DemandFrame _frame;
    private readonly Dictionary<string, (double Rate, int Count)> _rates = new(StringComparer.Ordinal);
    private readonly (double Rate, int Count) _shop;
    private readonly double[] _week;
    private readonly float _most;

    public NewProducts(DemandFrame frame, DemandState[] states, ReadOnlySpan<double> week)
    {
        (_frame, _week) = (frame, week.ToArray());
        _most = Most(frame);
        var launches = Enumerable.Range(0, frame.Products)
            .Where(i => frame.StartOf(i) >= DemandPool.Week && frame.StartOf(i) + DemandFrame.NewDays <= frame.Days && states[i] != DemandState.Never)
            .Select(i => (Category: frame.Snapshot.Products.Category[i], Rate: PooledRows.Mean(Tamed(i)[..DemandFrame.NewDays]))).ToList();
        _shop = (launches.Count > 0 ? launches.Average(one => one.Rate) : 0, launches.Count);
        foreach (var category in launches.Where(one => one.Category.Length > 0).GroupBy(one => one.Category))
        {
            _rates[category.Key] = (category.Average(one => one.Rate), category.Count());
        }
    }

    /// <summary>Expected demand a day.</summary>
    /// <param name="product">A new product.</param>
    /// <param name="horizon">Days.</param>
    public float[] Forecast(int product, int horizon)
    {
        var own = Tamed(product);
        var prior = _rates.GetValueOrDefault(_frame.Snapshot.Products.Category[product]) is { Count: >= FewestAlike } category ? category : _shop;
        var days = prior.Count >= FewestAlike ? PriorDays : 0;
        var rate = ((PooledRows.Mean(own) * own.Length) + (days * prior.Rate)) / Math.Max(1, own.Length + days);
        return [.. Enumerable.Range(0, horizon).Select(day => (float)(rate * _week[(_frame.Days + day) % DemandPool.Week]))];
    }

    private ReadOnlySpan<float> Tamed(int product)
    {
        var values = _frame.Demand(product).ToArray();
        System.Numerics.Tensors.TensorPrimitives.Min(values, _most, values);
        return values;
    }

    private static float Most(DemandFrame frame)
    {
        var first = new List<float>();
        for (var product = 0; product < frame.Products; product++)
        {
            var sold = frame.Sold(product);
            foreach (var units in frame.StartOf(product) >= DemandPool.Week && sold.Length >= DemandFrame.NewDays ? sold[..DemandFrame.NewDays] : [])
            {
                if (units > 0)
                {
                    first.Add(units);
                }
            }
        }

        first.Sort();
        return first.Count < FewestDays ? float.MaxValue : first[(int)(0.99 * (first.Count - 1))];
    }
}
