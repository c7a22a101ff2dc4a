using Marketing.Kernel.Processing;
using Marketing.Model.Forecasting;
using Marketing.Model.Forecasting.Pooled;

namespace Marketing.Model.Demand;

/// <summary>The methods that compete for daily demand: fast ones that know one series, two models of all, and the mean of these and the best known of the others.</summary>
internal static class DemandMethods
{
    /// <summary>Mean of <c>global</c> and <c>theta</c>, which err apart, and of <c>neural</c> where it is trained.</summary>
    public const string Combination = "combination";

    private const int FewestValues = 14;
    private static readonly string[] Single = ["theta", "tsb", "imapa", "seasonal-naive"];

    private static readonly IForecaster[] Singles = [.. Single.Select(Forecasters.Of)];

    /// <summary>All of them, as their forecasts are laid out.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Single, GlobalForecaster.Kind, NeuralForecaster.Kind, Combination];

    /// <summary>Which is taken where nothing tells them apart: the first that has an answer.</summary>
    public static IReadOnlyList<int> Usual { get; } = [All.Count - 1, Array.IndexOf(Single, "theta"), Array.IndexOf(Single, "tsb")];

    /// <summary>Which method each series is foretold by: the chosen one, or where that has no answer or none is chosen the usual one; -1 where no method has an answer.</summary>
    /// <param name="told">Forecasts by method, then by series.</param>
    /// <param name="chosen">Chosen method of each series, -1 for none.</param>
    public static int[] Taken(float[]?[][] told, int[] chosen) =>
        [.. chosen.Select((method, i) => method >= 0 && told[method][i] is not null ? method : Usual.FirstOrDefault(one => told[one][i] is not null, -1))];

    /// <summary>Forecasts of every method from one origin: by method, then by series; null of a series that has not begun or is too short, and of a method without an answer.</summary>
    /// <param name="pool">The series.</param>
    /// <param name="season">Their yearly season, learned up to the origin or later; methods of one series are multiplied by it, the trees learn beside it.</param>
    /// <param name="end">Days of the pool that are known.</param>
    /// <param name="learned">Days ahead that the model of all is learned for.</param>
    /// <param name="horizon">Days ahead.</param>
    /// <param name="neural">Whether the network is trained; without it, it has no answer.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static float[]?[][] Forecast(SeriesPool pool, YearSeason season, int end, int learned, int horizon, bool neural, CancellationToken cancellation)
    {
        var told = All.Select(_ => new float[]?[pool.Values.Count]).ToArray();
        var year = season.At(end, horizon);
        var global = GlobalForecaster.Fit(pool, end, learned, cancellation, season.At)?.Forecast(pool, end, horizon, cancellation);
        var network = neural ? NeuralForecaster.Fit(pool, end, learned, cancellation)?.Forecast(pool, end, horizon, cancellation) : null;
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
                    year.Multiply(i, told[method][i]);
                }
            }

            var (trees, net) = (told[Single.Length][i] = Of(global, i), told[Single.Length + 1][i] = Of(network, i));
            if (trees is not null && told[0][i] is { } theta)
            {
                told[Single.Length + 2][i] = net is null ? [.. trees.Zip(theta, (a, b) => (a + b) / 2)] : [.. trees.Zip(theta, net).Select(day => (day.First + day.Second + day.Third) / 3)];
            }
        });
        var shut = Shut(pool, end, horizon);
        foreach (var one in told.SelectMany(method => method).OfType<float[]>())
        {
            Closures.Close(one, shut);
        }

        return told;
    }

    /// <summary>Days ahead on which the shop is shut as it was about the same holidays before: no method has learned that by itself from one or two years.</summary>
    public static bool[] Shut(SeriesPool pool, int end, int horizon) => Closures.Ahead((pool.Sales.Length > 0 ? pool.Sales : pool.Totals).AsSpan(0, end), pool.Holidays, horizon);

    private static float[]? Of(double[][]? means, int series) => means?[series] is { Length: > 0 } own ? Array.ConvertAll(own, mean => (float)mean) : null;
}
