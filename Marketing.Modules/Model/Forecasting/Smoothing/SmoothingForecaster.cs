namespace Marketing.Model.Forecasting.Smoothing;

/// <summary>
/// Exponential smoothing: single forms with an additive error (<c>ses</c>, <c>holt</c>, <c>damped</c>; <c>holt-winters</c> takes the better of the additive and the multiplicative one), <c>ets</c>, which
/// takes the form with the lowest corrected criterion of Akaike (Hyndman and Khandakar 2008, sec. 2), and <c>ets-weighted</c>, which weighs the forms by it (Kolassa 2011, eq. 2). The last two take every trend as
/// one that may fade (Gardner and McKenzie 1985), since a criterion within the series falls for lines that do not go on. Of a long series the last <see cref="MostFitted"/> values alone are looked at.
/// </summary>
internal sealed class SmoothingForecaster : IForecaster
{
    /// <summary>Latest values that are fitted to.</summary>
    public const int MostFitted = 5000;

    // Forms that are this far behind weigh nothing that would be seen.
    private const double Behind = 30;

    [ThreadStatic]
    private static EtsFit? _fit;

    private readonly Func<bool, bool, IEnumerable<EtsForm>> _forms;
    private readonly bool _weighs;

    private SmoothingForecaster(string kind, Func<bool, bool, IEnumerable<EtsForm>> forms, bool weighs = false) => (Kind, _forms, _weighs) = (kind, forms, weighs);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SmoothingForecaster> All { get; } =
    [
        new("ses", (_, _) => [EtsForm.Simple]),
        new("holt", (_, _) => [EtsForm.Holt]),
        new("damped", (_, _) => [EtsForm.Damped]),
        new("holt-winters", HoltWinters),
        new("ets", Fading),
        new("ets-weighted", Fading, weighs: true),
    ];

    public string Kind { get; }

    public ForecastOutcome Forecast(ReadOnlySpan<double> values, int season, int horizon)
    {
        SeriesGuard.Check(values, season, horizon);
        values = values[^Math.Min(values.Length, MostFitted)..];
        var seasonal = season is > 1 and <= EtsFit.LongestSeason && values.Length >= 2 * season;
        var forms = _forms(!values.ContainsAnyExceptInRange(double.Epsilon, double.MaxValue), seasonal).ToList();
        if (forms.Count == 0)
        {
            return new ForecastOutcome.Declined(season == 1 ? DeclineReasons.NoSeason : DeclineReasons.TooShort);
        }

        var n = values.Length;
        if (!forms.Exists(form => EtsFit.Suffices(n, form, season)))
        {
            return new ForecastOutcome.Declined(DeclineReasons.TooShort);
        }

        if (SeriesGuard.IsConstant(values))
        {
            return SeriesGuard.Constant(values, horizon, Kind);
        }

        var models = (_fit ??= new EtsFit()).All(values, season, forms);
        if (models.Count == 0)
        {
            return new ForecastOutcome.Declined(DeclineReasons.TooShort);
        }

        models.Sort((a, b) => a.Aicc(n).CompareTo(b.Aicc(n)));
        return _weighs ? Weighted(models, values, horizon) : EtsForecast.Of(models[0], values, horizon);
    }

    private ForecastOutcome.Foretold Weighted(List<EtsModel> models, ReadOnlySpan<double> values, int horizon)
    {
        var (mean, variance, sum, n) = (new double[horizon], new double[horizon], 0.0, values.Length);
        var parameters = new List<KeyValuePair<string, double>>();
        foreach (var model in models)
        {
            var weight = Math.Exp((models[0].Aicc(n) - model.Aicc(n)) / 2);
            if (!(model.Aicc(n) - models[0].Aicc(n) < Behind) && sum > 0)
            {
                break;
            }

            sum += weight;
            parameters.Add(new(model.Form.ToString(), weight));
            var told = EtsForecast.Of(model, values, horizon);
            for (var h = 0; h < horizon; h++)
            {
                mean[h] += weight * told.Mean[h];
                variance[h] += weight * ((told.Deviation![h] * told.Deviation[h]) + (told.Mean[h] * told.Mean[h]));
            }
        }

        for (var h = 0; h < horizon; h++)
        {
            // Spread within the forms and between them.
            mean[h] /= sum;
            variance[h] = Math.Sqrt(Math.Max(0, (variance[h] / sum) - (mean[h] * mean[h])));
        }

        return new ForecastOutcome.Foretold(mean, variance, Kind, [.. parameters.Select(one => KeyValuePair.Create(one.Key, one.Value / sum))]);
    }

    private static IEnumerable<EtsForm> Fading(bool positive, bool seasonal) => EtsForm.Suiting(positive, seasonal).Where(form => !form.HasTrend || form.IsDamped);

    private static IEnumerable<EtsForm> HoltWinters(bool positive, bool seasonal) => !seasonal ? []
        : positive ? [EtsForm.Holt with { Season = Joined.Additive }, new EtsForm(Joined.Multiplicative, true, false, Joined.Multiplicative)]
        : [EtsForm.Holt with { Season = Joined.Additive }];
}
