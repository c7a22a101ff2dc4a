using Marketing.Kernel.Processing;
using Marketing.Model.Neural;

namespace Marketing.Model.Forecasting.Pooled;

/// <summary>One network of many series (Das et al. 2023; why one of all: Montero-Manso and Hyndman 2021). Learned from series at origins of the last seasons, each step foretold directly.</summary>
internal sealed class NeuralForecaster
{
    public const string Kind = "neural";

    private const ulong Seed = 11;
    private const int FewestSeries = 8;
    private const int FewestOrigins = 500;
    private const int MostSeasons = 40;
    private const int Together = 32;
    private const float Farthest = 4;

    private readonly SeriesNetwork _network;
    private readonly int _learned;

    private NeuralForecaster(SeriesNetwork network, int learned) => (_network, _learned) = (network, learned);

    /// <summary>Learns from what is known before an origin; null where too little is.</summary>
    /// <param name="pool">The series.</param>
    /// <param name="end">Steps of the pool that are known.</param>
    /// <param name="horizon">Most steps to be foretold.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static NeuralForecaster? Fit(SeriesPool pool, int end, int horizon, CancellationToken cancellation)
    {
        var table = new NeuralRows(pool, horizon);
        var able = Able(pool, table, end, horizon);
        if (able.Count < FewestSeries || able.Sum(one => (long)one.Origins) < FewestOrigins)
        {
            return null;
        }

        var training = new NeuralTraining(table, able, end, horizon, Seed, cancellation);
        training.Run();
        return new NeuralForecaster(training.Network, horizon);
    }

    // Origins from which at least one step before the held span is known.
    private static List<(int Series, int First, int Origins)> Able(SeriesPool pool, NeuralRows table, int end, int horizon)
    {
        var (least, held) = (Math.Max(8, 2 * pool.Season), end - horizon);
        var able = new List<(int Series, int First, int Origins)>();
        for (var series = 0; series < pool.Values.Count; series++)
        {
            var first = pool.Steps - pool.Values[series].Length + least;
            first = table.IsFine ? Math.Max(first, held - (MostSeasons * pool.Season)) : first;
            if (held - first > 0 && table.Before(series, held).ContainsAnyExcept(0))
            {
                able.Add((series, first, held - first));
            }
        }

        return able;
    }

    /// <summary>Means of the next steps of every series that has begun; empty for the others.</summary>
    /// <param name="pool">The series: those learned from, or others of the same kind.</param>
    /// <param name="end">Steps of the pool that are known.</param>
    /// <param name="horizon">Steps; those beyond what was learned are taken for the last of these, with features of their own.</param>
    /// <param name="cancellation">Stops the work.</param>
    public double[][] Forecast(SeriesPool pool, int end, int horizon, CancellationToken cancellation)
    {
        var (table, told) = (new NeuralRows(pool, _learned), new double[pool.Values.Count][]);
        Parallel.For(0, (told.Length + Together - 1) / Together, HeavyWork.Loop(cancellation), part =>
        {
            var (from, count) = (part * Together, Math.Min(Together, told.Length - (part * Together)));
            var (rows, arena, output, scales) = (new NetworkRows(count, table.Past, NeuralRows.Known, horizon), new Arena(), new float[count * horizon], new double[count]);
            int[] begun = [.. Enumerable.Range(from, count).Where(series => !table.Before(series, end).IsEmpty)];
            rows.Count = begun.Length;
            for (var i = 0; i < count; i++)
            {
                told[from + i] = [];
            }

            for (var i = 0; i < begun.Length; i++)
            {
                (scales[i], told[begun[i]]) = (table.Write(begun[i], end, 0, rows, i), new double[horizon]);
            }

            _network.Forward(rows, arena, output);
            for (var i = 0; i < begun.Length * horizon; i++)
            {
                var log = Math.Clamp(output[i], rows.Offset[i] - Farthest, rows.Offset[i] + Farthest);
                told[begun[i / horizon]][i % horizon] = scales[i / horizon] * Math.Exp(log);
            }
        });
        return told;
    }
}
