using Marketing.Kernel.Processing;
using Marketing.Model.Forecasting;
using Marketing.Model.Forecasting.Pooled;

namespace Marketing.Model.Demand;

/// <summary>The methods that compete for daily demand: fast ones that know one series, one model of all, and the mean of that and the best known of the others.</summary>
internal static class DemandMethods
{
    /// <summary>Mean of <c>global</c> and <c>theta</c>, which err apart.</summary>
    public const string Combination = "combination";

    private const int FewestValues = 14;
    private static readonly string[] Single = ["theta", "tsb", "imapa", "seasonal-naive"];

    private static readonly IForecaster[] Singles = [.. Single.Select(Forecasters.Of)];

    /// <summary>All of them, as their forecasts are laid out.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Single, GlobalForecaster.Kind, Combination];

    /// <summary>Which is taken where nothing tells them apart: the first that has an answer.</summary>
    public static IReadOnlyList<int> Usual { get; } = [All.Count - 1, Array.IndexOf(Single, "theta"), Array.IndexOf(Single, "tsb")];

    /// <summary>Which method each series is foretold by: the chosen one, or where that has no answer or none is chosen the usual one; -1 where no method has an answer.</summary>
    /// <param name="told">Forecasts by method, then by series.</param>
    /// <param name="chosen">Chosen method of each series, -1 for none.</param>
    public static int[] Taken(float[]?[][] told, int[] chosen) =>
        [.. chosen.Select((method, i) => method >= 0 && told[method][i] is not null ? method : Usual.FirstOrDefault(one => told[one][i] is not null, -1))];

    /// <summary>Forecasts of every method from one origin: by method, then by series; null of a series that has not begun or is too short, and of a method without an answer.</summary>
    /// <param name="pool">The series.</param>
    /// <param name="end">Days of the pool that are known.</param>
    /// <param name="learned">Days ahead that the model of all is learned for.</param>
    /// <param name="horizon">Days ahead.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static float[]?[][] Forecast(SeriesPool pool, int end, int learned, int horizon, CancellationToken cancellation)
    {
        var told = All.Select(_ => new float[]?[pool.Values.Count]).ToArray();
        var global = GlobalForecaster.Fit(pool, end, learned, cancellation)?.Forecast(pool, end, horizon, cancellation);
        Parallel.For(0, pool.Values.Count, HeavyWork.Loop(cancellation), i =>
        {
            var known = Math.Max(0, pool.Values[i].Length - (pool.Steps - end));
            if (known < FewestValues)
            {
                return;
            }

            var values = Array.ConvertAll(pool.Values[i][..known], value => (double)value);
            for (var method = 0; method < Single.Length; method++)
            {
                if (Singles[method].Forecast(values, pool.Season, horizon) is ForecastOutcome.Foretold one)
                {
                    told[method][i] = Array.ConvertAll(one.Mean, mean => (float)Math.Max(0, mean));
                }
            }

            if (global?[i] is { Length: > 0 } means)
            {
                var own = told[Single.Length][i] = Array.ConvertAll(means, mean => (float)mean);
                told[Single.Length + 1][i] = told[0][i] is { } theta ? [.. own.Zip(theta, (a, b) => (a + b) / 2)] : null;
            }
        });
        return told;
    }
}
