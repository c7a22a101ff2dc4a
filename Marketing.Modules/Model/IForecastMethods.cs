namespace Marketing.Model;

/// <summary>What a method foretells of a series.</summary>
/// <param name="Mean">Expected values of the next steps; empty where it says nothing.</param>
/// <param name="Deviation">Standard deviations of their errors by the method's own model, as long; empty where it has none.</param>
/// <param name="Form">What was fitted in the field's notation, for example <c>ETS(M,Ad,M)</c>; empty where it says nothing.</param>
/// <param name="Parameters">Fitted numbers by the papers' letters.</param>
/// <param name="Reason">Machine name of why it says nothing, or null: <c>too-short</c>, <c>not-positive</c>, <c>negative</c>, <c>no-season</c>.</param>
public sealed record SeriesForecast(IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation, string Form, IReadOnlyList<KeyValuePair<string, double>> Parameters, string? Reason);

/// <summary>Every method that foretells a regular series from itself. Nothing is stored; may be used by several threads at once.</summary>
public interface IForecastMethods
{
    /// <summary>Methods on offer, by the field's names, the simplest first.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>Foretells the next values of a series; the same input gives the same output.</summary>
    /// <param name="kind">Method.</param>
    /// <param name="values">Observations, the oldest first, at equal steps; finite.</param>
    /// <param name="season">Steps of one season, 1 for none.</param>
    /// <param name="horizon">Steps to foretell, 1 or more.</param>
    /// <exception cref="ArgumentException">The kind is not on offer, a value is not finite, or season or horizon is below 1.</exception>
    SeriesForecast Forecast(string kind, ReadOnlySpan<double> values, int season, int horizon);
}
