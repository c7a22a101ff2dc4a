namespace Marketing.Features.Demand;

/// <summary>Days at a price well below a product's usual one. Pure.</summary>
internal static class PromotedDays
{
    private const int Window = 56;
    private const int Least = 7;
    private const double Share = 0.9;

    // Prices are floats: 10 % off 1.10 may come out a hair above the product of 1.10 and 0.9.
    private const double Slack = 1e-6;

    /// <summary>Compares each day's price with the median of the window before it.</summary>
    /// <param name="price">A price a day; NaN where none is known, and none after a known one.</param>
    public static bool[] Of(ReadOnlySpan<float> price) => Array.ConvertAll(Cuts(price), cut => cut > 0);

    /// <summary>How far each day's price lies below the median of the window before it, as a share of that; 0 where that is less than a promotion.</summary>
    /// <param name="price">A price a day; NaN where none is known, and none after a known one.</param>
    public static float[] Cuts(ReadOnlySpan<float> price)
    {
        var cuts = new float[price.Length];
        Span<float> sorted = stackalloc float[Window];
        var count = 0;
        for (var day = 0; day < price.Length; day++)
        {
            if (count >= Least)
            {
                var usual = ((double)sorted[count / 2] + sorted[(count - 1) / 2]) / 2;
                cuts[day] = price[day] <= usual * (Share + Slack) ? (float)(1 - (price[day] / usual)) : 0;
            }

            // Most prices stand for months: what comes into the window is what leaves it.
            if (float.IsNaN(price[day]) || (count == Window && price[day - Window] == price[day]))
            {
                continue;
            }

            if (count == Window)
            {
                Remove(sorted, price[day - Window]);
                count--;
            }

            Insert(sorted, count++, price[day]);
        }

        return cuts;
    }

    private static void Insert(Span<float> sorted, int count, float value)
    {
        var place = sorted[..count].BinarySearch(value);
        place = place < 0 ? ~place : place;
        sorted[place..count].CopyTo(sorted[(place + 1)..]);
        sorted[place] = value;
    }

    private static void Remove(Span<float> sorted, float value)
    {
        var place = sorted.BinarySearch(value);
        sorted[(place + 1)..].CopyTo(sorted[place..]);
    }
}
