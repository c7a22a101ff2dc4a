namespace Marketing.Model.Forecasting.Arima;

/// <summary>How often neighbours and seasons are subtracted from each other until a series stands still.</summary>
internal static class Differencing
{
    /// <summary>Most differences of neighbours.</summary>
    public const int Most = 2;

    // Strength of season from which one is subtracted: the share of what is left beside the trend (Wang, Smith and Hyndman 2006, sec. 3.1), chosen by Hyndman on the M3 competition.
    private const double StrongSeason = 0.64;
    private const int SeasonWindow = 11;

    // Of 5 % for a level (Kwiatkowski et al. 1992, table 1).
    private const double Critical = 0.463;
    private const double Rounding = 1e-12;
    private const int Fewest = 4;

    /// <summary>Whether a season is subtracted.</summary>
    /// <param name="values">The series.</param>
    /// <param name="season">Steps of one season.</param>
    public static bool HasStrongSeason(ReadOnlySpan<double> values, int season)
    {
        if (season < 2 || values.Length <= 2 * season || IsConstant(values))
        {
            return false;
        }

        var (trend, seasonal) = (new double[values.Length], new double[values.Length]);
        SeasonalLoess.Split(values, season, SeasonWindow, trend, seasonal);
        var rest = new double[values.Length];
        for (var t = 0; t < rest.Length; t++)
        {
            rest[t] = values[t] - trend[t] - seasonal[t];
            trend[t] = rest[t] + seasonal[t];
        }

        return Spread(trend) is > 0 and var both && 1 - (Spread(rest) / both) > StrongSeason;
    }

    /// <summary>How often neighbours are subtracted: until the test of a level that stands still says that it does, or too little is left.</summary>
    /// <param name="values">The series after differences over a season.</param>
    public static int OfNeighbours(ReadOnlySpan<double> values)
    {
        var own = values.ToArray();
        for (var d = 0; d < Most; d++)
        {
            if (own.Length <= Fewest || IsConstant(own) || LevelStatistic(own) <= Critical)
            {
                return d;
            }

            own = Subtract(own, 1);
        }

        return Most;
    }

    /// <summary>Differences at a lag.</summary>
    public static double[] Subtract(ReadOnlySpan<double> values, int lag)
    {
        var to = new double[values.Length - lag];
        for (var t = 0; t < to.Length; t++)
        {
            to[t] = values[t + lag] - values[t];
        }

        return to;
    }

    /// <summary>What is left after the differences of a model.</summary>
    public static double[] Apply(ReadOnlySpan<double> values, ArimaOrder order)
    {
        var own = values.ToArray();
        for (var i = 0; i < order.SeasonalDifferences; i++)
        {
            own = Subtract(own, order.Season);
        }

        for (var i = 0; i < order.Differences; i++)
        {
            own = Subtract(own, 1);
        }

        return own;
    }

    /// <summary>Whether values of at most 1 or so differ by rounding alone.</summary>
    public static bool IsConstant(ReadOnlySpan<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        return high - low <= Rounding;
    }

    /// <summary>Statistic of Kwiatkowski, Phillips, Schmidt and Shin 1992, eq. 11, for a level; weights of Bartlett over <c>3 √n / 13</c> lags.</summary>
    public static double LevelStatistic(ReadOnlySpan<double> values)
    {
        var (n, mean) = (values.Length, 0.0);
        foreach (var value in values)
        {
            mean += value / n;
        }

        var lags = (int)(3 * Math.Sqrt(n) / 13);
        var (sum, squares, variance) = (0.0, 0.0, 0.0);
        for (var t = 0; t < n; t++)
        {
            sum += values[t] - mean;
            squares += sum * sum;
            for (var lag = 0; lag <= Math.Min(lags, t); lag++)
            {
                variance += (lag == 0 ? 1 : 2 * (1 - (lag / (lags + 1.0)))) * (values[t] - mean) * (values[t - lag] - mean);
            }
        }

        return variance > 0 ? squares / n / variance : double.PositiveInfinity;
    }

    private static double Spread(double[] values)
    {
        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean));
    }
}
