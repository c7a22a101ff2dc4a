using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model.Trees;

namespace Marketing.Model.Forecasting.Pooled;

/// <summary>
/// One model of many series (Januschowski et al. 2020; the M5 competition's: Makridakis, Spiliotis and Assimakopoulos 2022, sec. 4): trees on lags, windows, season, last year and the whole pool, each
/// step foretold directly from what is known at the origin. Learned from earlier origins, a season apart, whose steps to be foretold are all known.
/// </summary>
internal sealed class GlobalForecaster
{
    public const string Kind = "global";

    private const int Origins = 40;
    private const int MostRows = 150_000;
    private const int FewestRows = 250;
    private const double Power = 1.3;
    private static readonly BoostGrowth Growth = new(Trees: 200, Leaves: 31, LearningRate: 0.05, LeastRows: 50, Ridge: 1, Features: 0.7, Rows: 0.8, Seed: 1);

    private readonly TreeEnsemble _trees;

    private readonly int _learned;

    private readonly Func<int, int, YearFactors>? _season;

    private GlobalForecaster(TreeEnsemble trees, int learned, int rows, Func<int, int, YearFactors>? season) => (_trees, _learned, Rows, _season) = (trees, learned, rows, season);

    /// <summary>Rows it was learned from.</summary>
    public int Rows { get; }

    /// <summary>Learns from what is known before an origin; null where too little is.</summary>
    /// <param name="pool">The series.</param>
    /// <param name="end">Steps of the pool that are known.</param>
    /// <param name="horizon">Most steps to be foretold.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="season">Factors of the year from an origin over a horizon, to learn what comes beside them; null for none.</param>
    public static GlobalForecaster? Fit(SeriesPool pool, int end, int horizon, CancellationToken cancellation, Func<int, int, YearFactors>? season = null)
    {
        var table = new PooledRows(pool);
        var origins = Enumerable.Range(0, Origins).Select(k => end - horizon - (k * pool.Season)).Where(origin => origin >= Math.Max(8, 8 * pool.Season)).ToList();
        var pairs = origins.SelectMany(origin => Enumerable.Range(0, pool.Values.Count).Where(i => table.Scale(i, origin) > 0).Select(i => (Origin: origin, Series: i))).ToList();

        // Neighbouring days say nearly the same: each series at an origin tells every other one, in turns.
        var told = (horizon + 1) / 2;
        var all = (long)pairs.Count * told;
        if (all < FewestRows)
        {
            return null;
        }

        // Too many rows are thinned by chance, a series at an origin as a whole.
        var share = Math.Min(1, MostRows / (double)all);
        var random = new SeededRandom(7);
        pairs = share < 1 ? [.. pairs.Where(_ => random.NextDouble() < share)] : pairs;
        var years = season is null ? null : origins.ToDictionary(origin => origin, origin => season(origin, horizon));
        var rows = new AmountRows(PooledRows.Width, new float[pairs.Count * told * PooledRows.Width], new float[pairs.Count * told], new float[pairs.Count * told]);
        Parallel.For(0, pairs.Count, HeavyWork.Loop(cancellation), pair =>
        {
            var (origin, series) = pairs[pair];
            var (scale, values) = (table.Scale(series, origin), pool.Values[series]);
            Span<float> row = stackalloc float[PooledRows.Width];
            table.Origin(series, origin, scale, row);
            for (var i = 0; i < told; i++)
            {
                var (step, at) = (Math.Min(horizon, (2 * i) + 1 + (pair % 2)), (pair * told) + i);
                table.Step(series, origin, step, step, scale, row);
                row.CopyTo(rows.Features.AsSpan(at * PooledRows.Width));

                // An offset of the logarithm of the mean: the amount in units of its factor, weighed by what that does to the variance.
                var factor = years is null ? 1 : years[origin].Of(series, step - 1);
                rows.Amounts[at] = (float)(values[origin + step - 1 - (pool.Steps - values.Length)] / scale / factor);
                rows.Weights[at] = (float)(Math.Sqrt(scale) * Math.Pow(factor, 2 - Power));
            }
        });
        return new GlobalForecaster(TweedieTrees.Fit(rows, Power, Growth, cancellation), horizon, rows.Amounts.Length, season);
    }

    /// <summary>Means of the next steps of every series that has begun; empty for the others.</summary>
    /// <param name="pool">The series: those learned from, or others of the same kind.</param>
    /// <param name="end">Steps of the pool that are known.</param>
    /// <param name="horizon">Steps; those beyond what was learned are taken for the last of these, with features of their own.</param>
    /// <param name="cancellation">Stops the work.</param>
    public double[][] Forecast(SeriesPool pool, int end, int horizon, CancellationToken cancellation)
    {
        var (table, told) = (new PooledRows(pool), new double[pool.Values.Count][]);
        var year = _season?.Invoke(end, horizon);
        Parallel.For(0, told.Length, HeavyWork.Loop(cancellation), i =>
        {
            var scale = table.Scale(i, end);
            told[i] = scale > 0 ? new double[horizon] : [];
            Span<float> row = stackalloc float[PooledRows.Width];
            if (scale > 0)
            {
                table.Origin(i, end, scale, row);
            }

            for (var step = 1; step <= told[i].Length; step++)
            {
                table.Step(i, end, step, Math.Min(step, _learned), scale, row);
                told[i][step - 1] = scale * (year?.Of(i, step - 1) ?? 1) * Expected(row, pool.Mailed.Length > 0 ? table.Chance(end, end + step - 1) : null);
            }
        });
        return told;
    }

    // With and without messages, by the chance of them; of a usual number where there are any.
    private double Expected(Span<float> row, double? chance)
    {
        if (chance is not { } mailed)
        {
            return Math.Exp(_trees.Score(row));
        }

        row[PooledRows.Mail] = 0;
        var without = mailed < 1 ? (1 - mailed) * Math.Exp(_trees.Score(row)) : 0;
        row[PooledRows.Mail] = 1;
        return without + (mailed > 0 ? mailed * Math.Exp(_trees.Score(row)) : 0);
    }
}
