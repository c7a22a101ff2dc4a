namespace Marketing.Model.Forecasting.Theta;

/// <summary>State of the dynamic optimised Theta model after some values (Fiorucci et al. 2016, eq. 20 to 25).</summary>
/// <param name="Count">Values so far.</param>
/// <param name="Level">Smoothed level.</param>
/// <param name="Mean">Mean of the values.</param>
/// <param name="A">Where the line through them stands at 0.</param>
/// <param name="B">Slope of the line.</param>
/// <param name="Rest">(1 - alpha) to the number of values.</param>
internal readonly record struct DynamicTheta(int Count, double Level, double Mean, double A, double B, double Rest)
{
    /// <summary>The state after one value.</summary>
    /// <param name="first">The value.</param>
    /// <param name="alpha">Smoothing constant.</param>
    /// <param name="level">Level before it.</param>
    public static DynamicTheta After(double first, double alpha, double level) => new(1, (alpha * first) + ((1 - alpha) * level), first, first, 0, 1 - alpha);

    /// <summary>The next value, foretold.</summary>
    public double Next(double alpha, double theta) => Level + ((1 - (1 / theta)) * ((Rest * A) + ((1 - (Rest * (1 - alpha))) / alpha * B)));

    /// <summary>The state after one more value.</summary>
    public DynamicTheta With(double value, double alpha)
    {
        var t = Count + 1;
        var mean = ((Count * Mean) + value) / t;
        var b = (((t - 2) * B) + (6 * (value - Mean) / t)) / (t + 1);
        return new DynamicTheta(t, (alpha * value) + ((1 - alpha) * Level), mean, mean - (b * (t + 1) / 2), b, Rest * (1 - alpha));
    }

    /// <summary>Sum of squared errors one step ahead from the third value on.</summary>
    /// <param name="values">The series.</param>
    /// <param name="alpha">Smoothing constant.</param>
    /// <param name="level">Level before the first value.</param>
    /// <param name="theta">Theta, 1 or more.</param>
    /// <param name="last">State after the last value.</param>
    public static double Run(ReadOnlySpan<double> values, double alpha, double level, double theta, out DynamicTheta last)
    {
        last = After(values[0], alpha, level);
        var squares = 0.0;
        for (var t = 1; t < values.Length; t++)
        {
            var error = values[t] - last.Next(alpha, theta);
            squares += t < 2 ? 0 : error * error;
            last = last.With(values[t], alpha);
        }

        return squares;
    }
}
