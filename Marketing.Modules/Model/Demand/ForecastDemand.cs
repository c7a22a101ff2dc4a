using System.Diagnostics;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Marketing.Model.Forecasting.Pooled;
using Marketing.Model.Sql;
using Microsoft.Extensions.Options;

namespace Marketing.Model.Demand;

/// <summary>Demand to forecasts: pool, backtest, choose, foretell, add what promotions bring, keep.</summary>
internal sealed class ForecastDemand(ModelDemandStore store, IOptions<DemandOptions> options) : IDemandForecasts
{
    private const int FewestDays = 14;

    // Several may wait for one reading, so that no one of them cancels it.
    private Task<DemandBook?>? _current;

    public async Task<DemandTurn?> ForecastAsync(DemandFrame frame, RunId run, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        if (frame.Days < FewestDays)
        {
            return null;
        }

        var book = await HeavyWork.RunAsync(() => Foretell(frame, run, options.Value.HorizonDays, options.Value.Neural, share => progress?.Report(new Progress("foretell", share)), cancellation), cancellation).ConfigureAwait(false);
        await store.SaveAsync(book, cancellation).ConfigureAwait(false);
        Volatile.Write(ref _current, Task.FromResult<DemandBook?>(book));
        return book.Turn;
    }

    public Task<DemandBook?> CurrentAsync(CancellationToken cancellation)
    {
        var current = Volatile.Read(ref _current);
        if (current is null || current.IsFaulted)
        {
            Volatile.Write(ref _current, current = store.LoadAsync(CancellationToken.None));
        }

        return current.WaitAsync(cancellation);
    }

    /// <summary>Foretells everything.</summary>
    internal static DemandBook Foretell(DemandFrame frame, RunId run, int horizon, bool neural, Action<double>? done, CancellationToken cancellation)
    {
        using var process = Process.GetCurrentProcess();
        var began = process.TotalProcessorTime;
        var pool = DemandPool.Of(frame, horizon, cancellation);
        var categories = pool.Products.Select(product => frame.Snapshot.Products.Category[product]).ToArray();
        var tested = DemandBacktest.Run(pool.Series, categories, neural, done, cancellation);
        var season = YearSeason.Learn(pool.Series, pool.Series.Steps);
        var year = season.At(pool.Series.Steps, horizon);
        var told = DemandMethods.Forecast(pool.Series, season, pool.Series.Steps, DemandBacktest.Days, horizon, neural, cancellation);
        var chosen = tested.Choice.Choose();
        var (method, days) = (DemandMethods.Taken(told, chosen), Math.Min(horizon, DemandBacktest.Days));
        var shut = DemandMethods.Shut(pool.Series, pool.Series.Steps, horizon);
        var factor = (float)tested.Total.Factor(
            Enumerable.Range(0, method.Length).Where(i => method[i] >= 0).Sum(i => AccuracySums.Sum(told[method[i]][i].AsSpan(0, days))), ShopTotal.Foretell(pool.Series.Totals, DemandPool.Week, shut[..days], year));
        var elasticities = new Lazy<IReadOnlyList<ProductElasticity>>(() => EstimateElasticities.Of(frame));
        var newcomers = new NewProducts(frame, pool.States, WeekOf(frame));
        var products = new ProductDemand?[frame.Products];
        Parallel.For(0, pool.Products.Count, HeavyWork.Loop(cancellation), i =>
        {
            var (product, id) = (pool.Products[i], new ProductId(frame.Snapshot.Products.Id[pool.Products[i]]));
            var plain = pool.States[product] == DemandState.New || method[i] < 0
                ? new ProductDemand(id, "analogy", DemandBasis.Analogy, Closed(newcomers.Forecast(product, horizon), shut), [])
                : new ProductDemand(id, DemandMethods.All[method[i]], chosen[i] == method[i] ? DemandBasis.Backtest : DemandBasis.Usual, Array.ConvertAll(told[method[i]][i]!, mean => factor * mean), tested.Choice.Errors(i, DemandMethods.All));
            plain = plain.Basis == DemandBasis.Analogy || plain.Method == NeuralForecaster.Kind ? plain : plain with { Year = year.Mean(i, days) };
            products[product] = AddLifts.To(frame, product, plain, pool.Series.Values[i], elasticities);
        });
        var nothing = new float[horizon];
        for (var product = 0; product < products.Length; product++)
        {
            products[product] ??= pool.States[product] == DemandState.Ended ? new ProductDemand(new ProductId(frame.Snapshot.Products.Id[product]), "none", DemandBasis.Ended, nothing, []) : null;
        }

        var turn = new DemandTurn(run, frame.DateOf(frame.Days), horizon, tested.Origins, tested.Spread, tested.OfSums, tested.OfShop, tested.Accuracy, (After(process) - began).TotalSeconds);
        return new DemandBook(turn, [.. products.OfType<ProductDemand>()]);
    }

    private static float[] Closed(float[] means, bool[] shut)
    {
        Closures.Close(means, shut);
        return means;
    }

    private static TimeSpan After(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    // What each day of the week has of the mean one, over the whole shop and half a year.
    private static double[] WeekOf(DemandFrame frame)
    {
        var shop = DemandSums.OfShop(frame, DemandPart.Demand);
        var (sums, from) = (new double[DemandPool.Week], Math.Max(0, shop.Length - (26 * DemandPool.Week)));
        for (var day = from; day < shop.Length; day++)
        {
            sums[day % DemandPool.Week] += shop[day];
        }

        var all = sums.Sum();
        return [.. sums.Select(sum => all > 0 ? sum / all * DemandPool.Week : 1)];
    }
}
