namespace Marketing.Features.Demand;

/// <summary>The price of every day out of the prices of the days with a sale. Pure.</summary>
internal static class CarriedPrice
{
    /// <summary>A price a day from <paramref name="from"/> on; NaN before the first.</summary>
    /// <param name="days">Days with a sale, ascending.</param>
    /// <param name="prices">Price on each, NaN where nothing was paid.</param>
    /// <param name="from">First day.</param>
    /// <param name="end">Day after the last.</param>
    public static float[] Of(ReadOnlySpan<int> days, ReadOnlySpan<float> prices, int from, int end)
    {
        var series = new float[end - from];
        var (at, price) = (0, float.NaN);
        for (var i = 0; i < days.Length; i++)
        {
            if (!float.IsNaN(prices[i]))
            {
                series.AsSpan(at..(days[i] - from)).Fill(price);
                (at, price) = (days[i] - from, prices[i]);
            }
        }

        series.AsSpan(at).Fill(price);
        return series;
    }
}
