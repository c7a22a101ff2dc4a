using Marketing.Features.Frame;

namespace Marketing.Features.Treating;

/// <summary>A frame with treatments applied, made of copies. Each column is treated by itself, so that the order of features is of no matter. Pure.</summary>
internal static class TreatFrame
{
    /// <summary>Treats a frame; the very frame when nothing would change.</summary>
    /// <param name="stored">Frame before any treatment.</param>
    /// <param name="inForce">Treatments.</param>
    public static FeatureFrame Of(FeatureFrame stored, IReadOnlyList<TreatmentInForce> inForce)
    {
        var treatments = inForce.Where(one => one.Treatment is not { Missing: MissingMethod.Leave, Outliers: OutlierMethod.None }).ToDictionary(one => one.Feature, one => one.Treatment, StringComparer.Ordinal);
        if (treatments.Count == 0)
        {
            return stored;
        }

        bool[] customers = [.. stored.Kept];
        bool[] products = [.. stored.Products.Kept];
        var changes = new List<TreatmentChange>(treatments.Count);
        var columns = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var name in TreatedColumns.Names.Where(treatments.ContainsKey))
        {
            var kept = name.StartsWith(TreatedColumns.Customers, StringComparison.Ordinal) ? customers : products;
            var column = TreatedColumns.Of(stored, name);
            var before = kept.LongCount(row => row);
            var (marked, capped, filled, _) = TreatColumn.Apply(name, column, treatments[name], kept);
            columns[name] = column.Values;
            changes.Add(new TreatmentChange(name, treatments[name], filled, marked, capped, before - kept.LongCount(row => row)));
        }

        return Frame(stored, columns, customers, products, changes);
    }

    private static FeatureFrame Frame(FeatureFrame stored, Dictionary<string, double[]> columns, bool[] customers, bool[] products, List<TreatmentChange> changes)
    {
        var recency = Floats("recency", stored.RecencyDays);
        var frequency = Numbers("frequency", stored.Frequency, value => (int)value);
        var monetary = Numbers("monetary", stored.Monetary, value => (long)value);
        var scores = FrameScores.Of(recency, frequency, monetary, c => stored.Frequency[c] > 0 && customers[c]);
        return new FeatureFrame
        {
            Snapshot = stored.Snapshot,
            RecencyDays = recency,
            Frequency = frequency,
            Monetary = monetary,
            TenureDays = Floats("tenure", stored.TenureDays),
            MeanGapDays = Floats("gap", stored.MeanGapDays),
            BasketSize = Floats("basket", stored.BasketSize),
            ReturnRate = Floats("returns", stored.ReturnRate),
            Affinity = stored.Affinity,
            R = scores.R,
            F = scores.F,
            M = scores.M,
            Kept = customers,
            Products = new ProductFeatures
            {
                Price = columns.GetValueOrDefault("products.price", stored.Products.Price),
                Cost = columns.GetValueOrDefault("products.cost", stored.Products.Cost),
                Stock = columns.GetValueOrDefault("products.stock", stored.Products.Stock),
                Kept = products,
            },
            Changes = changes,
            Untreated = stored,
        };

        float[] Floats(string name, float[] values)
        {
            float[] treated = columns.TryGetValue(TreatedColumns.Customers + name, out var column) ? Array.ConvertAll(column, value => (float)value) : [.. values];
            for (var c = 0; c < treated.Length; c++)
            {
                treated[c] = customers[c] ? treated[c] : float.NaN;
            }

            return treated;
        }

        // Counts and money are never missing and are moved to a value that stands elsewhere in the column, so that whole numbers stay
        // whole; NaN is the mark of an excluded row alone, whose number stays what it was.
        T[] Numbers<T>(string name, T[] values, Func<double, T> whole) => columns.TryGetValue(TreatedColumns.Customers + name, out var column)
            ? [.. column.Select((value, c) => double.IsNaN(value) ? values[c] : whole(value))]
            : values;
    }
}
