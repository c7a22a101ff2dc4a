using Marketing.Model;

namespace Marketing.Evaluation.Laboratory;

/// <summary>How far a forecast of one series is from what came, over the steps that both have. Pure.</summary>
internal sealed class SeriesErrors
{
    /// <param name="past">What was learned from.</param>
    /// <param name="came">What came.</param>
    /// <param name="told">What was foretold.</param>
    /// <param name="season">Steps of one season.</param>
    /// <param name="of80">Half of the width of an 80 % interval, in deviations.</param>
    /// <param name="of95">The same of a 95 % interval.</param>
    public SeriesErrors(List<double> past, List<double> came, SeriesForecast told, int season, double of80, double of95)
    {
        var (steps, bounds) = (Math.Min(came.Count, told.Mean.Count), new SeriesBounds(told, past));
        var (smape, squares, in80, in95) = (0.0, 0.0, 0, 0);
        for (var h = 0; h < steps; h++)
        {
            var off = Math.Abs(came[h] - told.Mean[h]);
            smape += off > 0 ? 200 * off / (Math.Abs(came[h]) + Math.Abs(told.Mean[h])) : 0;
            (Absolute, squares, Came) = (Absolute + off, squares + (off * off), Came + Math.Abs(came[h]));
            (Real, Foretold) = (Real + came[h], Foretold + told.Mean[h]);
            if (bounds.Any)
            {
                (in80, in95) = (in80 + Within(bounds.Of(h, of80), came[h]), in95 + Within(bounds.Of(h, of95), came[h]));
            }
        }

        if (steps == 0)
        {
            return;
        }

        Smape = smape / steps;
        Mase = Change(past, season, square: false) is > 0 and var mean ? Absolute / steps / mean : null;
        Rmsse = Change(past, 1, square: true) is > 0 and var square ? Math.Sqrt(squares / steps / square) : null;
        if (bounds.Any)
        {
            (In80, In95) = (in80 / (double)steps, in95 / (double)steps);
        }
    }

    public double? Smape { get; }

    public double? Mase { get; }

    public double? Rmsse { get; }

    public double? In80 { get; }

    public double? In95 { get; }

    /// <summary>Sum of absolute errors.</summary>
    public double Absolute { get; }

    /// <summary>Sum of the absolute values that came.</summary>
    public double Came { get; }

    /// <summary>Sum of the values that came.</summary>
    public double Real { get; }

    /// <summary>Sum of those that were foretold.</summary>
    public double Foretold { get; }

    private static int Within((double Low, double High) bounds, double value) => value >= bounds.Low && value <= bounds.High ? 1 : 0;

    private static double Change(List<double> values, int lag, bool square)
    {
        var sum = 0.0;
        for (var t = lag; t < values.Count; t++)
        {
            var change = values[t] - values[t - lag];
            sum += square ? change * change : Math.Abs(change);
        }

        return values.Count > lag ? sum / (values.Count - lag) : 0;
    }
}
