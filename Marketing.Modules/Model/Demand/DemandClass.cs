namespace Marketing.Model.Demand;

/// <summary>Classes by how demand comes (Syntetos, Boylan and Croston 2005, fig. 4): how long between two days of demand, and how much its size varies.</summary>
internal static class DemandClass
{
    private const double LongGap = 1.32;
    private const double WideSize = 0.49;

    /// <summary>The class of a series: <c>smooth</c>, <c>erratic</c>, <c>intermittent</c> or <c>lumpy</c>.</summary>
    public static string Of(ReadOnlySpan<float> values)
    {
        var (days, sum, squares) = (0, 0.0, 0.0);
        foreach (var value in values)
        {
            if (value > 0)
            {
                (days, sum, squares) = (days + 1, sum + value, squares + ((double)value * value));
            }
        }

        var mean = sum / Math.Max(1, days);
        var isLong = values.Length > LongGap * days;
        var isWide = days > 0 && (squares / days) - (mean * mean) > WideSize * mean * mean;
        return (isLong, isWide) switch { (false, false) => "smooth", (false, true) => "erratic", (true, false) => "intermittent", _ => "lumpy" };
    }
}
