namespace Marketing.Features.Treating;

/// <summary>The numbers of a frame that can be treated, with what treatment needs beside them: keys, times and groups.</summary>
internal sealed class TreatedColumns
{
    public const string Customers = "customers.";
    public const string Products = "products.";

    private readonly Func<double[]> _times;
    private readonly Func<int[]> _groups;

    private TreatedColumns(double[] values, IReadOnlyList<string> keys, Func<double[]> times, Func<int[]> groups) => (Values, Keys, _times, _groups) = (values, keys, times, groups);

    public static IReadOnlyList<string> Names { get; } =
    [
        "customers.recency", "customers.frequency", "customers.monetary", "customers.tenure", "customers.gap", "customers.basket", "customers.returns",
        "products.price", "products.cost", "products.stock",
    ];

    /// <summary>A copy that may be written to; NaN is missing.</summary>
    public double[] Values { get; }

    public IReadOnlyList<string> Keys { get; }

    /// <summary>When the customer first ordered (days before the snapshot, counted back), or the product's place in the catalogue.</summary>
    public double[] Times => _times();

    /// <summary>Group of each row, or -1.</summary>
    public int[] Groups => _groups();

    /// <exception cref="ArgumentException">There is no such feature.</exception>
    public static TreatedColumns Of(FeatureFrame frame, string feature)
    {
        var products = frame.Snapshot.Products;
        if (feature.StartsWith(Customers, StringComparison.Ordinal))
        {
            var customers = frame.Snapshot.Customers;
            return new TreatedColumns(CustomerValues(frame, feature), customers.Key, () => Array.ConvertAll(frame.TenureDays, days => -(double)days), () => Codes(customers.Country));
        }

        double[] values = feature switch
        {
            "products.price" => [.. frame.Products.Price],
            "products.cost" => [.. frame.Products.Cost],
            "products.stock" => [.. frame.Products.Stock],
            _ => throw Unknown(feature),
        };
        return new TreatedColumns(values, products.Code, () => Array.ConvertAll(products.Id, id => (double)id), () => Codes(products.Category));
    }

    private static double[] CustomerValues(FeatureFrame frame, string feature) => feature switch
    {
        "customers.recency" => Doubles(frame.RecencyDays),
        "customers.frequency" => Array.ConvertAll(frame.Frequency, orders => (double)orders),
        "customers.monetary" => Array.ConvertAll(frame.Monetary, money => (double)money),
        "customers.tenure" => Doubles(frame.TenureDays),
        "customers.gap" => Doubles(frame.MeanGapDays),
        "customers.basket" => Doubles(frame.BasketSize),
        "customers.returns" => Doubles(frame.ReturnRate),
        _ => throw Unknown(feature),
    };

    private static ArgumentException Unknown(string feature) => new($"There is no feature '{feature}'; choose one of {string.Join(", ", Names)}.", nameof(feature));

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);

    private static int[] Codes(string[] texts)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        return Array.ConvertAll(texts, text => string.IsNullOrWhiteSpace(text) ? -1 : known.TryGetValue(text, out var code) ? code : known[text] = known.Count);
    }
}
