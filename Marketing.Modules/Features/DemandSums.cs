namespace Marketing.Features;

/// <summary>Demand of several products together, and of weeks. Pure.</summary>
public static class DemandSums
{
    /// <summary>Days of a week.</summary>
    public const int Week = 7;

    /// <summary>Units of the whole shop, a value a day from the first to the last of the frame.</summary>
    public static float[] OfShop(DemandFrame frame, DemandPart part) => Of(frame, Enumerable.Range(0, frame.Products), part);

    /// <summary>Units of some products, a value a day from the first to the last of the frame.</summary>
    /// <param name="frame">Demand.</param>
    /// <param name="products">Indices, each once.</param>
    /// <param name="part">What is summed.</param>
    public static float[] Of(DemandFrame frame, IEnumerable<int> products, DemandPart part)
    {
        // Sums of floats would lose units beyond 2^24 while they grow.
        var sums = new double[frame.Days];
        foreach (var product in products)
        {
            frame.AddTo(sums, product, part);
        }

        return Array.ConvertAll(sums, sum => (float)sum);
    }

    /// <summary>Units of each category as the shop writes it, in the order of the names; products without one are together under the empty name.</summary>
    public static IReadOnlyList<KeyValuePair<string, float[]>> OfCategories(DemandFrame frame, DemandPart part) =>
    [
        .. Enumerable.Range(0, frame.Products)
            .GroupBy(product => frame.Snapshot.Products.Category[product], StringComparer.Ordinal)
            .OrderBy(category => category.Key, StringComparer.Ordinal)
            .Select(category => KeyValuePair.Create(category.Key, Of(frame, category, part))),
    ];

    /// <summary>Sums of whole weeks, the oldest first; the last one ends on the last day, and the days before the first whole week are left out.</summary>
    /// <param name="days">A value a day.</param>
    public static float[] OfWeeks(ReadOnlySpan<float> days)
    {
        var weeks = new float[days.Length / Week];
        for (var week = 0; week < weeks.Length; week++)
        {
            var sum = 0.0;
            foreach (var value in days.Slice((days.Length % Week) + (week * Week), Week))
            {
                sum += value;
            }

            weeks[week] = (float)sum;
        }

        return weeks;
    }
}
