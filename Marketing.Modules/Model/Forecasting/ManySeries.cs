using Marketing.Kernel.Processing;
using Marketing.Model.Forecasting.Pooled;

namespace Marketing.Model.Forecasting;

/// <summary>Foretells many series at once, by a method that knows one or by one that learns from all.</summary>
internal static class ManySeries
{
    private const int FewestValues = 10;
    private const double LargestPooled = 1e15;

    /// <summary>What is foretold of each series when its last steps are hidden; null for one that is then too short.</summary>
    /// <param name="kind">A method of <see cref="Forecasters.All"/>, <see cref="GlobalForecaster.Kind"/> or <see cref="NeuralForecaster.Kind"/>.</param>
    /// <param name="series">The series; all end at the same time.</param>
    /// <param name="season">Steps of a season.</param>
    /// <param name="horizon">Steps to foretell.</param>
    /// <param name="hidden">Last steps that are hidden, 0 for none.</param>
    /// <param name="done">Told now and then which share is done.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static ForecastOutcome?[] Forecast(string kind, IReadOnlyList<double[]> series, int season, int horizon, int hidden, Action<double>? done, CancellationToken cancellation)
    {
        if (kind is GlobalForecaster.Kind or NeuralForecaster.Kind)
        {
            return Pooled(kind, series, season, horizon, hidden, cancellation);
        }

        var (told, method, count) = (new ForecastOutcome?[series.Count], Forecasters.Of(kind), 0);
        Parallel.For(0, series.Count, HeavyWork.Loop(cancellation), i =>
        {
            told[i] = hidden == 0 || IsLong(series[i], season, hidden) ? method.Forecast(series[i].AsSpan(0, series[i].Length - hidden), season, horizon) : null;
            if (Interlocked.Increment(ref count) % 256 == 0)
            {
                done?.Invoke(count / (double)series.Count);
            }
        });
        return told;
    }

    private static bool IsLong(double[] values, int season, int hidden) => values.Length - hidden >= Math.Max(FewestValues, (2L * season) + 1);

    private static ForecastOutcome?[] Pooled(string kind, IReadOnlyList<double[]> series, int season, int horizon, int hidden, CancellationToken cancellation)
    {
        foreach (var one in series)
        {
            SeriesGuard.Check(one, season, horizon);
        }

        var able = Enumerable.Range(0, series.Count).Where(i => series[i].Length > 0 && Refusal(series[i]) is null).ToList();
        var pool = new SeriesPool([.. able.Select(i => Array.ConvertAll(series[i], value => (float)value))], season, Year(season));
        var end = pool.Steps - hidden;
        var told = new ForecastOutcome?[series.Count];
        for (var i = 0; i < told.Length; i++)
        {
            told[i] = hidden > 0 && !IsLong(series[i], season, hidden) ? null
                : new ForecastOutcome.Declined(Refusal(series[i]) ?? DeclineReasons.TooShort);
        }

        var means = kind == NeuralForecaster.Kind
            ? NeuralForecaster.Fit(pool, end, horizon, cancellation)?.Forecast(pool, end, horizon, cancellation)
            : GlobalForecaster.Fit(pool, end, horizon, cancellation)?.Forecast(pool, end, horizon, cancellation);
        if (means is null)
        {
            return told;
        }

        for (var k = 0; k < able.Count; k++)
        {
            if (means[k].Length > 0 && told[able[k]] is not null)
            {
                told[able[k]] = new ForecastOutcome.Foretold(means[k], Spread(series[able[k]].AsSpan(0, series[able[k]].Length - hidden), season, horizon), kind, []);
            }
        }

        return told;
    }

    // Why the models of all leave a series out; one whose squares pass what they compute with would spoil the others.
    private static string? Refusal(ReadOnlySpan<double> values) =>
        values.ContainsAnyExceptInRange(0, double.MaxValue) ? DeclineReasons.Negative : values.ContainsAnyExceptInRange(0, LargestPooled) ? DeclineReasons.TooLarge : null;

    // That of the demand itself over half a year or so: what is made of it is learned from errors.
    private static double[] Spread(ReadOnlySpan<double> values, int season, int horizon)
    {
        values = values[^(int)Math.Min(values.Length, 26L * season)..];
        var deviation = new double[horizon];
        Array.Fill(deviation, values.Length < 2 ? 0 : System.Numerics.Tensors.TensorPrimitives.StdDev(values));
        return deviation;
    }

    /// <summary>Steps of a year that keep the season, where the season says what a step is; else 0.</summary>
    public static int Year(int season) => season switch { 7 => 364, 4 or 12 or 52 => season, _ => 0 };
}
