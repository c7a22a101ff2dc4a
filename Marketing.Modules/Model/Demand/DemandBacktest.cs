using Marketing.Model.Forecasting.Pooled;

namespace Marketing.Model.Demand;

/// <summary>What backtests say of the methods.</summary>
/// <param name="Origins">Earlier days that were asked from.</param>
/// <param name="Choice">Errors, and the method of each series by them.</param>
/// <param name="Total">What reconciles products with their total.</param>
/// <param name="Spread">How demand spreads about forecasts of a product; so do the others of categories and the shop.</param>
/// <param name="OfSums">Of categories.</param>
/// <param name="OfShop">Of the shop.</param>
/// <param name="Accuracy">Figures from origins that the choice had not seen.</param>
internal sealed record BacktestedDemand(int Origins, MethodChoice Choice, ShopTotal Total, DemandSpread Spread, DemandSpread OfSums, DemandSpread OfShop, IReadOnlyList<DemandAccuracy> Accuracy);

/// <summary>
/// Rolling origin (Tashman 2000): from up to three earlier days, four weeks apart, every method foretells the four weeks that came. What is measured at an origin is the method that the older origins
/// choose, by intervals learned at these, so that figures hold for what is to come.
/// </summary>
internal sealed class DemandBacktest
{
    /// <summary>Days foretold from each origin.</summary>
    public const int Days = 28;

    private const int MostOrigins = 3;
    private const int FewestDays = 84;
    private static readonly int[] Spans = [1, 7, Days];

    private readonly SeriesPool _pool;
    private readonly IReadOnlyList<string> _categories;
    private readonly MethodChoice _choice;
    private readonly Dictionary<int, List<ToldAndCame>>[] _pairs = [new(), new(), new()];
    private readonly AccuracySums _sums = new();
    private readonly ShopTotal _total = new();

    private DemandBacktest(SeriesPool pool, IReadOnlyList<string> categories) =>
        (_pool, _categories, _choice) = (pool, categories, new MethodChoice(DemandMethods.All.Count, DemandMethods.Usual[0], pool.Values.Count));

    /// <summary>Runs them.</summary>
    /// <param name="pool">The series.</param>
    /// <param name="categories">Category of each, empty for none.</param>
    /// <param name="neural">Whether the network is trained.</param>
    /// <param name="done">Told the share that is done.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static BacktestedDemand Run(SeriesPool pool, IReadOnlyList<string> categories, bool neural, Action<double>? done, CancellationToken cancellation)
    {
        var backtest = new DemandBacktest(pool, categories);
        var origins = Math.Clamp((pool.Steps - FewestDays) / Days, 0, MostOrigins);
        for (var origin = origins; origin >= 1; origin--)
        {
            done?.Invoke((origins - origin) / (double)(origins + 1));
            var end = pool.Steps - (origin * Days);
            var season = YearSeason.Learn(pool, end);
            backtest.Measure(DemandMethods.Forecast(pool, season, end, Days, Days, neural, cancellation), season.At(end, Days), end, origin == origins, isLast: origin == 1);
        }

        return new BacktestedDemand(origins, backtest._choice, backtest._total, backtest.Spread(0), backtest.Spread(1), backtest.Spread(2), backtest._sums.Figures());
    }

    private void Measure(float[]?[][] told, YearFactors year, int end, bool isFirst, bool isLast)
    {
        float[]?[] forecasts = [.. DemandMethods.Taken(told, _choice.Choose()).Select((method, i) => method < 0 ? null : told[method][i])];
        Reconcile(forecasts, year, end);
        var spread = isFirst ? null : Spread(0);
        var (byCategory, shop, shopCame) = (new SortedDictionary<string, (double[] Told, double[] Came)>(StringComparer.Ordinal), new double[Days], new double[Days]);
        int[] answering = [.. Enumerable.Range(0, told.Length).Where(method => Array.Exists(told[method], one => one is not null))];
        var errors = new double?[DemandMethods.All.Count];
        for (var i = 0; i < forecasts.Length; i++)
        {
            if (forecasts[i] is not { } forecast)
            {
                continue;
            }

            var known = _pool.Values[i].Length - (_pool.Steps - end);
            var past = _pool.Values[i].AsSpan(0, known);
            var came = Came(i, end);
            var scale = Scale(past);
            if (scale.Squared > 0)
            {
                for (var method = 0; method < errors.Length; method++)
                {
                    errors[method] = told[method][i] is { } one ? Squares(one, came) / scale.Squared : null;
                }

                _choice.Add(errors, i);
            }

            if (isLast || !isFirst)
            {
                AddFigures(told, answering, i, forecast, past, came, scale, spread);
            }

            AddPairs(0, forecast, came);
            AddSums(_categories[i].Length > 0 ? Own(byCategory, _categories[i]) : null, forecast, came);
            AddSums((shop, shopCame), forecast, came);
        }

        foreach (var (_, sums) in byCategory)
        {
            AddPairs(1, Array.ConvertAll(sums.Told, x => (float)x), Array.ConvertAll(sums.Came, x => (float)x));
        }

        AddPairs(2, Array.ConvertAll(shop, x => (float)x), Array.ConvertAll(shopCame, x => (float)x));
    }

    private void Reconcile(float[]?[] forecasts, YearFactors year, int end)
    {
        var (sum, total) = (forecasts.Sum(one => one is null ? 0 : AccuracySums.Sum(one)), ShopTotal.Foretell(_pool.Totals.AsSpan(0, end), _pool.Season, DemandMethods.Shut(_pool, end, Days), year));
        var factor = (float)_total.Factor(sum, total);
        _total.Learn(sum, total, Enumerable.Range(0, forecasts.Length).Where(i => forecasts[i] is not null).Sum(i => AccuracySums.Sum(Came(i, end))));
        for (var i = 0; i < forecasts.Length; i++)
        {
            forecasts[i] = forecasts[i] is { } one ? Array.ConvertAll(one, mean => mean * factor) : null;
        }
    }

    private ReadOnlySpan<float> Came(int series, int end) => _pool.Values[series].AsSpan(_pool.Values[series].Length - (_pool.Steps - end), Days);

    private void AddFigures(float[]?[][] told, int[] answering, int i, float[] forecast, ReadOnlySpan<float> past, ReadOnlySpan<float> came, (double Squared, double Absolute) scale, DemandSpread? spread)
    {
        foreach (var span in Spans)
        {
            _sums.Add(["all", DemandClass.Of(past)], "chosen", span, forecast, came, scale, spread);
            for (var method = 0; method < told.Length; method++)
            {
                // What one method cannot foretell is left out of all, so that they are compared on the same products; one that foretells nothing at all is left out itself.
                if (told[method][i] is { } one && answering.All(each => told[each][i] is not null))
                {
                    _sums.Add(["all"], DemandMethods.All[method], span, one, came, scale, null);
                }
            }
        }
    }

    private void AddPairs(int level, ReadOnlySpan<float> told, ReadOnlySpan<float> came)
    {
        foreach (var span in Spans)
        {
            if (!_pairs[level].TryGetValue(span, out var pairs))
            {
                _pairs[level][span] = pairs = [];
            }

            for (var from = 0; from < Days; from += span)
            {
                pairs.Add(new ToldAndCame(AccuracySums.Sum(told.Slice(from, span)), AccuracySums.Sum(came.Slice(from, span))));
            }
        }
    }

    private DemandSpread Spread(int level) => new([.. Spans.Select(span => LearnSpread.Of(span, _pairs[level].GetValueOrDefault(span, [])))]);

    private static (double[] Told, double[] Came) Own(SortedDictionary<string, (double[] Told, double[] Came)> sums, string category)
    {
        if (!sums.TryGetValue(category, out var own))
        {
            sums[category] = own = (new double[Days], new double[Days]);
        }

        return own;
    }

    private static void AddSums((double[] Told, double[] Came)? sums, ReadOnlySpan<float> told, ReadOnlySpan<float> came)
    {
        for (var day = 0; sums is { } own && day < Days; day++)
        {
            own.Told[day] += told[day];
            own.Came[day] += came[day];
        }
    }

    private static (double Squared, double Absolute) Scale(ReadOnlySpan<float> values)
    {
        var (squares, absolute) = (0.0, 0.0);
        for (var t = 1; t < values.Length; t++)
        {
            var change = (double)values[t] - values[t - 1];
            (squares, absolute) = (squares + (change * change), absolute + Math.Abs(change));
        }

        return values.Length < 2 ? (0, 0) : (squares / (values.Length - 1), absolute / (values.Length - 1));
    }

    private static double Squares(ReadOnlySpan<float> told, ReadOnlySpan<float> came)
    {
        var sum = 0.0;
        for (var day = 0; day < came.Length; day++)
        {
            sum += ((double)came[day] - told[day]) * ((double)came[day] - told[day]);
        }

        return sum / came.Length;
    }
}
