using System.Numerics.Tensors;

namespace Marketing.Model.Forecasting;

/// <summary>
/// Whether a series says anything of how far forecasts of it are off: one rule for every method. Where it does not there is no interval, since one of no width would claim what nobody knows.
/// </summary>
internal static class SpreadGuard
{
    /// <summary>There are too few values, or changes between values of a season, to see errors in.</summary>
    public const string TooFew = "too-few-values";

    /// <summary>No errors were seen: all values are alike, or the method has never been off.</summary>
    public const string NoSpread = "no-spread";

    /// <summary>Values below which nothing is said.</summary>
    public const int FewestValues = 5;

    // Deviations that are this small beside the values come from rounding.
    private const double Rounding = 1e-9;

    /// <summary>Why there is no interval, or null where there is one.</summary>
    /// <param name="values">The series, at least one value.</param>
    /// <param name="deviation">Standard deviations of errors by the method, or null where it has none.</param>
    public static string? Lacks(ReadOnlySpan<double> values, double[]? deviation)
    {
        if (values.Length < FewestValues)
        {
            return TooFew;
        }

        if (SeriesGuard.IsConstant(values))
        {
            return NoSpread;
        }

        var least = Rounding * Math.Abs(TensorPrimitives.MaxMagnitude(values));
        return deviation is null ? TooFew : deviation.Max() <= least ? NoSpread : null;
    }
}
