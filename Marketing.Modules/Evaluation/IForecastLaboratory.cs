using Marketing.Kernel;

namespace Marketing.Evaluation;

/// <summary>What to foretell of which series.</summary>
/// <param name="Series">CSV with the header <c>series,t,value</c>, or <c>series,t,stock,sales</c> for <see cref="Model.IForecastMethods.StockBalance"/>; t are whole numbers or dates, each once a series, at equal steps. The step of dates is the gap that is there most often.</param>
/// <param name="Model">Method.</param>
/// <param name="Season">Steps of one season, 1 for none.</param>
/// <param name="Horizon">Steps to foretell; null for as many as the longest series of the test has.</param>
public sealed record ForecastQuestion(string Series, string Model, int Season, int? Horizon)
{
    /// <summary>The values that came, in the same form, or null: then nothing is measured.</summary>
    public string? Test { get; init; }

    /// <summary>Whether the widths of intervals are learned from the ends of the series, where they suffice; else they are the model's own.</summary>
    public bool LearnsIntervals { get; init; } = true;

    /// <summary>Whether steps that are missing within a series are taken for 0, as days without sales are; else they are refused.</summary>
    public bool FillsZero { get; init; }

    /// <summary>Seed of the resampling.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Processors that loops use, or null for all.</summary>
    public int? Threads { get; init; }
}

/// <summary>One step that is foretold.</summary>
/// <param name="Series">Series as the file names it.</param>
/// <param name="Step">Steps ahead, from 1.</param>
/// <param name="Mean">Expected value.</param>
/// <param name="Low80">Lower end of the 80 % interval, or null where nothing says how far forecasts of the series are off; so are the others. Of a series that was never negative it is cut at 0 where the mean is not below.</param>
/// <param name="High80">Its upper end.</param>
/// <param name="Low95">Lower end of the 95 % interval.</param>
/// <param name="High95">Its upper end.</param>
public sealed record ForecastStep(string Series, int Step, double Mean, double? Low80, double? High80, double? Low95, double? High95);

/// <summary>What came out.</summary>
/// <param name="Measured">The model with its figures; without a test there are none.</param>
/// <param name="Rows">Rows and series by name: <c>series values foretold declined test measured</c>.</param>
/// <param name="Forms">How many series each form was fitted to, the most frequent first.</param>
/// <param name="Reasons">How many series were declined for which reason.</param>
/// <param name="Steps">What is foretold, series by series as the file has them.</param>
public sealed record ForecastReport(LabMeasured Measured, IReadOnlyDictionary<string, long> Rows, IReadOnlyList<KeyValuePair<string, int>> Forms, IReadOnlyDictionary<string, int> Reasons, IEnumerable<ForecastStep> Steps)
{
    /// <summary>How many series are foretold without an interval for which reason: <c>too-few-values</c>, <c>no-spread</c>.</summary>
    public required IReadOnlyDictionary<string, int> WithoutInterval { get; init; }

    /// <summary>Series that are shorter than two seasons, which therefore tell nothing of it; 0 without a season.</summary>
    public required int ShorterThanSeasons { get; init; }
}

/// <summary>Methods that foretell series, on plain files. Needs no shop.</summary>
public interface IForecastLaboratory
{
    /// <summary>Most steps to be foretold, and most steps of a season.</summary>
    const int MostSteps = 100_000;

    /// <summary>Most steps to be foretold of all series together.</summary>
    const long MostForecasts = 10_000_000;

    /// <summary>
    /// Foretells every series and measures it on what came, as far as both go: means over the series of <c>smape</c> (200 |y - f| / (|y| + |f|), 0 where both are 0), <c>mase</c> (scale: mean absolute
    /// change over a season in the training part), <c>rmsse</c> (scale: root mean squared change between steps), <c>coverage@80</c> and <c>coverage@95</c>, with bootstrap intervals over series where there are two or more; and over
    /// everything <c>wape</c> (sum |y - f| / sum |y|) and <c>bias</c> (sum f / sum y - 1). A series whose scale is 0 is left out of that figure.
    /// </summary>
    /// <exception cref="OperatorException">A file cannot be read or a value is wrong, the model is not known, more is asked for than <see cref="MostSteps"/> or <see cref="MostForecasts"/>, or no series could be foretold; the message names file, row and column.</exception>
    Task<ForecastReport> MeasureAsync(ForecastQuestion question, IProgress<Progress>? progress, CancellationToken cancellation);
}
