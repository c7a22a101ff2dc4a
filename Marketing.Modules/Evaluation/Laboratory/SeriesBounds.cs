using Marketing.Model;

namespace Marketing.Evaluation.Laboratory;

/// <summary>Intervals about what is foretold of one series: some deviations to both sides, and where the series was never negative none below 0, unless the mean itself is.</summary>
/// <param name="told">What is foretold.</param>
/// <param name="past">What was learned from.</param>
internal sealed class SeriesBounds(SeriesForecast told, List<double> past)
{
    private readonly bool _isNeverNegative = past.TrueForAll(value => value >= 0);

    /// <summary>Whether there are intervals.</summary>
    public bool Any => told.Deviation.Count > 0;

    /// <summary>The interval of a step.</summary>
    /// <param name="h">Step, from 0.</param>
    /// <param name="width">Half of its width, in deviations.</param>
    public (double Low, double High) Of(int h, double width)
    {
        var (mean, half) = (told.Mean[h], width * told.Deviation[h]);
        return (_isNeverNegative ? Math.Max(mean - half, Math.Min(0, mean)) : mean - half, mean + half);
    }
}
