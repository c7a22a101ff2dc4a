namespace Marketing.Model.Forecasting;

/// <summary>The methods as other modules see them.</summary>
internal sealed class ForecastMethods : IForecastMethods
{
    public IReadOnlyList<string> Kinds { get; } = [.. Forecasters.All.Select(method => method.Kind)];

    public SeriesForecast Forecast(string kind, ReadOnlySpan<double> values, int season, int horizon)
    {
        var method = Forecasters.All.FirstOrDefault(one => one.Kind == kind) ?? throw new ArgumentException($"There is no model '{kind}'; there are {string.Join(", ", Kinds)}.", nameof(kind));
        return method.Forecast(values, season, horizon) switch
        {
            ForecastOutcome.Foretold told => new SeriesForecast(told.Mean, told.Deviation ?? [], told.Form, told.Parameters, null),
            ForecastOutcome.Declined(var reason) => new SeriesForecast([], [], "", [], reason),
            var other => throw new InvalidOperationException($"{other} is no outcome."),
        };
    }
}
