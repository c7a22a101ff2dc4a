namespace Marketing.Model.Forecasting.Pooled;

/// <summary>What the weeks after an origin are of those before it, by the years before; without weeks where no year is known.</summary>
/// <param name="Series">By series, then week; above 0.</param>
/// <param name="Shop">Of all together.</param>
internal sealed record YearFactors(float[][] Series, float[] Shop)
{
    private const int Week = 7;

    /// <summary>Whether a year is known.</summary>
    public bool IsKnown => Shop.Length > 0;

    /// <summary>Factor of a day of a series.</summary>
    /// <param name="series">The series.</param>
    /// <param name="day">Day after the origin, from 0.</param>
    public float Of(int series, int day) => IsKnown ? Series[series][day / Week] : 1;

    /// <summary>Factor of a day of all together.</summary>
    /// <param name="day">Day after the origin, from 0.</param>
    public float OfShop(int day) => IsKnown ? Shop[day / Week] : 1;

    /// <summary>Mean factor of the first days of a series; null where no year is known.</summary>
    /// <param name="series">The series.</param>
    /// <param name="days">How many, not more than there are.</param>
    public double? Mean(int series, int days) => IsKnown ? Enumerable.Range(0, days).Average(day => (double)Of(series, day)) : null;

    /// <summary>Multiplies the days foretold of a series.</summary>
    /// <param name="series">The series.</param>
    /// <param name="means">The days, from the first after the origin on.</param>
    public void Multiply(int series, Span<float> means)
    {
        for (var day = 0; day < means.Length; day++)
        {
            means[day] *= Of(series, day);
        }
    }
}
