namespace Marketing.Model.Forecasting.Smoothing;

/// <summary>Smoothing constants by the letters of Hyndman et al. 2008.</summary>
/// <param name="Alpha">Of the level, in (0, 1).</param>
/// <param name="Beta">Of the trend, in (0, alpha); 0 without a trend.</param>
/// <param name="Gamma">Of the season, in (0, 1 - alpha); 0 without a season.</param>
/// <param name="Phi">By which the trend fades a step; 1 where it does not.</param>
internal readonly record struct EtsConstants(double Alpha, double Beta, double Gamma, double Phi);

/// <summary>What a filter found.</summary>
/// <param name="Level">Level after the last value.</param>
/// <param name="Trend">Trend after the last value.</param>
/// <param name="Squares">Sum of squared errors; relative ones where they multiply.</param>
/// <param name="Likelihood">Minus twice the logarithm of the likelihood but for a constant (Hyndman et al. 2008, eq. 5.4): n ln(squares) + 2 sum ln |forecast| for errors that multiply.</param>
internal readonly record struct EtsPass(double Level, double Trend, double Squares, double Likelihood);

/// <summary>Passes through a series, one step ahead each (Hyndman et al. 2008, table 2.2; Hyndman, Koehler, Snyder and Grose 2002, table 1).</summary>
internal static class EtsFilter
{
    private const double Least = 1e-10;

    /// <summary>Filters.</summary>
    /// <param name="values">The series.</param>
    /// <param name="form">Form.</param>
    /// <param name="constants">Constants.</param>
    /// <param name="level">Level before the first value.</param>
    /// <param name="trend">Trend before the first value; 0 where there is none.</param>
    /// <param name="season">Index of each place of the season, the first value's first; empty without a season. Receives those after the last value, by the same places.</param>
    public static EtsPass Run(ReadOnlySpan<double> values, EtsForm form, EtsConstants constants, double level, double trend, Span<double> season) => form.Season switch
    {
        Joined.Additive => Run<Added>(values, form, constants, level, trend, season),
        Joined.Multiplicative => Run<Multiplied>(values, form, constants, level, trend, season),
        _ => Run<Absent>(values, form, constants, level, trend, season),
    };

    private static EtsPass Run<TSeason>(ReadOnlySpan<double> values, EtsForm form, EtsConstants constants, double level, double trend, Span<double> season)
        where TSeason : struct, ISeason
    {
        var (alpha, gamma, phi) = (constants.Alpha, constants.Gamma, constants.Phi);
        var share = form.HasTrend ? constants.Beta / alpha : 0;
        var relative = form.Error == Joined.Multiplicative;
        var (squares, logs, product, place) = (0.0, 0.0, 1.0, 0);
        for (var t = 0; t < values.Length; t++)
        {
            var fading = phi * trend;
            var before = level + fading;
            var index = TSeason.IsThere ? season[place] : 0;
            var forecast = TSeason.Join(before, index);
            var error = values[t] - forecast;
            if (relative)
            {
                var size = Math.Abs(forecast);
                if (size < Least)
                {
                    return new EtsPass(level, trend, double.PositiveInfinity, double.PositiveInfinity);
                }

                error /= forecast;
                product *= size;
                if (product is > 1e150 or < 1e-150)
                {
                    logs += Math.Log(product);
                    product = 1;
                }
            }

            squares += error * error;
            var next = before + (alpha * (TSeason.Without(values[t], index) - before));
            trend = fading + (share * (next - level - fading));
            level = next;
            if (TSeason.IsThere)
            {
                season[place] = index + (gamma * (TSeason.Index(values[t], before) - index));
                place = place + 1 == season.Length ? 0 : place + 1;
            }
        }

        var likelihood = (values.Length * Math.Log(Math.Max(squares, double.Epsilon))) + (relative ? 2 * (logs + Math.Log(product)) : 0);
        return new EtsPass(level, trend, squares, double.IsNaN(likelihood) ? double.PositiveInfinity : likelihood);
    }

    private interface ISeason
    {
        static abstract bool IsThere { get; }

        static abstract double Join(double level, double index);

        static abstract double Without(double value, double index);

        static abstract double Index(double value, double level);
    }

    private readonly struct Absent : ISeason
    {
        public static bool IsThere => false;

        public static double Join(double level, double index) => level;

        public static double Without(double value, double index) => value;

        public static double Index(double value, double level) => 0;
    }

    private readonly struct Added : ISeason
    {
        public static bool IsThere => true;

        public static double Join(double level, double index) => level + index;

        public static double Without(double value, double index) => value - index;

        public static double Index(double value, double level) => value - level;
    }

    private readonly struct Multiplied : ISeason
    {
        public static bool IsThere => true;

        public static double Join(double level, double index) => level * index;

        public static double Without(double value, double index) => value / Math.Max(index, Least);

        public static double Index(double value, double level) => value / (level is >= 0 and < Least ? Least : level);
    }
}
