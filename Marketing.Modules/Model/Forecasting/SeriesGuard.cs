using System.Numerics.Tensors;

namespace Marketing.Model.Forecasting;

/// <summary>What every method asks of a series first.</summary>
internal static class SeriesGuard
{
    /// <summary>Refuses a broken call.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Season or horizon is below 1.</exception>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static void Check(ReadOnlySpan<double> values, int season, int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        if (!values.IsEmpty && !TensorPrimitives.IsFiniteAll(values))
        {
            throw new ArgumentException("A value of the series is not finite.", nameof(values));
        }
    }

    /// <summary>Whether all values are alike, of which there is at least one.</summary>
    public static bool IsConstant(ReadOnlySpan<double> values) => !values.IsEmpty && !values.ContainsAnyExcept(values[0]);

    /// <summary>What is said of such a series: that it goes on, and nothing of how sure that is.</summary>
    public static ForecastOutcome.Foretold Constant(ReadOnlySpan<double> values, int horizon, string kind)
    {
        var mean = new double[horizon];
        Array.Fill(mean, values[0]);
        return new ForecastOutcome.Foretold(mean, null, kind, []);
    }
}
