namespace Marketing.Model;

/// <summary>What a method foretells of a series.</summary>
/// <param name="Mean">Expected values of the next steps; empty where it says nothing.</param>
/// <param name="Deviation">Standard deviations of their errors by the method's own model, as long; empty where it has none.</param>
/// <param name="Form">What was fitted in the field's notation, for example <c>ETS(M,Ad,M)</c>; empty where it says nothing.</param>
/// <param name="Parameters">Fitted numbers by the papers' letters.</param>
/// <param name="Reason">Machine name of why it says nothing, or null: <c>too-short</c>, <c>not-positive</c>, <c>negative</c>, <c>no-season</c>, <c>too-large</c>.</param>
public sealed record SeriesForecast(IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation, string Form, IReadOnlyList<KeyValuePair<string, double>> Parameters, string? Reason)
{
    /// <summary>Machine name of why there are no deviations though there are means: <c>too-few-values</c> where fewer than five values or changes over a season say nothing of errors, <c>no-spread</c> where none was seen; null where there are some, or where the method says nothing at all.</summary>
    public string? NoInterval { get; init; }
}

/// <summary>What a method foretells of some series.</summary>
/// <param name="Series">Of each series, in their order.</param>
/// <param name="Widths">Half widths of an 80 % and a 95 % interval in deviations, learned from how far the method was off at the ends of these series; null where they are too few or too short for that.</param>
public sealed record SeriesForecasts(IReadOnlyList<SeriesForecast> Series, (double Of80, double Of95)? Widths);

/// <summary>Every method that foretells regular series. Nothing is stored; may be used by several threads at once.</summary>
public interface IForecastMethods
{
    /// <summary>The method that foretells what is left on the shelf, and no demand: its series are stock less sales.</summary>
    const string StockBalance = "stock-balance";

    /// <summary>Methods on offer, by the field's names, the simplest first; the last one learns from all series together.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>Foretells the next values of series; the same input gives the same output.</summary>
    /// <param name="kind">Method.</param>
    /// <param name="series">Observations of each, the oldest first, at equal steps; finite. A method that learns from all takes them to end at the same time.</param>
    /// <param name="season">Steps of one season, 1 for none.</param>
    /// <param name="horizon">Steps to foretell, 1 or more.</param>
    /// <param name="learnsIntervals">Whether the widths of intervals are learned, which takes as long again.</param>
    /// <param name="done">Told now and then which share of a pass is done.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">The kind is not on offer, a value is not finite, or season or horizon is below 1.</exception>
    SeriesForecasts Forecast(string kind, IReadOnlyList<double[]> series, int season, int horizon, bool learnsIntervals, Action<double>? done, CancellationToken cancellation);
}
