using System.Numerics.Tensors;
using Marketing.Model.Forecasting.Pooled;

namespace Marketing.Model.Forecasting;

/// <summary>The methods as other modules see them.</summary>
internal sealed class ForecastMethods : IForecastMethods
{
    public IReadOnlyList<string> Kinds { get; } = [.. Forecasters.All.Select(method => method.Kind), GlobalForecaster.Kind, NeuralForecaster.Kind];

    public SeriesForecasts Forecast(string kind, IReadOnlyList<double[]> series, int season, int horizon, bool learnsIntervals, Action<double>? done, CancellationToken cancellation)
    {
        if (!Kinds.Contains(kind))
        {
            throw new ArgumentException($"There is no model '{kind}'; there are {string.Join(", ", Kinds)}.", nameof(kind));
        }

        var told = ManySeries.Forecast(kind, series, season, horizon, 0, done, cancellation);
        double[]? widths = null;
        if (learnsIntervals)
        {
            var hidden = ManySeries.Forecast(kind, series, season, horizon, horizon, done, cancellation);
            widths = IntervalScale.Learn([.. series.Select(one => one.AsMemory(Math.Max(0, one.Length - horizon)))], hidden, [0.8, 0.95]);
        }

        return new SeriesForecasts([.. told.Select((one, i) => Public(one, series[i]))], widths is null ? null : (widths[0], widths[1]));
    }

    private static SeriesForecast Public(ForecastOutcome? outcome, double[] values) => outcome switch
    {
        ForecastOutcome.Foretold told when !TensorPrimitives.IsFiniteAll<double>(told.Mean) || told.Deviation?.All(double.IsFinite) == false => Declined(DeclineReasons.TooLarge),
        ForecastOutcome.Foretold told when SpreadGuard.Lacks(values, told.Deviation) is { } reason => new SeriesForecast(told.Mean, [], told.Form, told.Parameters, null) { NoInterval = reason },
        ForecastOutcome.Foretold told => new SeriesForecast(told.Mean, told.Deviation!, told.Form, told.Parameters, null),
        ForecastOutcome.Declined(var reason) => Declined(reason),
        var other => throw new InvalidOperationException($"{other} is no outcome."),
    };

    private static SeriesForecast Declined(string reason) => new([], [], "", [], reason);
}
