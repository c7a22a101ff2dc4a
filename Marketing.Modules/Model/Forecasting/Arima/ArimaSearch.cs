namespace Marketing.Model.Forecasting.Arima;

/// <summary>
/// Looks for orders step by step (Hyndman and Khandakar 2008, sec. 3): from the best of four or five simple models to a neighbour with a lower corrected criterion of Akaike, until there is none. Differences are
/// settled before, since they change what the likelihood is of. Work space; not for several threads.
/// </summary>
internal sealed class ArimaSearch(ArimaFit fit)
{
    /// <summary>Most models of one search.</summary>
    public const int MostModels = 94;

    private const int MostOrder = 5;
    private const int MostSeasonalOrder = 2;
    private const int Few = 10;

    // Of p, q, P, Q and the constant, in the order in which they are tried.
    private static readonly (int P, int Q, int Sp, int Sq)[] Moves =
    [
        (0, 0, -1, 0), (0, 0, 0, -1), (0, 0, 1, 0), (0, 0, 0, 1), (0, 0, -1, -1), (0, 0, -1, 1), (0, 0, 1, -1), (0, 0, 1, 1),
        (-1, 0, 0, 0), (0, -1, 0, 0), (1, 0, 0, 0), (0, 1, 0, 0), (-1, -1, 0, 0), (-1, 1, 0, 0), (1, -1, 0, 0), (1, 1, 0, 0),
    ];

    private readonly Dictionary<ArimaOrder, ArimaModel> _seen = [];

    /// <summary>The best model found.</summary>
    /// <param name="values">The series after the differences; not constant.</param>
    /// <param name="plain">Season and differences, with a constant where it may have one, and no other order.</param>
    /// <param name="length">Values before the differences.</param>
    public ArimaModel Best(double[] values, ArimaOrder plain, int length)
    {
        _seen.Clear();
        var (most, mostSeasonal) = (Math.Min(MostOrder, length / 3), plain.Season > 1 ? Math.Min(MostSeasonalOrder, length / 3 / plain.Season) : 0);
        most = mostSeasonal > 0 ? Math.Min(most, plain.Season - 1) : most;
        var (start, first, firstSeasonal) = (length < Few ? 1 : 2, Math.Min(1, most), length < Few ? 0 : Math.Min(1, mostSeasonal));
        var best = Try(values, plain with { Ar = Math.Min(start, most), Ma = Math.Min(start, most), SeasonalAr = firstSeasonal, SeasonalMa = firstSeasonal });
        foreach (var order in (ArimaOrder[])[plain, plain with { Ar = first, SeasonalAr = Math.Min(1, mostSeasonal) }, plain with { Ma = first, SeasonalMa = Math.Min(1, mostSeasonal) }, plain with { HasConstant = false }])
        {
            best = Better(best, Try(values, order));
        }

        while (_seen.Count < MostModels && Neighbour(values, best, most, mostSeasonal, plain.HasConstant) is { } better)
        {
            best = better;
        }

        return double.IsFinite(best.Aicc) ? best : _seen[plain with { HasConstant = false }];
    }

    private ArimaModel? Neighbour(double[] values, ArimaModel best, int most, int mostSeasonal, bool mayHaveConstant)
    {
        foreach (var (p, q, sp, sq) in Moves)
        {
            var order = best.Order with { Ar = best.Order.Ar + p, Ma = best.Order.Ma + q, SeasonalAr = best.Order.SeasonalAr + sp, SeasonalMa = best.Order.SeasonalMa + sq };
            if (order.Ar >= 0 && order.Ar <= most && order.Ma >= 0 && order.Ma <= most && order.SeasonalAr >= 0 && order.SeasonalAr <= mostSeasonal && order.SeasonalMa >= 0 && order.SeasonalMa <= mostSeasonal
                && !_seen.ContainsKey(order) && _seen.Count < MostModels && Try(values, order) is var one && one.Aicc < best.Aicc)
            {
                return one;
            }
        }

        var toggled = best.Order with { HasConstant = !best.Order.HasConstant };
        return mayHaveConstant && !_seen.ContainsKey(toggled) && _seen.Count < MostModels && Try(values, toggled) is var other && other.Aicc < best.Aicc ? other : null;
    }

    private ArimaModel Try(double[] values, ArimaOrder order)
    {
        if (!_seen.TryGetValue(order, out var model))
        {
            _seen[order] = model = fit.Fit(values, order);
        }

        return model;
    }

    private static ArimaModel Better(ArimaModel one, ArimaModel other) => other.Aicc < one.Aicc ? other : one;
}
